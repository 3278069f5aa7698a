import { evaluateAccess } from '../../src/access/evaluate-access';
import {
  allow,
  decrypt,
  delegation,
  deny,
  everything,
  FEDERATED_USER,
  KEY,
  keyPolicyFor,
  OTHER_ROLE,
  OTHER_ROOT,
  OTHER_SESSION,
  policy,
  ROLE,
  ROOT,
  SESSION,
  USER,
} from './decisions/decision-row';

const explain = (request: Parameters<typeof decrypt>[0]) => evaluateAccess(decrypt(request)).toString();
const s3 = { 'kms:ViaService': 's3.us-east-1.amazonaws.com' };

describe('an explanation', () => {
  test('of an Allow names the statement', () => {
    expect(explain({ keyPolicy: keyPolicyFor({ AWS: ROLE }, { Sid: 'Allow use' }) })).toBe(
      `Allowed: ${SESSION} may call kms:Decrypt on ${KEY}.\nIt is allowed by statement 'Allow use' of the key policy.`,
    );
  });

  test('of an Allow by IAM says that the key policy leaves it to IAM', () => {
    expect(explain({ keyPolicy: delegation, identityPolicies: [everything] })).toContain(
      "It is allowed by statement '#0' of the identity policy. The key policy leaves the decision to the IAM policies of the account.",
    );
  });

  test('of an Allow across accounts says that both sides allow it', () => {
    expect(
      explain({
        principal: OTHER_SESSION,
        keyPolicy: keyPolicyFor({ AWS: OTHER_ROLE }),
        identityPolicies: [everything],
      }),
    ).toContain("The key belongs to another account; the caller's own account allows it as well.");
  });

  test('of a grant names the grant', () => {
    expect(
      explain({ keyPolicy: delegation, grants: [{ grantId: 'g1', granteePrincipal: ROLE, operations: ['Decrypt'] }] }),
    ).toContain('Grant g1 allows it.');
  });

  test('of the root user', () => {
    expect(explain({ action: 'kms:ListKeys', resource: '*', principal: ROOT })).toContain(
      'The root user of an account may do everything',
    );
  });

  test('of an explicit deny says what denies and what would end it', () => {
    const text = explain({ keyPolicy: policy(allow({ Principal: '*' }), deny({ Sid: 'Deny all', Principal: '*' })) });

    expect(text).toContain("A Deny always wins, and statement 'Deny all' of the key policy denies this request.");
    expect(text).toContain("To allow it: remove statement 'Deny all' from the key policy, or narrow it by a condition");
  });

  test('of the nearest miss says which element failed, what was asked and what was given', () => {
    const text = explain({
      keyPolicy: keyPolicyFor({ AWS: ROLE }, { Sid: 'Via S3', Condition: { StringEquals: s3 } }),
    });

    expect(text).toContain(
      "Statement 'Via S3' of the key policy does not apply: Condition StringEquals kms:ViaService is 's3.us-east-1.amazonaws.com', the request has 'nothing'.",
    );
    expect(text).toContain(
      "To allow it: send what Condition StringEquals kms:ViaService of statement 'Via S3' of the key policy asks for ('s3.us-east-1.amazonaws.com')",
    );
  });

  test.each<[string, Parameters<typeof decrypt>[0], string, string]>([
    [
      'a missing action',
      { keyPolicy: keyPolicyFor({ AWS: ROLE }, { Sid: 'Use', Action: 'kms:Encrypt' }) },
      'neither allows the caller',
      "add 'kms:Decrypt' to Action in statement 'Use' of the key policy.",
    ],
    [
      'a missing principal',
      { keyPolicy: keyPolicyFor({ AWS: USER }, { Sid: 'Use' }) },
      'neither allows the caller',
      `add '${ROLE}' to Principal in statement 'Use' of the key policy.`,
    ],
    [
      'an action that NotAction excludes',
      { keyPolicy: keyPolicyFor({ AWS: ROLE }, { Sid: 'Use', Action: undefined, NotAction: 'kms:Decrypt' }) },
      'neither allows',
      "take 'kms:Decrypt' out of NotAction in statement 'Use' of the key policy.",
    ],
    [
      'nothing near',
      { keyPolicy: keyPolicyFor({ AWS: USER }, { Action: 'kms:Encrypt' }) },
      'neither allows the caller',
      `add a statement to the key policy that allows kms:Decrypt for ${ROLE}.`,
    ],
    [
      'IAM that is silent',
      { keyPolicy: delegation },
      'and none of the caller allows this',
      `allow kms:Decrypt on ${KEY} in an IAM policy of the caller.`,
    ],
    [
      'an action of IAM alone',
      { action: 'kms:CreateKey', resource: '*' },
      'IAM policies alone decide this action',
      'allow kms:CreateKey on * in an IAM policy of the caller.',
    ],
    [
      'a boundary',
      {
        keyPolicy: delegation,
        identityPolicies: [everything],
        permissionsBoundary: policy(allow({ Action: 's3:*', Resource: 'arn:aws:s3:::b' })),
      },
      'it sets the most that the caller may do',
      `allow kms:Decrypt on ${KEY} in the caller's permissions boundary.`,
    ],
    [
      'a session policy',
      {
        keyPolicy: delegation,
        identityPolicies: [everything],
        sessionPolicies: [policy(allow({ Sid: 'Narrow', Action: 'kms:Encrypt' }))],
      },
      'a session policy, passed when the session began, does not',
      "add 'kms:Decrypt' to Action in statement 'Narrow' of the session policy.",
    ],
    [
      'no session policy',
      { principal: FEDERATED_USER, keyPolicy: delegation, identityPolicies: [everything] },
      'A federated user without session policies',
      `allow kms:Decrypt on ${KEY} in a session policy.`,
    ],
    [
      'a service control policy',
      { keyPolicy: delegation, identityPolicies: [everything], serviceControlPolicies: [[everything], []] },
      'service control policies at level 1 do not allow it',
      `allow kms:Decrypt on ${KEY} in a service control policy of every level.`,
    ],
    [
      'a resource control policy',
      { keyPolicy: delegation, identityPolicies: [everything], resourceControlPolicies: [[]] },
      'resource control policies at level 0 do not allow it',
      'in a resource control policy of every level.',
    ],
    [
      'a VPC endpoint',
      {
        keyPolicy: delegation,
        identityPolicies: [everything],
        vpcEndpointPolicy: keyPolicyFor({ AWS: USER }, { Action: 'kms:Encrypt' }),
      },
      'The policy of the VPC endpoint',
      `allow kms:Decrypt on ${KEY} in the VPC endpoint policy.`,
    ],
    [
      'an operation for the own account only',
      {
        action: 'kms:PutKeyPolicy',
        principal: OTHER_SESSION,
        keyPolicy: keyPolicyFor({ AWS: OTHER_ROOT }),
        identityPolicies: [everything],
      },
      "only principals of the key's own account",
      'call it as a principal of account 111122223333.',
    ],
    [
      'RetireGrant',
      {
        action: 'kms:RetireGrant',
        principal: OTHER_SESSION,
        grants: [{ grantId: 'g1', retiringPrincipal: USER, operations: ['Decrypt'] }],
      },
      'The grant decides who may retire it',
      `make ${OTHER_ROLE} the retiring principal`,
    ],
  ])('of a denial: %s', (_, request, why, change) => {
    const text = explain(request);

    expect(text).toContain(why);
    expect(text.split('\n').at(-1)).toMatch(/^To allow it: .+\.$/);
    expect(text).toContain(change);
  });

  test('of a denial across accounts names what both accounts have to write', () => {
    const text = explain({ principal: OTHER_SESSION, keyPolicy: delegation });

    expect(text).toContain(
      `add a statement to the key policy that allows kms:Decrypt for ${OTHER_ROLE}, and allow kms:Decrypt on ${KEY} in an IAM policy of the caller.`,
    );
  });

  test('of a grant that does not help says why', () => {
    const text = explain({
      keyPolicy: delegation,
      grants: [
        {
          grantId: 'g1',
          granteePrincipal: USER,
          operations: ['Encrypt'],
          constraints: { EncryptionContextEquals: { a: 'b' } },
          effectiveWithoutToken: false,
          token: 't',
        },
      ],
    });

    expect(text).toContain("Grant g1 does not apply: operations is 'Encrypt', the request has 'Decrypt'; grantee is");
    expect(text).toContain('grant token');
    expect(text).toContain('constraints');
  });
});

