/** How a command ends. */
export const ExitCode = {
  FINE: 0,
  /** What was asked for has an answer, and the answer is no: a denial, or findings. */
  DENIED: 1,
  /** The command was called wrongly. */
  WRONG_USE: 2,
  FAILURE: 3,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
