import { readFileSync } from 'node:fs';
import { AccessRequestError } from '../access/access-request-error';
import { explain as explainAccess } from '../engine/explain';
import type { Kms } from '../engine/kms';
import { CommandError } from './command-error';
import { ExitCode } from './exit-code';
import { type EnvironmentOptions, LocalEnvironment } from './local-environment';
import type { Terminal } from './terminal';

export interface ExplainOptions extends EnvironmentOptions {
  readonly as: string;
  readonly action: string;
  readonly key?: string;
  readonly encryptionContext?: Readonly<Record<string, string>>;
  readonly context?: Readonly<Record<string, string>>;
  readonly sessionPolicy?: string;
  readonly json?: boolean;
}

/** Says whether somebody may do something with a key, and which statement decides. */
export async function explain(
  sources: readonly string[],
  options: ExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const environment = new LocalEnvironment(options);
  await environment.deploySources(sources);
  const { action, key, encryptionContext, context, sessionPolicy, region } = options;
  const question = { action, key, ...(encryptionContext && { input: { EncryptionContext: encryptionContext } }) };
  const caller = {
    principal: principalOf(environment.kms, options.as),
    region,
    context,
    ...(sessionPolicy && { sessionPolicies: [readFileSync(sessionPolicy, 'utf8')] }),
  };
  try {
    const decision = explainAccess(environment.kms, question, caller);
    terminal.out(options.json ? JSON.stringify(decision, undefined, 2) : decision.text);
    return decision.decision === 'Allowed' ? ExitCode.FINE : ExitCode.DENIED;
  } catch (cause) {
    const misused = cause instanceof TypeError || cause instanceof AccessRequestError;
    throw misused ? new CommandError(cause.message, ExitCode.WRONG_USE, { cause }) : cause;
  }
}

/** A principal by its ARN, or a role or user by its name, or by a part that no other name has. */
function principalOf({ store }: Kms, as: string): string {
  if (as.includes(':') || /^\d{12}$|\.amazonaws\.com/.test(as)) return as;
  const known = store.principals.all();
  const exact = known.filter(({ name }) => name === as);
  const found = exact.length > 0 ? exact : known.filter(({ name }) => name.includes(as));
  if (found.length === 1) return found[0].arn;
  const problem =
    found.length === 0 ? `There is no role or user ${as}.` : `${found.length} principals have ${as} in their names.`;
  const choice = (found.length === 0 ? known : found).map(({ arn }) => arn);
  throw new CommandError(`${problem} Give one of:\n  ${choice.join('\n  ')}`);
}
