import { ExitCode } from './exit-code';

/** Ends a command with a line that says what to do instead. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = ExitCode.WRONG_USE,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'CommandError';
  }
}
