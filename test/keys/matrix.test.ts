import type { Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, ArnPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  AsymmetricEncryptionKey,
  EncapsulationKey,
  KeyAgreementKey,
  KeyOrigin,
  MacKey,
  type ManagedKey,
  SigningKey,
  SymmetricKey,
} from 'cdk-keysmith';
import { LocalKms } from 'cdk-keysmith/local';
import { PERMISSIONS } from '../../src/spec/generated/permissions';
import { ACCOUNT, ENV, keyPolicyOf, newStack } from './synthesized';

/** Every action that a key policy decides. */
const ACTIONS = Object.entries(PERMISSIONS)
  .filter(([, { decidedBy }]) => decidedBy === 'keyPolicy')
  .flatMap(([operation]) => (operation === 'ReEncrypt' ? ['ReEncryptFrom', 'ReEncryptTo'] : [operation]));

const MANAGE = [
  'CreateAlias',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'EnableKey',
  'GetKeyLastUsage',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListGrants',
  'ListKeyPolicies',
  'ListKeyRotations',
  'ListResourceTags',
  'PutKeyPolicy',
  'RevokeGrant',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
];
const ROTATE = ['DisableKeyRotation', 'EnableKeyRotation', 'RotateKeyOnDemand'];
const REPLICATE = ['ReplicateKey', 'UpdatePrimaryRegion'];
const IMPORT = ['GetParametersForImport', 'ImportKeyMaterial'];
const DELETE = ['CancelKeyDeletion', 'ScheduleKeyDeletion'];
const DATA_KEYS = [
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext',
];
const READ = ['DescribeKey', 'GetPublicKey'];

type Roles = Record<string, Role>;

/** Who may do what with a key of each kind, and nothing else. `powerful` is a role that IAM allows everything. */
const MATRIX: [string, (stack: Stack, roles: Roles) => ManagedKey, Record<string, string[]>][] = [
  [
    'a symmetric key',
    (stack, { admin, user, one, two }) =>
      new SymmetricKey(stack, 'Key', { administrators: [admin], users: [user], encryptors: [one], decryptors: [two] }),
    {
      powerful: [...MANAGE, ...ROTATE, ...DELETE],
      admin: [...MANAGE, ...ROTATE],
      user: ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', ...DATA_KEYS, 'DescribeKey'],
      one: ['Encrypt', 'ReEncryptTo', ...DATA_KEYS, 'DescribeKey'],
      two: ['Decrypt', 'ReEncryptFrom', 'DescribeKey'],
      stranger: [],
    },
  ],
  [
    'a symmetric key that is replicated, with imported material, whose administrators may delete',
    (stack, { admin, user }) =>
      new SymmetricKey(stack, 'Key', {
        administrators: [admin],
        administratorsCanDelete: true,
        users: [user],
        multiRegion: true,
        origin: KeyOrigin.EXTERNAL,
      }),
    {
      powerful: [...MANAGE, 'RotateKeyOnDemand', ...REPLICATE, ...IMPORT, ...DELETE, 'DeleteImportedKeyMaterial'],
      admin: [...MANAGE, 'RotateKeyOnDemand', ...REPLICATE, ...IMPORT, ...DELETE, 'DeleteImportedKeyMaterial'],
      user: ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', ...DATA_KEYS, 'DescribeKey'],
      stranger: [],
    },
  ],
  [
    'an asymmetric encryption key',
    (stack, { admin, user, one, two, three }) =>
      new AsymmetricEncryptionKey(stack, 'Key', {
        administrators: [admin],
        users: [user],
        encryptors: [one],
        decryptors: [two],
        publicKeyReaders: [three],
      }),
    {
      powerful: [...MANAGE, ...DELETE],
      admin: MANAGE,
      user: ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', ...READ],
      one: ['Encrypt', 'ReEncryptTo', ...READ],
      two: ['Decrypt', 'ReEncryptFrom', 'DescribeKey'],
      three: READ,
      stranger: [],
    },
  ],
  [
    'a signing key',
    (stack, { admin, user, one, two, three }) =>
      new SigningKey(stack, 'Key', {
        administrators: [admin],
        users: [user],
        signers: [one],
        verifiers: [two],
        publicKeyReaders: [three],
      }),
    {
      powerful: [...MANAGE, ...DELETE],
      admin: MANAGE,
      user: ['Sign', 'Verify', ...READ],
      one: ['Sign', ...READ],
      two: ['Verify', ...READ],
      three: READ,
      stranger: [],
    },
  ],
  [
    'a MAC key',
    (stack, { admin, user, one, two }) =>
      new MacKey(stack, 'Key', { administrators: [admin], users: [user], macGenerators: [one], macVerifiers: [two] }),
    {
      powerful: [...MANAGE, ...DELETE],
      admin: MANAGE,
      user: ['GenerateMac', 'VerifyMac', 'DescribeKey'],
      one: ['GenerateMac', 'DescribeKey'],
      two: ['VerifyMac', 'DescribeKey'],
      stranger: [],
    },
  ],
  [
    'a key agreement key',
    (stack, { admin, user, one, three }) =>
      new KeyAgreementKey(stack, 'Key', {
        administrators: [admin],
        users: [user],
        agreementUsers: [one],
        publicKeyReaders: [three],
      }),
    {
      powerful: [...MANAGE, ...DELETE],
      admin: MANAGE,
      user: ['DeriveSharedSecret', ...READ],
      one: ['DeriveSharedSecret', ...READ],
      three: READ,
      stranger: [],
    },
  ],
];

