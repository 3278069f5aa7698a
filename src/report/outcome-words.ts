import type { Layer } from '../access/layer';
import { conditionsOf, type Denied, type Outcome } from './outcome';

/** Where nobody says yes. */
const WITHOUT_ALLOW: Readonly<Record<Layer, string>> = {
  keyPolicy: 'The key policy neither allows it nor leaves it to IAM, and no grant allows it.',
  identityPolicy: 'No IAM policy allows it, and the decision is left to IAM.',
  permissionsBoundary: 'The permissions boundary does not allow it.',
  sessionPolicy: 'A session policy does not allow it.',
  serviceControlPolicy: 'A service control policy of the organization does not allow it.',
  resourceControlPolicy: 'A resource control policy of the organization does not allow it.',
  vpcEndpointPolicy: 'The policy of the VPC endpoint does not allow it.',
  grant: 'No grant allows it.',
  crossAccount: 'AWS KMS lets only principals of the account of the key do this.',
  rootUser: 'Only the root user may do this.',
};

const NAMES: Readonly<Partial<Record<Layer, string>>> = {
  keyPolicy: 'the key policy',
  identityPolicy: 'an IAM policy',
  permissionsBoundary: 'the permissions boundary',
  sessionPolicy: 'a session policy',
  serviceControlPolicy: 'a service control policy',
  resourceControlPolicy: 'a resource control policy',
  vpcEndpointPolicy: 'the policy of the VPC endpoint',
  grant: 'a grant',
};

/** An outcome in a sentence. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.status) {
    case 'allowed':
      return outcome.by.length === 0 ? 'Allowed.' : `Allowed by ${listed(outcome.by)}.`;
    case 'conditional':
      return `Allowed ${conditionsOf(outcome)}.`;
    default:
      return denialWords(outcome);
  }
}

function denialWords({ decidedBy, explicit, by }: Denied): string {
  return explicit ? `Denied by a statement of ${listed(by)}.` : `Denied. ${WITHOUT_ALLOW[decidedBy]}`;
}

function listed(by: Denied['by']): string {
  return [...new Set(by.map(({ layer }) => NAMES[layer] ?? layer))].join(' and ');
}
