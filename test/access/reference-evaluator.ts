/**
 * The rules of AWS once more, slowly and from the JSON itself, to compare the compiled evaluator with. It shares no
 * code with src. Written for the requests of arbitrary-request.ts: valid documents, ARNs of one partition.
 */
import type { Grant } from '../../src/access/grant';
import type { ArbitraryRequest, Document, StatementJson } from './arbitrary-request';

type Answer = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';
type Values = readonly string[] | undefined;

const listOf = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String));
const accountOf = (arn: string) => arn.split(':')[4];

/** Who the caller is, from the narrowest name to the widest. */
function namesOf(request: ArbitraryRequest) {
  const { principal } = request;
  const isService = !principal.startsWith('arn:');
  const account = isService ? undefined : accountOf(principal);
  const root = `arn:aws:iam::${account}:root`;
  const session = principal.includes(':assumed-role/');
  const role = session ? `arn:aws:iam::${account}:role/${principal.split('/')[1]}` : undefined;
  return { isService, account, root, role, self: principal, isRoot: principal === root };
}

/** 0 not at all, 1 by its account, 2 by its role, 3 directly. */
function directness(principal: unknown, request: ArbitraryRequest): 0 | 1 | 2 | 3 {
  const { isService, account, root, role, self, isRoot } = namesOf(request);
  if (principal === '*') return 3;
  const { AWS, Service } = principal as Record<string, unknown>;
  const aws = listOf(AWS);
  if (aws.includes('*')) return 3;
  if (isService) return listOf(Service).includes(self) ? 3 : 0;
  if (aws.includes(self)) return 3;
  if (role && aws.includes(role)) return 2;
  if (aws.includes(root) || aws.includes(account!)) return isRoot ? 3 : 1;
  return 0;
}

function exempted(notPrincipal: unknown, request: ArbitraryRequest): boolean {
  const { isService, account, root, role, self, isRoot } = namesOf(request);
  if (request.permissionsBoundary && !isService && !isRoot) return false;
  if (notPrincipal === '*') return true;
  const { AWS, Service } = notPrincipal as Record<string, unknown>;
  if (listOf(AWS).includes('*')) return true;
  if (isService) return listOf(Service).includes(self);
  const namesAccount = listOf(AWS).includes(root) || listOf(AWS).includes(account!);
  return namesAccount && (isRoot || listOf(AWS).includes(role ?? self));
}

function wildcard(pattern: string, text: string, flags = ''): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}

function valueIn(request: ArbitraryRequest, key: string): Values {
  const { account, isService, role, self } = namesOf(request);
  const found = Object.entries(request.context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  if (found !== undefined) return listOf(found).length === 0 ? undefined : listOf(found);
  if (isService) return undefined;
  if (key.toLowerCase() === 'aws:principalaccount') return [account!];
  if (key.toLowerCase() === 'aws:principalarn') return [role ?? self];
  return undefined;
}

/** Undefined when a variable has no value. */
function resolved(text: string, version: string, request: ArbitraryRequest): string | undefined {
  if (version !== '2012-10-17') return text;
  let missing = false;
  const result = text.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = valueIn(request, name);
    missing ||= value === undefined || value.length !== 1;
    return value?.[0] ?? '';
  });
  return missing ? undefined : result;
}

function comparesTo(operator: string, wanted: string, given: string): boolean {
  switch (operator) {
    case 'StringEquals':
      return wanted === given;
    case 'StringEqualsIgnoreCase':
      return wanted.toLowerCase() === given.toLowerCase();
    case 'StringLike':
      return wildcard(wanted, given);
    case 'ArnLike': {
      const [patterns, parts] = [wanted, given].map((arn) => arn.split(':'));
      if (parts.length !== 6) return false;
      if (wanted === '*') return true;
      return patterns.length === parts.length && patterns.every((pattern, i) => wildcard(pattern, parts[i]));
    }
    case 'NumericLessThan':
      return given !== '' && Number(given) < Number(wanted);
    case 'Bool':
      return wanted === given;
    default:
      throw new Error(`${operator} is not in the reference`);
  }
}

