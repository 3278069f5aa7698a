import fc from 'fast-check';
import type { Kms } from '../../src/engine/kms';
import { AccessModel } from '../../src/report/access-model';
import { ACCOUNT, ADMIN, addRole, localKms, OTHER_ACCOUNT } from '../local-client';
import {
  ALICE,
  APP,
  arbitraryContext,
  arbitraryEncryptionContext,
  arbitraryWorld,
  PARTNER,
  type World,
} from './arbitrary-world';
import { holds, realAnswer } from './real-answer';

function kmsOf(world: World): Kms {
  const organization = world.serviceControlPolicy && {
    id: 'o-a1b2c3d4e5',
    managementAccount: '555566667777',
    accounts: { [ACCOUNT]: { serviceControlPolicies: [[world.serviceControlPolicy]] } },
  };
  const kms = localKms({ organization });
  const policies = world.identityPolicies.map((document, i) => ({
    name: `policy ${i}`,
    document: JSON.stringify(document),
  }));
  const permissionsBoundary = world.boundary && { name: 'boundary', document: JSON.stringify(world.boundary) };
  const trustPolicy = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: world.sessionTags ? 'sts:*' : 'sts:AssumeRole' },
  });
  addRole(kms, APP, [], { policies, permissionsBoundary, tags: { team: 'orders' }, trustPolicy });
  addRole(kms, PARTNER, [], { policies, accountId: OTHER_ACCOUNT });
  addRole(kms, ALICE, [], { policies, type: 'user', uniqueId: 'AIDAALICE', tags: { team: 'orders' } });
  const { KeyMetadata } = kms.call(
    'CreateKey',
    { KeySpec: world.keySpec, KeyUsage: world.keySpec === 'RSA_2048' ? 'SIGN_VERIFY' : undefined },
    ADMIN,
  );
  const key = kms.store.keys.get(KeyMetadata!.Arn!)!;
  if (world.alias) kms.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: key.keyId }, ADMIN);
  if (world.grantTo) {
    kms.call(
      'CreateGrant',
      {
        KeyId: key.keyId,
        GranteePrincipal: world.grantTo,
        Operations: world.keySpec === 'RSA_2048' ? ['Sign', 'CreateGrant'] : ['Decrypt', 'CreateGrant', 'DescribeKey'],
        Constraints: world.keySpec === 'RSA_2048' ? undefined : world.grantConstraint,
      },
      ADMIN,
    );
  }
  kms.store.keys.put({ ...key, tags: world.tags, policy: JSON.stringify(world.keyPolicy) });
  return kms;
}

describe('AccessModel', () => {
  test('says of every request what the local KMS says of that request', () => {
    const seen = { allowed: 0, conditional: 0, denied: 0 };
    fc.assert(
      fc.property(arbitraryWorld, arbitraryContext, arbitraryEncryptionContext, (world, context, EncryptionContext) => {
        // GIVEN
        const kms = kmsOf(world);

        // WHEN
        const model = new AccessModel(kms);

        // THEN
        const [key] = model.keys;
        for (const principal of model.principals) {
          for (const [action, outcome] of model.access(key, principal).outcomes) {
            const input = EncryptionContext ? { EncryptionContext } : {};
            const request = { action, key, principal, context, input };
            const expected = `${principal.id} ${action}: ${realAnswer(kms, request)}`;
            expect(`${principal.id} ${action}: ${holds(outcome, kms, request)}`).toBe(expected);
            seen[outcome.status]++;
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(Math.min(seen.allowed, seen.conditional, seen.denied)).toBeGreaterThan(500);
  });
});
