import { CommanderError } from 'commander';
import { KmsError } from '../errors/kms-error';
import { CommandError } from './command-error';
import { ExitCode } from './exit-code';
import { buildProgram } from './program';
import { processTerminal, type Terminal } from './terminal';

/** Runs a command line. @returns how the process should end. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = ExitCode.FINE;
  const program = buildProgram(terminal, (finished) => {
    code = finished;
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
    });
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, args.includes('--debug'), terminal);
  }
}

/** What the user can mend is said in a line; where it comes from, only when he asks. */
function failure(error: unknown, debug: boolean, terminal: Terminal): ExitCode {
  // Commander has said already what was wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.FINE : ExitCode.WRONG_USE;
  const { message, stack, name } = error as Error;
  terminal.error(`error: ${error instanceof KmsError ? `${name}: ` : ''}${message}`);
  if (debug) terminal.error(stack ?? '');
  return error instanceof CommandError ? error.exitCode : ExitCode.FAILURE;
}

/** The executable. */
export async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), processTerminal());
}
