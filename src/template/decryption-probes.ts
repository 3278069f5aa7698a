import { isObject } from './json';
import type { StateSnapshot } from './state-snapshot';

/** A request that might be allowed where a plain one is not. */
export interface Probe {
  readonly context: Readonly<Record<string, string | string[]>>;
  readonly encryptionContext: Readonly<Record<string, string>>;
  /** Both, as a person reads them. */
  readonly under: Readonly<Record<string, unknown>>;
}

const PLAIN: Probe = { context: {}, encryptionContext: {}, under: {} };

const ENCRYPTION_CONTEXT = /^kms:EncryptionContext:(.+)$/i;

/** Condition keys whose values follow from who asks and for which key: a request cannot choose them. */
const NOT_OF_THE_REQUEST =
  /^(?:aws:(?:Principal|userid|username|ResourceTag|ResourceAccount|ResourceOrg|CurrentTime|EpochTime|RequestedRegion)|kms:(?:CallerAccount|Key|MultiRegion|ResourceAliases|EncryptionAlgorithm|EncryptionContextKeys))/i;

/** How many ways to meet the conditions of both a key policy and an identity are tried. */
const MAX_COMBINATIONS = 50;

/**
 * A plain request, and one for each condition block of the policy and the grants of a key that something a request can
 * bring along satisfies: for each operator that asks for a value, one such value.
 */
export function probesOfKey(key: StateSnapshot['keys'][number], grants: StateSnapshot['grants']): Probe[] {
  const byGrants = grants.flatMap(({ constraints }) => {
    const pairs = constraints?.EncryptionContextEquals ?? constraints?.EncryptionContextSubset;
    return pairs ? [probe({}, pairs)] : [];
  });
  return distinct([PLAIN, ...probesOfDocument(key.policy), ...byGrants]);
}

/** The probes of a key, together with those of what a principal's own policies ask for. */
export function withPrincipal(
  ofKey: readonly Probe[],
  principal: StateSnapshot['principals'][number] | undefined,
): Probe[] {
  const own = (principal?.policies ?? []).flatMap(({ document }) => probesOfDocument(document));
  const both = own.flatMap((one) =>
    ofKey.map((other) =>
      probe({ ...other.context, ...one.context }, { ...other.encryptionContext, ...one.encryptionContext }),
    ),
  );
  return distinct([...ofKey, ...both.slice(0, MAX_COMBINATIONS)]);
}

const distinct = (probes: readonly Probe[]): Probe[] => [
  ...new Map(probes.map((one) => [JSON.stringify(one.under), one])).values(),
];

const probesOfDocument = (document: string): Probe[] =>
  conditionsOf(document).flatMap((condition) => probeFor(condition) ?? []);

const probe = (context: Probe['context'], encryptionContext: Probe['encryptionContext']): Probe => ({
  context,
  encryptionContext,
  under: { ...(Object.keys(encryptionContext).length > 0 && { EncryptionContext: encryptionContext }), ...context },
});

const parsed = new Map<string, Record<string, unknown>[]>();

function conditionsOf(document: string): Record<string, unknown>[] {
  let conditions = parsed.get(document);
  if (!conditions) {
    const { Statement } = JSON.parse(document) as { Statement: unknown };
    const statements = Array.isArray(Statement) ? Statement : [Statement];
    conditions = statements
      .filter((statement) => isObject(statement) && statement.Effect === 'Allow' && isObject(statement.Condition))
      .map((statement) => statement.Condition);
    if (parsed.size > 10_000) parsed.clear();
    parsed.set(document, conditions);
  }
  return conditions;
}

function probeFor(condition: Record<string, unknown>): Probe | undefined {
  const context: Record<string, string | string[]> = {};
  const encryptionContext: Record<string, string> = {};
  for (const [operator, block] of Object.entries(condition)) {
    for (const [key, values] of Object.entries(isObject(block) ? block : {})) {
      const value = satisfying(operator, String(Array.isArray(values) ? values[0] : values));
      const [, name] = ENCRYPTION_CONTEXT.exec(key) ?? [];
      if (value === undefined || NOT_OF_THE_REQUEST.test(key)) continue;
      if (name !== undefined) encryptionContext[name] = value;
      else context[key] = /^For(?:Any|All)/.test(operator) ? [value] : value;
    }
  }
  return Object.keys(context).length + Object.keys(encryptionContext).length > 0
    ? probe(context, encryptionContext)
    : undefined;
}

/** A value for which the operator holds; `undefined` where the absence of the key is best. */
function satisfying(operator: string, value: string): string | undefined {
  const name = operator.replace(/^For(?:Any|All)Values?:/, '').replace(/IfExists$/, '');
  if (/Not/.test(name)) return undefined;
  if (name === 'Null') return value === 'false' ? 'x' : undefined;
  if (name === 'IpAddress') return value.replace(/\/\d+$/, '');
  if (name === 'NumericLessThan') return String(Number(value) - 1);
  if (name === 'NumericGreaterThan') return String(Number(value) + 1);
  return value.replaceAll(/[*?]/g, 'x');
}
