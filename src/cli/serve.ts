import type { AccessKey } from '../sts/access-key';
import { byAccessKey } from '../wire/authenticate';
import { isLoopback } from '../wire/host-guard';
import { logLine, type WireLog } from '../wire/wire-log';
import { WireServer } from '../wire/wire-server';
import { administratorArn } from './administrator';
import { CommandError } from './command-error';
import { accessKeyVariables, endpointVariables, exportLine } from './environment-variables';
import { ExitCode } from './exit-code';
import { type EnvironmentOptions, LocalEnvironment } from './local-environment';
import type { Terminal } from './terminal';
import { watchSources } from './watch-sources';

export interface ServeOptions extends EnvironmentOptions {
  readonly host: string;
  readonly port: number;
  readonly auth: 'off' | 'sigv4';
  readonly insecure?: boolean;
  readonly allowedHost?: readonly string[];
  readonly watch?: boolean;
  readonly log: 'json' | 'text' | 'off';
  readonly json?: boolean;
}

/** Serves the KMS of some stacks until it is told to stop, or cannot store any more. */
export async function serve(sources: readonly string[], options: ServeOptions, terminal: Terminal): Promise<ExitCode> {
  checkReach(options);
  const stopped = terminal.stopped();
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  const environment = new LocalEnvironment(options, fail);
  try {
    await environment.deploySources(sources);
    const server = serverOf(environment, options, terminal);
    const address = await listen(server, options);
    terminal.out(options.json ? readyJson(address, environment) : readyText(address, environment));
    const again = () => redeploy(sources, environment, terminal);
    const watching = options.watch ? watchSources(sources, again) : [];
    const failure = await Promise.race([stopped, failed]);
    for (const watcher of watching) watcher.close();
    await server.close();
    if (failure) throw failure;
    return ExitCode.FINE;
  } finally {
    await environment.close();
  }
}

function serverOf(environment: LocalEnvironment, options: ServeOptions, terminal: Terminal): WireServer {
  const { kms, tokens, seed } = environment;
  return new WireServer({
    kms,
    tokens,
    seed,
    host: options.host,
    port: options.port,
    allowedHosts: options.allowedHost,
    authenticate: authenticateBy(environment, options),
    pages: {
      health: () => ({ status: 'ok' }),
      events: () => ({ Records: kms.events() }),
    },
    log: logTo(terminal, options.log),
  });
}

/** Whoever reaches a server that verifies no signature can act as anybody. */
function checkReach({ host, auth, insecure }: ServeOptions): void {
  if (isLoopback(host) || auth === 'sigv4' || insecure) return;
  throw new CommandError(
    `Other machines can reach ${host}, and without signatures anyone there could act as anybody. ` +
      'Add --auth sigv4, or --insecure if that is what you want, or leave out --host.',
  );
}

function authenticateBy({ credentials, kms }: LocalEnvironment, { auth, host, account }: ServeOptions) {
  if (auth === 'sigv4') {
    // Loaded on use, as is everything that delays the start.
    const { bySignature } = require('../wire/by-signature') as typeof import('../wire/by-signature');
    return bySignature(credentials, Date.now);
  }
  return byAccessKey(credentials, isLoopback(host) ? administratorArn(account ?? kms.accountId) : undefined);
}

function logTo(terminal: Terminal, form: ServeOptions['log']): WireLog | undefined {
  if (form === 'off') return undefined;
  return (entry) => terminal.error(form === 'json' ? JSON.stringify(entry) : logLine(entry));
}

async function listen(server: WireServer, { host, port }: ServeOptions): Promise<string> {
  try {
    return await server.listen();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const advice =
      code === 'EADDRINUSE'
        ? `Port ${port} of ${host} is taken. Give another with --port, or --port 0 for any that is free.`
        : `The server cannot listen on ${host}:${port}: ${message}`;
    throw new CommandError(advice, ExitCode.FAILURE, { cause });
  }
}

async function redeploy(sources: readonly string[], environment: LocalEnvironment, terminal: Terminal): Promise<void> {
  try {
    const { changes } = await environment.deploySources(sources);
    for (const { action, stack, logicalId, type } of changes) terminal.error(`${action} ${stack}/${logicalId} ${type}`);
    if (changes.length === 0) terminal.error('Redeployed: nothing has changed.');
  } catch (error) {
    terminal.error(`Not redeployed. ${(error as Error).message}`);
  }
}

type KeyOfPrincipal = AccessKey & { readonly arn: string };

function readyText(address: string, { kms, credentials }: LocalEnvironment): string {
  const lines = [...credentials.all()].map(
    (key: KeyOfPrincipal) => `  ${exportLine(accessKeyVariables(key))}  # ${key.arn}`,
  );
  return [
    `keysmith is ready at ${address} (account ${kms.accountId}, Region ${kms.region}). In your shell:`,
    `  ${exportLine(endpointVariables(address, kms.region))}`,
    'and one of',
    ...lines,
  ].join('\n');
}

function readyJson(address: string, { kms, credentials }: LocalEnvironment): string {
  const { accountId, region } = kms;
  const environment = endpointVariables(address, region);
  return JSON.stringify({ address, accountId, region, environment, credentials: [...credentials.all()] });
}
