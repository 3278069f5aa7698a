import { accessKeyVariables, exportLine } from './environment-variables';
import { ExitCode } from './exit-code';
import { type EnvironmentOptions, LocalEnvironment } from './local-environment';
import type { Terminal } from './terminal';

/** Prints the access key of every role and user of the stacks, and of the principals file. */
export async function printCredentials(
  sources: readonly string[],
  options: EnvironmentOptions & { readonly json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const environment = new LocalEnvironment(options);
  await environment.deploySources(sources);
  const keys = [...environment.credentials.all()];
  terminal.out(
    options.json
      ? JSON.stringify(keys, undefined, 2)
      : keys.map((key) => `# ${key.arn}\n${exportLine(accessKeyVariables(key))}`).join('\n'),
  );
  return ExitCode.FINE;
}
