import { Token } from 'aws-cdk-lib';
import { type IGrantable, UnknownPrincipal } from 'aws-cdk-lib/aws-iam';
import { isPossible } from '../key-policy/key-actions';
import type { KeyTraits } from '../key-policy/key-traits';
import type { KeyUse } from '../key-policy/key-use';
import type { Refusal } from '../key-policy/keysmith-error';
import { principalLists } from '../key-policy/principal-lists';
import { SHAPES } from '../spec/generated/shapes';

/** What of a KeyGrant is looked at before it is made. */
export interface GrantRequest {
  readonly grantee: IGrantable;
  readonly use?: KeyUse;
  readonly operations?: readonly string[];
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  readonly sourceArn?: string;
  readonly retiringPrincipal?: IGrantable;
  readonly grantName?: string;
}

/** Of a key that is none of ours, nothing is known but that it is there. */
const ANY_SYMMETRIC_KEY: KeyTraits = {
  kind: 'symmetric',
  keySpec: 'SYMMETRIC_DEFAULT',
  rotates: true,
  rotatesOnDemand: true,
  multiRegion: true,
  importedMaterial: true,
};

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html */
const MOST_PAIRS = 8;
const LONGEST_VALUE = 384;

export function grantOperations({ use, operations = [] }: GrantRequest, traits = ANY_SYMMETRIC_KEY): string[] {
  const ofUse = use?._actions(traits).map((action) => action.replace(/^kms:/, '')) ?? [];
  return [...new Set([...ofUse, ...operations])];
}

/** What CreateGrant would refuse. */
export function grantProblem(
  request: GrantRequest,
  operations: readonly string[],
  traits: KeyTraits | undefined,
): Refusal | undefined {
  return (
    granteeProblem(request) ??
    operationProblem(operations, traits) ??
    contextProblem(request, traits) ??
    nameProblem(request)
  );
}

const invalid = (message: string): Refusal => ({ id: 'grant-invalid', message });

function granteeProblem({ grantee, sourceArn, retiringPrincipal }: GrantRequest): Refusal | undefined {
  const { grantPrincipal } = grantee;
  const lists = grantPrincipal instanceof UnknownPrincipal ? {} : principalLists([grantPrincipal]);
  const values = Object.values(lists).flat();
  if (values.length !== 1 || values[0] === '*' || !('AWS' in lists || 'Service' in lists)) {
    return invalid(`${grantPrincipal} is no single user, role, account or AWS service. Make a grant for each of them.`);
  }
  if (Object.keys(grantPrincipal.policyFragment.conditions).length > 0) {
    return invalid(
      'A grant has no conditions but its constraints. Use encryptionContextSubset or sourceArn, or allow().',
    );
  }
  if ('Service' in lists && (sourceArn === undefined || retiringPrincipal === undefined)) {
    return invalid('A grant for an AWS service needs sourceArn and retiringPrincipal.');
  }
  return undefined;
}

function operationProblem(operations: readonly string[], traits: KeyTraits | undefined): Refusal | undefined {
  if (operations.length === 0) return invalid('Nothing is granted. Write use or operations.');
  const known: readonly string[] = SHAPES.GrantOperation.enum ?? [];
  const unknown = operations.find((operation) => !Token.isUnresolved(operation) && !known.includes(operation));
  if (unknown) return invalid(`'${unknown}' cannot be granted. Write some of ${known.join(', ')}.`);
  const impossible = traits && operations.find((operation) => !isPossible(`kms:${operation}`, traits));
  return impossible ? invalid(`'${impossible}' can never succeed on this key. Leave it out.`) : undefined;
}

function contextProblem(request: GrantRequest, traits: KeyTraits | undefined): Refusal | undefined {
  const { encryptionContextSubset: subset, encryptionContextEquals: equals } = request;
  if (subset && equals) return invalid('Write encryptionContextSubset or encryptionContextEquals, and not both.');
  const pairs = Object.entries(subset ?? equals ?? {});
  if (pairs.length > 0 && traits && traits.kind !== 'symmetric') {
    return {
      id: 'context-on-asymmetric-key',
      message: 'Requests to this key have no encryption context, so that nothing would be allowed. Leave it out.',
    };
  }
  const isTooMuch = pairs.length > MOST_PAIRS || pairs.some(([, value]) => value.length > LONGEST_VALUE);
  return isTooMuch
    ? invalid(
        `An encryption context has at most ${MOST_PAIRS} pairs, with values of at most ${LONGEST_VALUE} characters.`,
      )
    : undefined;
}

function nameProblem({ grantName }: GrantRequest): Refusal | undefined {
  if (grantName === undefined || Token.isUnresolved(grantName) || /^[a-zA-Z0-9:/_-]{1,256}$/.test(grantName)) {
    return undefined;
  }
  return invalid(`'${grantName}' is no name for a grant. Write 1 to 256 letters, digits, ':', '/', '_' and '-'.`);
}
