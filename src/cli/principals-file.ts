import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContextValue } from '../access/access-request';
import { compilePolicy, type PolicyKind } from '../access/compile-policy';
import { PolicyError } from '../access/policy-error';
import type { PolicyRecord, PrincipalRecord } from '../store/records';
import { accessKeyOf } from '../sts/access-key';
import type { Identity } from '../wire/credentials';
import { type Schema, schemaProblems } from './check-schema';
import { CommandError } from './command-error';

type Document = string | object;

/** An entry of the principals file; schemas/principals.schema.json says what each member means. */
interface Entry {
  readonly arn: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly sessionName?: string;
  readonly policies?: readonly Document[];
  readonly permissionsBoundary?: Document;
  readonly sessionPolicy?: Document;
  readonly trustPolicy?: Document;
  readonly maxSessionSeconds?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly organization?: { readonly id: string; readonly path?: string };
}

/** Who may call, as somebody wrote it down. */
export interface GivenPrincipals {
  /** With policies, tags or trust of their own: these go before what templates say. */
  readonly described: readonly PrincipalRecord[];
  /** Those of whom the file says no more than who they are. */
  readonly named: readonly PrincipalRecord[];
  readonly identities: readonly Identity[];
}

const SCHEMA = join(__dirname, '../../schemas/principals.schema.json');

/**
 * Reads a principals file in JSON or YAML.
 *
 * @param seed what the access keys follow from that the file does not give.
 * @throws CommandError that names every problem.
 */
export function readPrincipals(path: string, seed: Uint8Array): GivenPrincipals {
  const content = readContent(path);
  const problems = schemaProblems(content, JSON.parse(readFileSync(SCHEMA, 'utf8')) as Schema);
  if (problems.length > 0) throw new CommandError(`${path}:\n  ${problems.join('\n  ')}`);
  const entries = (content as { readonly principals: readonly Entry[] }).principals;
  const records = entries
    .map((entry, index) => ({ entry, record: recordOf(entry, path, index) }))
    .filter(({ entry }) => !entry.arn.endsWith(':root'));
  return {
    described: records.filter(({ entry }) => isDescribed(entry)).map(({ record }) => record),
    named: records.filter(({ entry }) => !isDescribed(entry)).map(({ record }) => record),
    identities: entries.map((entry, index) => identityOf(entry, seed, path, index)),
  };
}

const isDescribed = ({ policies, permissionsBoundary, tags, trustPolicy }: Entry) =>
  [policies, permissionsBoundary, tags, trustPolicy].some((member) => member !== undefined);

function readContent(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CommandError(`${path} cannot be read: ${(cause as Error).message}`, undefined, { cause });
  }
  const { parse } = require('yaml') as typeof import('yaml');
  try {
    // JSON is YAML, too.
    return parse(text, { maxAliasCount: 100 });
  } catch (cause) {
    throw new CommandError(`${path} is neither JSON nor YAML: ${(cause as Error).message}`, undefined, { cause });
  }
}

function recordOf(entry: Entry, path: string, index: number): PrincipalRecord {
  const [, , , , accountId, resource] = entry.arn.split(':');
  const type = resource.startsWith('role/') ? 'role' : 'user';
  const name = resource.split('/').at(-1)!;
  const at = (member: string) => `${path}: principals[${index}].${member}`;
  const policy = (document: Document, kind: PolicyKind, member: string): PolicyRecord => ({
    name: `${kind === 'permissionsBoundary' ? 'permissions boundary' : `policy ${member}`} of ${path}`,
    document: checked(document, kind, at(member)),
  });
  const { permissionsBoundary, trustPolicy, maxSessionSeconds, tags = {}, policies = [] } = entry;
  return {
    arn: entry.arn,
    type,
    accountId,
    name,
    uniqueId: `${type === 'role' ? 'AROA' : 'AIDA'}${name.toUpperCase().replace(/[^A-Z0-9]/g, '')}`,
    policies: policies.map((document, number) => policy(document, 'identityPolicy', `policies[${number}]`)),
    tags,
    ...(permissionsBoundary && {
      permissionsBoundary: policy(permissionsBoundary, 'permissionsBoundary', 'permissionsBoundary'),
    }),
    ...(trustPolicy && { trustPolicy: checked(trustPolicy, 'trustPolicy', at('trustPolicy')) }),
    ...(maxSessionSeconds !== undefined && { maxSessionSeconds }),
  };
}

function identityOf(entry: Entry, seed: Uint8Array, path: string, index: number): Identity {
  const { arn, accessKeyId, secretAccessKey, sessionToken, sessionName, sessionPolicy, organization } = entry;
  const at = `${path}: principals[${index}]`;
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new CommandError(`${at}: give both accessKeyId and secretAccessKey, or neither.`);
  }
  const context: Record<string, ContextValue> = {
    ...(organization && { 'aws:PrincipalOrgID': organization.id }),
    ...(organization?.path && { 'aws:PrincipalOrgPaths': [organization.path] }),
  };
  return {
    ...(accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : accessKeyOf(arn, seed)),
    ...(sessionToken && { sessionToken }),
    caller: {
      principal: arn,
      ...(sessionName && { sessionName }),
      ...(sessionPolicy && { sessionPolicies: [checked(sessionPolicy, 'sessionPolicy', `${at}.sessionPolicy`)] }),
      ...(organization && { context }),
    },
  };
}

/** The text of a policy document that is one. */
function checked(document: Document, kind: PolicyKind, at: string): string {
  try {
    return compilePolicy(document, kind).document;
  } catch (cause) {
    if (cause instanceof PolicyError) throw new CommandError(`${at}: ${cause.message}`, undefined, { cause });
    throw cause;
  }
}