describe('reasons', () => {
  const decision = evaluateAccess(
    decrypt({
      keyPolicy: policy(
        allow({ Sid: 'Enable IAM', Principal: { AWS: ROOT } }),
        allow({ Sid: 'Other', Principal: { AWS: USER }, Action: 'kms:Encrypt' }),
      ),
      identityPolicies: [policy(allow({ Sid: 'Mine', Resource: 'arn:aws:kms:us-west-2:111122223333:key/*' }))],
      serviceControlPolicies: [[everything]],
    }),
  );

  test('name layer, policy, statement and effect, matches first and then the nearest misses', () => {
    expect(
      decision.reasons.map(({ layer, statement, matched, failures }) => [layer, statement, matched, failures.length]),
    ).toEqual([
      ['serviceControlPolicy', '#0', true, 0],
      ['keyPolicy', 'Enable IAM', true, 0],
      ['identityPolicy', 'Mine', false, 1],
      ['keyPolicy', 'Other', false, 2],
    ]);
  });

  test('say where a key policy delegates, and the level of the organization', () => {
    expect(decision.reasons[1]).toEqual({
      layer: 'keyPolicy',
      policy: 'key policy',
      statement: 'Enable IAM',
      effect: 'Allow',
      matched: true,
      delegates: true,
      failures: [],
    });
    expect(decision.reasons[0].level).toBe(0);
  });

  test('say what was asked and what was given', () => {
    expect(decision.reasons[2].failures).toEqual([
      { element: 'Resource', asked: 'arn:aws:kms:us-west-2:111122223333:key/*', given: KEY },
    ]);
  });

  test('are built once', () => {
    expect(decision.reasons).toBe(decision.reasons);
    expect(JSON.parse(JSON.stringify(decision))).toEqual({
      decision: 'ImplicitlyDenied',
      decidedBy: 'identityPolicy',
      reasons: decision.reasons,
    });
  });
});

test('nobody is told to widen what a key policy delegates to its account', () => {
  // GIVEN the account may administer, and IAM allows everything
  const request = {
    keyPolicy: keyPolicyFor({ AWS: ROOT }, { Action: 'kms:PutKeyPolicy' }),
    identityPolicies: [everything],
  };

  // THEN
  expect(explain(request)).toContain(`add a statement to the key policy that allows kms:Decrypt for ${ROLE}.`);
});
