import { accessDeniedText } from '../../src/access/access-denied-text';
import type { AccessRequest } from '../../src/access/access-request';
import { evaluateAccess } from '../../src/access/evaluate-access';
import {
  allow,
  decrypt,
  delegation,
  deny,
  everything,
  KEY,
  keyPolicyFor,
  OTHER_ROOT,
  OTHER_SESSION,
  policy,
  ROLE,
  SESSION,
} from './decisions/decision-row';

const text = (request: Partial<AccessRequest>, hidden = false) => {
  const asked = decrypt(request);
  return accessDeniedText(evaluateAccess(asked), {
    principalArn: SESSION,
    action: asked.action,
    resource: asked.resource,
    hidden,
  });
};
const USER = `User: ${SESSION} is not authorized to perform: kms:Decrypt on`;
const other = policy(allow({ Action: 's3:*' }));
const free = { keyPolicy: delegation, identityPolicies: [everything] };

describe('accessDeniedText', () => {
  test.each<[string, Partial<AccessRequest>, string]>([
    [
      'identity policy, implicit',
      { keyPolicy: delegation },
      'because no identity-based policy allows the kms:Decrypt action',
    ],
    [
      'key policy, implicit',
      { keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }) },
      'because no resource-based policy allows the kms:Decrypt action',
    ],
    [
      'permissions boundary, implicit',
      { ...free, permissionsBoundary: other },
      'because no permissions boundary allows the kms:Decrypt action',
    ],
    [
      'session policy, implicit',
      { ...free, sessionPolicies: [other] },
      'because no session policy allows the kms:Decrypt action',
    ],
    [
      'service control policy, implicit',
      { ...free, serviceControlPolicies: [[other]] },
      'because no service control policy allows the kms:Decrypt action',
    ],
    [
      'VPC endpoint policy, implicit',
      { ...free, vpcEndpointPolicy: keyPolicyFor('*', { Action: 'kms:Encrypt' }) },
      'because no VPC endpoint policy allows the kms:Decrypt action',
    ],
    [
      'identity policy, explicit',
      { keyPolicy: delegation, identityPolicies: [policy(deny())] },
      'with an explicit deny in an identity-based policy',
    ],
    [
      'key policy, explicit',
      { ...free, keyPolicy: policy(deny({ Principal: '*' })) },
      'with an explicit deny in a resource-based policy',
    ],
    [
      'permissions boundary, explicit',
      { ...free, permissionsBoundary: policy(deny()) },
      'with an explicit deny in a permissions boundary',
    ],
    [
      'session policy, explicit',
      { ...free, sessionPolicies: [policy(deny())] },
      'with an explicit deny in a session policy',
    ],
    [
      'service control policy, explicit',
      { ...free, serviceControlPolicies: [[policy(deny())]] },
      'with an explicit deny in a service control policy',
    ],
    [
      'resource control policy, explicit',
      { ...free, resourceControlPolicies: [[policy(deny({ Principal: '*' }))]] },
      'with an explicit deny in a resource control policy',
    ],
    [
      'VPC endpoint policy, explicit',
      { ...free, vpcEndpointPolicy: policy(deny({ Principal: '*' })) },
      'with an explicit deny in a VPC endpoint policy',
    ],
  ])('%s', (_, request, because) => {
    expect(text(request)).toBe(`${USER} resource: ${KEY} ${because}`);
  });

  test('a key that was found in a ciphertext is not told apart from one that does not exist', () => {
    const hidden = `${USER} the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`;

    expect(text({ keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }) }, true)).toBe(hidden);
    expect(text({ keyPolicy: policy(deny({ Principal: { AWS: ROLE } })) }, true)).toBe(hidden);
    expect(text({ principal: OTHER_SESSION, keyPolicy: delegation, identityPolicies: [everything] }, true)).toBe(
      hidden,
    );
  });

  test('what the IAM of the caller lacks may be told', () => {
    expect(text({ keyPolicy: delegation }, true)).toBe(
      `${USER} the resource associated with this ciphertext because no identity-based policy allows the kms:Decrypt action`,
    );
  });

  test('an operation that other accounts may not call', () => {
    const request = {
      action: 'kms:PutKeyPolicy',
      principal: OTHER_SESSION,
      keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }),
      identityPolicies: [everything],
    };

    expect(text(request)).toContain('because no resource-based policy allows the kms:PutKeyPolicy action');
  });
});