describe('who may do what, every principal by every action', () => {
  test.each(MATRIX)('with %s', (_kind, make, expected) => {
    // GIVEN
    const stack = newStack();
    const names = ['powerful', 'admin', 'user', 'one', 'two', 'three', 'stranger'];
    const roles: Roles = Object.fromEntries(
      names.map((name) => [name, new Role(stack, name, { assumedBy: new AccountRootPrincipal() })]),
    );
    roles.powerful.addToPolicy(new PolicyStatement({ actions: ['kms:*'], resources: ['*'] }));
    const key = make(stack, roles);

    // WHEN
    const kms = LocalKms.fromStack(stack, { accountId: ACCOUNT, region: ENV.region });

    // THEN
    for (const [name, actions] of Object.entries(expected)) {
      const allowed = ACTIONS.filter((action) => kms.isAllowed({ as: roles[name], action: `kms:${action}`, key }));
      expect({ [name]: allowed.sort() }).toEqual({ [name]: [...new Set(actions)].sort() });
    }
  });

  // CloudFormation does not take such a key, and neither does the local deployment: the policy is given to CreateKey.
  test('with an encapsulation key', () => {
    const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    const named = (name: string) => [new ArnPrincipal(arn(name))];
    const key = new EncapsulationKey(newStack(), 'Key', {
      administrators: named('admin'),
      users: named('user'),
      encapsulators: named('one'),
      decapsulators: named('two'),
      publicKeyReaders: named('three'),
    });
    const kms = new LocalKms({ accountId: ACCOUNT, region: ENV.region });
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: keyPolicyOf(key) });
    const root = `arn:aws:iam::${ACCOUNT}:root`;
    const { KeyMetadata } = kms.call(
      'CreateKey',
      { Policy, KeySpec: 'ML_KEM_768', KeyUsage: 'ENCAPSULATE_DECAPSULATE' },
      { as: root },
    );

    const expected: Record<string, string[]> = {
      admin: MANAGE,
      user: ['Encapsulate', 'Decapsulate', ...READ],
      one: ['Encapsulate', ...READ],
      two: ['Decapsulate', 'DescribeKey'],
      three: READ,
      stranger: [],
    };
    for (const [name, actions] of Object.entries(expected)) {
      const allowed = ACTIONS.filter((action) =>
        kms.isAllowed({ as: arn(name), action: `kms:${action}`, key: KeyMetadata!.Arn! }),
      );
      expect({ [name]: allowed.sort() }).toEqual({ [name]: [...actions].sort() });
    }
  });
});