function conditionHolds(
  operator: string,
  key: string,
  values: string[],
  version: string,
  request: ArbitraryRequest,
): boolean {
  const given = valueIn(request, key);
  if (operator === 'Null') return values.includes(String(given === undefined));
  const [, set, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/.exec(operator)!;
  const negated = /Not/.test(name);
  const base = name.replace('Not', '');
  if (given === undefined || (set && given.every((value) => value === ''))) {
    if (ifExists || set === 'ForAllValues') return true;
    return set === 'ForAnyValue' ? false : negated;
  }
  const one = (value: string) =>
    values.some((wanted) => {
      const filled = /^(String|Arn|Bool)/.test(base) ? resolved(wanted, version, request) : wanted;
      return filled !== undefined && comparesTo(base, filled, value);
    }) !== negated;
  if (set === 'ForAllValues') return given.every(one);
  if (set === 'ForAnyValue') return given.some(one);
  return given.length === 1 ? one(given[0]) : negated;
}

/** How directly a statement applies. */
function applies(statement: StatementJson, version: string, request: ArbitraryRequest): 0 | 1 | 2 | 3 {
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition = {} } = statement;
  const anyAction = (patterns: unknown) => listOf(patterns).some((pattern) => wildcard(pattern, request.action, 'i'));
  const anyResource = (patterns: unknown) =>
    listOf(patterns).some((pattern) => {
      const filled = resolved(pattern, version, request);
      return filled !== undefined && wildcard(filled, request.resource);
    });
  if (Action === undefined && NotAction === undefined) return 0;
  if (Resource === undefined && NotResource === undefined) return 0;
  if (Action !== undefined ? !anyAction(Action) : anyAction(NotAction)) return 0;
  if (Resource !== undefined ? !anyResource(Resource) : anyResource(NotResource)) return 0;
  for (const [operator, keys] of Object.entries(Condition)) {
    for (const [key, values] of Object.entries(keys)) {
      if (!conditionHolds(operator, key, listOf(values), version, request)) return 0;
    }
  }
  if (Principal !== undefined) return directness(Principal, request);
  if (NotPrincipal !== undefined) return exempted(NotPrincipal, request) ? 0 : 3;
  return 3;
}

function best(documents: readonly Document[], effect: 'Allow' | 'Deny', request: ArbitraryRequest): number {
  return Math.max(
    0,
    ...documents.flatMap(({ Version, Statement }) =>
      Statement.filter(({ Effect }) => Effect === effect).map((statement) =>
        applies(statement, Version ?? '2008-10-17', request),
      ),
    ),
  );
}

const sameGrantee = (grant: Grant, request: ArbitraryRequest): number => {
  const { isService, role, self } = namesOf(request);
  const grantee = grant.granteePrincipal ?? grant.granteeServicePrincipal;
  if (grantee === self) return 3;
  return !isService && grantee === role ? 2 : 0;
};

export function referenceAnswer(request: ArbitraryRequest): Answer {
  const { isService, account, isRoot } = namesOf(request);
  const identities = isService || isRoot ? [] : request.identityPolicies;
  const boundary = isService || isRoot || !request.permissionsBoundary ? [] : [request.permissionsBoundary];
  const sessions = isService || isRoot ? [] : request.sessionPolicies;
  const onKey = request.resource !== '*';
  const keyPolicies = onKey ? [request.keyPolicy] : [];
  const service = isService ? [] : request.serviceControlPolicies;
  const resource = onKey ? request.resourceControlPolicies : [];
  const endpoint = request.vpcEndpointPolicy ? [request.vpcEndpointPolicy] : [];

  const all = [
    ...identities,
    ...boundary,
    ...sessions,
    ...keyPolicies,
    ...service.flat(),
    ...resource.flat(),
    ...endpoint,
  ];
  if (best(all, 'Deny', request) > 0) return 'ExplicitlyDenied';

  const says = (documents: readonly Document[]) => best(documents, 'Allow', request) > 0;
  if (![...service, ...resource].every(says)) return 'ImplicitlyDenied';
  if (endpoint.length > 0 && !says(endpoint)) return 'ImplicitlyDenied';

  const withinLimits = [...boundary, ...sessions].every((document) => says([document]));
  const byIam = isRoot || (says(identities) && withinLimits);
  if (!onKey) return byIam ? 'Allowed' : 'ImplicitlyDenied';

  const foreign = account !== undefined && account !== accountOf(request.resource);
  if (foreign && request.action === 'kms:PutKeyPolicy') return 'ImplicitlyDenied';
  const operation = request.action.split(':')[1];
  const granted = Math.max(
    0,
    ...request.grants
      .filter(({ operations }) => operations.includes(operation))
      .map((grant) => sameGrantee(grant, request)),
  );
  if (granted === 3 || (granted === 2 && withinLimits)) return 'Allowed';

  const named = best(keyPolicies, 'Allow', request);
  if (foreign) return named > 0 && byIam ? 'Allowed' : 'ImplicitlyDenied';
  if (named === 3 || (named === 2 && withinLimits) || (named === 1 && byIam)) return 'Allowed';
  return 'ImplicitlyDenied';
}
