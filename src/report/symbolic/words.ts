import type { ConditionLine } from './requirement';

const FORM = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/;

/** What stands before the values of an operator; the second form is for keys that read as a place: `through x`. */
const COMPARISONS: Readonly<Record<string, { readonly plain: string; readonly place: string }>> = {
  StringEquals: { plain: '=', place: '' },
  StringNotEquals: { plain: 'other than', place: 'other than ' },
  StringEqualsIgnoreCase: { plain: '= (any case)', place: '' },
  StringNotEqualsIgnoreCase: { plain: 'other than', place: 'other than ' },
  StringLike: { plain: 'like', place: '' },
  StringNotLike: { plain: 'not like', place: 'other than ' },
  ArnEquals: { plain: 'like', place: '' },
  ArnLike: { plain: 'like', place: '' },
  ArnNotEquals: { plain: 'not like', place: 'other than ' },
  ArnNotLike: { plain: 'not like', place: 'other than ' },
  NumericEquals: { plain: '=', place: '' },
  NumericNotEquals: { plain: 'other than', place: 'other than ' },
  NumericLessThan: { plain: '<', place: 'less than ' },
  NumericLessThanEquals: { plain: '<=', place: 'at most ' },
  NumericGreaterThan: { plain: '>', place: 'more than ' },
  NumericGreaterThanEquals: { plain: '>=', place: 'at least ' },
  DateEquals: { plain: '=', place: 'at ' },
  DateNotEquals: { plain: 'other than', place: 'not at ' },
  DateLessThan: { plain: 'before', place: 'before ' },
  DateLessThanEquals: { plain: 'until', place: 'until ' },
  DateGreaterThan: { plain: 'after', place: 'after ' },
  DateGreaterThanEquals: { plain: 'from', place: 'from ' },
  Bool: { plain: '=', place: '' },
  BinaryEquals: { plain: '=', place: '' },
  IpAddress: { plain: 'in', place: '' },
  NotIpAddress: { plain: 'outside', place: 'outside of ' },
};

/** Keys whose values say where a request comes from or goes to. */
const PLACES: Readonly<Record<string, string>> = {
  'kms:viaservice': 'through ',
  'kms:calleraccount': 'for callers of account ',
  'kms:requestalias': 'when the key is named as ',
  'kms:resourcealiases': 'while the key has the alias ',
  'kms:encryptionalgorithm': 'with the algorithm ',
  'kms:signingalgorithm': 'with the algorithm ',
  'kms:macalgorithm': 'with the algorithm ',
  'kms:messagetype': 'for messages of type ',
  'kms:granteeprincipal': 'for grants to ',
  'kms:granteeserviceprincipal': 'for grants to ',
  'kms:replicaregion': 'to ',
  'kms:recipientattestation:imagesha384': 'from an enclave with the image ',
  'aws:sourceip': 'from ',
  'aws:vpcsourceip': 'from ',
  'aws:sourcevpc': 'from ',
  'aws:sourcevpcarn': 'from ',
  'aws:sourcevpce': 'through the VPC endpoint ',
  'aws:sourcearn': 'on behalf of ',
  'aws:sourceaccount': 'on behalf of account ',
  'aws:sourceorgid': 'on behalf of organization ',
  'aws:principalarn': 'for ',
  'aws:principalaccount': 'for principals of account ',
  'aws:principalorgid': 'for principals of organization ',
  'aws:principalorgpaths': 'for principals in ',
  'aws:username': 'for the user ',
  'aws:calledvia': 'called through ',
  'aws:calledviafirst': 'called through ',
  'aws:calledvialast': 'called through ',
  'aws:currenttime': '',
};

/** Keys that are true or false, in words for true and for false. */
const SWITCHES: Readonly<Record<string, readonly [string, string]>> = {
  'kms:grantisforawsresource': ['for a resource of an AWS service', 'not for a resource of an AWS service'],
  'kms:bypasspolicylockoutsafetycheck': ['without the lockout check', 'with the lockout check'],
  'kms:reencryptonsamekey': ['to the same key', 'to another key'],
  'aws:multifactorauthpresent': ['with MFA', 'without MFA'],
  'aws:securetransport': ['over TLS', 'without TLS'],
  'aws:viaawsservice': ['through an AWS service', 'directly, not through an AWS service'],
  'aws:principalisawsservice': ['for AWS services', 'for others than AWS services'],
};

/** Keys with a name of the user's own at the end; it keeps its case. */
const NAMED: readonly { readonly prefix: string; readonly text: string }[] = [
  { prefix: 'kms:encryptioncontext:', text: 'encryption context ' },
  { prefix: 'aws:principaltag/', text: 'principal tag ' },
  { prefix: 'aws:resourcetag/', text: 'key tag ' },
  { prefix: 'aws:requesttag/', text: 'request tag ' },
];

/** A condition as a person would say it after "only". */
export function conditionWords({ operator, key, values }: ConditionLine): string {
  const lower = key.toLowerCase();
  const name = nameOf(key, lower);
  if (operator === 'Null') return nullWords(name, values);
  const [, set, base, ifExists] = FORM.exec(operator) ?? [];
  const comparison = COMPARISONS[base] ?? { plain: base, place: `${base} ` };
  const listed = values.map((value) => (value === '' ? '""' : value)).join(negates(base) ? ' and ' : ' or ');
  const maybe = ifExists ? ', where the request has it' : '';
  if (base === 'Bool' && SWITCHES[lower] && values.length === 1) {
    return SWITCHES[lower][values[0].toLowerCase() === 'true' ? 0 : 1] + maybe;
  }
  if (set === 'ForAllValues') return `with every ${name} ${comparison.plain} ${listed}, or none`;
  if (set === 'ForAnyValue') return `with one ${name} ${comparison.plain} ${listed}`;
  if (lower in PLACES) return `${PLACES[lower]}${comparison.place}${listed}${maybe}`;
  return `with ${name} ${comparison.plain} ${listed}${maybe}`;
}

function nameOf(key: string, lower: string): string {
  for (const { prefix, text } of NAMED) if (lower.startsWith(prefix)) return text + key.slice(prefix.length);
  return key;
}

function nullWords(name: string, values: readonly string[]): string {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  if (wanted.size > 1) return `with or without ${name}`;
  return wanted.has('true') ? `without ${name}` : `with any ${name}`;
}

function negates(operator: string | undefined): boolean {
  return operator !== undefined && /Not/.test(operator);
}
