import { Command, InvalidArgumentError, Option } from 'commander';
import type { DiffOptions } from './diff';
import type { ExitCode } from './exit-code';
import type { ExplainOptions } from './explain';
import type { ExportOptions } from './export-command';
import type { EnvironmentOptions } from './local-environment';
import type { ServeOptions } from './serve';
import type { Terminal } from './terminal';

const EXIT_CODES = `
Exit codes: 0 fine, 1 denied or findings, 2 wrong use, 3 failure.`;

/** The commands. Each is loaded when it is called, so that none waits for the others. */
export function buildProgram(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const program = new Command('keysmith')
    .description('A local AWS KMS for the stacks of a CDK app: real keys, real decisions about access.')
    .option('--debug', 'show where an error comes from')
    .addHelpText('after', `${EXIT_CODES}\n\nStart with: keysmith serve cdk.out`);

  withPlace(program.command('serve'))
    .description('Serve a local KMS endpoint, and enough of STS to assume the roles of the stacks.')
    .argument('[sources...]', 'cloud assemblies (cdk.out) and templates to deploy')
    .option('--port <number>', 'where to listen; 0 takes any that is free', wholeNumber, 4599)
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--allowed-host <name...>', 'further host names under which clients call')
    .addOption(new Option('--auth <mode>', 'whether signatures are verified').choices(['off', 'sigv4']).default('off'))
    .option('--insecure', 'let other machines in without signatures')
    .option('--watch', 'deploy again, as an update, when a source changes')
    .option('--data-dir <folder>', 'keep everything there; needs the package lmdb')
    .option('--data-key <file>', 'a passphrase or a key that encrypts the secrets in the data directory')
    .addOption(new Option('--log <form>', 'of requests, to stderr').choices(['json', 'text', 'off']).default('text'))
    .addHelpText(
      'after',
      `${EXIT_CODES}

Examples:
  keysmith serve cdk.out
  keysmith serve cdk.out --watch --principals principals.yaml
  keysmith serve cdk.out --data-dir .keysmith
  keysmith serve template.yaml --port 0 --json --log off
  keysmith serve cdk.out --host 0.0.0.0 --auth sigv4 --credentials-key ./seed`,
    )
    .action(async (sources: string[], options: ServeOptions) => {
      const { serve } = await load<typeof import('./serve')>('./serve');
      finish(await serve(sources, options, terminal));
    });

  withPlace(program.command('explain'))
    .description('Say whether somebody may do something with a key, and which statement of which policy decides.')
    .argument('<sources...>', 'cloud assemblies (cdk.out) and templates')
    .requiredOption('--as <principal>', 'ARN, account id, service, or a role or user by its name or a part of it')
    .requiredOption('--action <action>', 'e.g. kms:Decrypt')
    .option('--key <key>', 'key id, key ARN, alias name or alias ARN')
    .option('--encryption-context <name=value...>', 'the encryption context of the request', pairs)
    .option('--context <key=value...>', 'condition keys of the request, e.g. aws:SourceIp=10.0.0.1', pairs)
    .option('--session-policy <file>', 'a policy that narrows the session of the role')
    .addHelpText(
      'after',
      `${EXIT_CODES}

Example:
  keysmith explain cdk.out --as Application --action kms:Decrypt --key alias/orders --encryption-context tenant=a`,
    )
    .action(async (sources: string[], options: ExplainOptions) => {
      const { explain } = await load<typeof import('./explain')>('./explain');
      finish(await explain(sources, options, terminal));
    });

  withPlace(program.command('diff'))
    .description('Say what an update changes, and which data can then no longer be decrypted.')
    .argument('<old>', 'cloud assembly (cdk.out) or template')
    .argument('<new>', 'what it becomes')
    .addHelpText('after', `${EXIT_CODES}\n\nExample:\n  keysmith diff cdk.out.main cdk.out`)
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diff } = await load<typeof import('./diff')>('./diff');
      finish(await diff([before, after], options, terminal));
    });

  withPlace(program.command('credentials'))
    .description('Print the access keys of the roles and users of the stacks.')
    .argument('[sources...]', 'cloud assemblies (cdk.out) and templates')
    .addHelpText('after', `${EXIT_CODES}\n\nExample:\n  keysmith credentials cdk.out`)
    .action(async (sources: string[], options: EnvironmentOptions & { json?: boolean }) => {
      const { printCredentials } = await load<typeof import('./print-credentials')>('./print-credentials');
      finish(await printCredentials(sources, options, terminal));
    });

  withData(program.command('export'))
    .description('Write the whole state of a data directory as JSON. A server may be using it meanwhile.')
    .option('--no-material', 'leave out the secrets: keys get new material at first use')
    .option('--output <file>', 'where to write, readable by you alone; otherwise it is printed')
    .addHelpText('after', `${EXIT_CODES}\n\nExample:\n  keysmith export --data-dir .keysmith --output state.json`)
    .action(async (options: ExportOptions) => {
      const { exportData } = await load<typeof import('./export-command')>('./export-command');
      finish(await exportData(options, terminal));
    });

  withData(program.command('import'))
    .description('Put a state that was exported into a new data directory.')
    .argument('<file>', 'what keysmith export wrote')
    .addHelpText('after', `${EXIT_CODES}\n\nExample:\n  keysmith import state.json --data-dir .keysmith`)
    .action(async (source: string, options: ExportOptions) => {
      const { importData } = await load<typeof import('./export-command')>('./export-command');
      finish(await importData(source, options));
    });

  return program;
}

function withData(command: Command): Command {
  return command
    .requiredOption('--data-dir <folder>', 'where the data is')
    .option('--data-key <file>', 'the passphrase or key that encrypts the secrets');
}

/** What all commands understand. */
function withPlace(command: Command): Command {
  return command
    .option('--account <id>', 'of stacks that leave it open', accountId, '111122223333')
    .option('--region <name>', 'of stacks that leave it open', 'us-east-1')
    .option('--principals <file>', 'who calls, by access key: JSON or YAML, see schemas/principals.schema.json')
    .option('--credentials-key <file>', 'what secrets of access keys follow from; made if it is not there')
    .option('--json', 'print JSON');
}

async function load<Module>(path: string): Promise<Module> {
  return require(path) as Module;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new InvalidArgumentError('Give 0 to 65535.');
  return number;
}

function accountId(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError('Give 12 digits.');
  return text;
}

function pairs(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give name=value.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
