import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ArnPrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  AsymmetricEncryptionKey,
  EncapsulationKey,
  KeyAgreementKey,
  KeyOrigin,
  KeySpec,
  MacKey,
  type ManagedKey,
  ReplicaKey,
  SigningKey,
  SymmetricKey,
} from 'cdk-keysmith';
import {
  ACCOUNT,
  actionsOf,
  keyPolicyOf,
  newStack,
  propertiesOf,
  resourceOf,
  statementNamed,
  warningsOf,
} from './synthesized';

const named = (name: string) => new ArnPrincipal(`arn:aws:iam::${ACCOUNT}:role/${name}`);

describe('each kind of key', () => {
  test.each<[string, (stack: Stack) => ManagedKey]>([
    ['AsymmetricEncryptionKey', (stack) => new AsymmetricEncryptionKey(stack, 'Key', { users: [named('user')] })],
    ['MacKey', (stack) => new MacKey(stack, 'Key', { users: [named('user')] })],
    ['KeyAgreementKey', (stack) => new KeyAgreementKey(stack, 'Key', { users: [named('user')] })],
    ['EncapsulationKey', (stack) => new EncapsulationKey(stack, 'Key', { users: [named('user')] })],
  ])('%s with a user is a template that stands here', (_name, make) => {
    const stack = newStack();
    make(stack);

    expect(Template.fromStack(stack).toJSON().Resources).toMatchSnapshot();
  });

  test.each<[string, (stack: Stack) => ManagedKey, Record<string, string[]>]>([
    [
      'SymmetricKey',
      (stack) => new SymmetricKey(stack, 'Key', { encryptors: [named('e')], decryptors: [named('d')] }),
      {
        'Allow encryption': [
          'kms:Encrypt',
          'kms:ReEncryptTo',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:GenerateDataKeyPair',
          'kms:GenerateDataKeyPairWithoutPlaintext',
          'kms:DescribeKey',
        ],
        'Allow decryption': ['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:DescribeKey'],
      },
    ],
    [
      'AsymmetricEncryptionKey',
      (stack) =>
        new AsymmetricEncryptionKey(stack, 'Key', {
          encryptors: [named('e')],
          decryptors: [named('d')],
          publicKeyReaders: [named('r')],
        }),
      {
        'Allow encryption': ['kms:Encrypt', 'kms:ReEncryptTo', 'kms:GetPublicKey', 'kms:DescribeKey'],
        'Allow decryption': ['kms:Decrypt', 'kms:ReEncryptFrom', 'kms:DescribeKey'],
        'Allow reading of the public key': ['kms:GetPublicKey', 'kms:DescribeKey'],
      },
    ],
    [
      'SigningKey',
      (stack) =>
        new SigningKey(stack, 'Key', {
          signers: [named('s')],
          verifiers: [named('v')],
          publicKeyReaders: [named('r')],
        }),
      {
        'Allow signing': ['kms:Sign', 'kms:GetPublicKey', 'kms:DescribeKey'],
        'Allow verification': ['kms:Verify', 'kms:GetPublicKey', 'kms:DescribeKey'],
        'Allow reading of the public key': ['kms:GetPublicKey', 'kms:DescribeKey'],
      },
    ],
    [
      'MacKey',
      (stack) => new MacKey(stack, 'Key', { macGenerators: [named('g')], macVerifiers: [named('v')] }),
      {
        'Allow generation of MACs': ['kms:GenerateMac', 'kms:DescribeKey'],
        'Allow verification of MACs': ['kms:VerifyMac', 'kms:DescribeKey'],
      },
    ],
    [
      'KeyAgreementKey',
      (stack) => new KeyAgreementKey(stack, 'Key', { agreementUsers: [named('a')], publicKeyReaders: [named('r')] }),
      {
        'Allow use of the key': ['kms:DeriveSharedSecret', 'kms:GetPublicKey', 'kms:DescribeKey'],
        'Allow reading of the public key': ['kms:GetPublicKey', 'kms:DescribeKey'],
      },
    ],
    [
      'EncapsulationKey',
      (stack) =>
        new EncapsulationKey(stack, 'Key', {
          encapsulators: [named('e')],
          decapsulators: [named('d')],
          publicKeyReaders: [named('r')],
        }),
      {
        'Allow encapsulation': ['kms:Encapsulate', 'kms:GetPublicKey', 'kms:DescribeKey'],
        'Allow decapsulation': ['kms:Decapsulate', 'kms:DescribeKey'],
        'Allow reading of the public key': ['kms:GetPublicKey', 'kms:DescribeKey'],
      },
    ],
  ])('%s has finer lists, each with its actions and no other', (_name, make, lists) => {
    const key = make(newStack());

    const statements = keyPolicyOf(key).slice(1);
    expect(Object.fromEntries(statements.map((statement) => [statement.Sid, actionsOf(statement)]))).toEqual(lists);
  });

  test('the one that CloudFormation does not document says so', () => {
    const stack = newStack();
    new EncapsulationKey(stack, 'Key');

    expect(warningsOf(stack)).toEqual([expect.stringContaining('keysmith:not-in-cloudformation')]);
  });

  test('the users of a symmetric key may let AWS services attach it, where asked for, and create no other grant', () => {
    const key = new SymmetricKey(newStack(), 'Key', { users: [named('user')], usersCanAttachResources: true });

    expect(statementNamed(key, 'Allow attachment of persistent resources')).toEqual({
      Sid: 'Allow attachment of persistent resources',
      Effect: 'Allow',
      Principal: { AWS: named('user').arn },
      Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
      Resource: '*',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    });
  });
});

describe('imported material', () => {
  const key = () => new SymmetricKey(newStack(), 'Key', { origin: KeyOrigin.EXTERNAL });

  test('makes a key without material that AWS KMS does not rotate', () => {
    expect(propertiesOf(key())).toMatchObject({ Origin: 'EXTERNAL' });
    expect(propertiesOf(key())).not.toHaveProperty('EnableKeyRotation');
  });

  test('can be imported and deleted by the account, and rotated on demand', () => {
    const actions = actionsOf(statementNamed(key(), 'Enable IAM User Permissions'));

    expect(actions).toEqual(
      expect.arrayContaining([
        'kms:GetParametersForImport',
        'kms:ImportKeyMaterial',
        'kms:DeleteImportedKeyMaterial',
        'kms:RotateKeyOnDemand',
      ]),
    );
    expect(actions).not.toContain('kms:EnableKeyRotation');
  });

  test('is deleted by administrators only where they may delete', () => {
    const actions = (administratorsCanDelete: boolean) => {
      const props = { origin: KeyOrigin.EXTERNAL, administrators: [named('admin')], administratorsCanDelete };
      const made = new SymmetricKey(newStack(), 'Key', props);
      return actionsOf(statementNamed(made, 'Allow access for Key Administrators'));
    };

    expect(actions(false)).toContain('kms:ImportKeyMaterial');
    expect(actions(false)).not.toContain('kms:DeleteImportedKeyMaterial');
    expect(actions(true)).toContain('kms:DeleteImportedKeyMaterial');
  });

  test('cannot be rotated automatically, nor be that of ML-DSA', () => {
    const props = { origin: KeyOrigin.EXTERNAL, enableKeyRotation: true };

    expect(() => new SymmetricKey(newStack(), 'Key', props)).toThrow('[keysmith:rotation-impossible]');
    expect(() => new SigningKey(newStack(), 'Key', { origin: KeyOrigin.EXTERNAL, keySpec: KeySpec.ML_DSA_44 })).toThrow(
      '[keysmith:origin-impossible]',
    );
  });
});

describe('multi-Region keys', () => {
  const regions = () => {
    const app = new App();
    const stack = (region: string) =>
      new Stack(app, region, { env: { account: ACCOUNT, region }, crossRegionReferences: true });
    return { here: stack('eu-central-1'), there: stack('us-east-1') };
  };

  test('can be replicated by the account', () => {
    const key = new MacKey(newStack(), 'Key', { multiRegion: true });

    expect(propertiesOf(key).MultiRegion).toBe(true);
    expect(actionsOf(statementNamed(key, 'Enable IAM User Permissions'))).toEqual(
      expect.arrayContaining(['kms:ReplicateKey', 'kms:UpdatePrimaryRegion']),
    );
  });

  test('a replica of a construct has its kind, and a policy, aliases and tags of its own', () => {
    // GIVEN
    const { here, there } = regions();
    const primaryKey = new SigningKey(here, 'Key', { multiRegion: true, keySpec: KeySpec.RSA_2048 });

    // WHEN
    const replica = new ReplicaKey(there, 'Replica', { primaryKey, aliases: ['receipts'], tags: { team: 'orders' } });
    replica.grantSign(named('signer'));

    // THEN
    expect(resourceOf(replica)).toMatchObject({
      Type: 'AWS::KMS::ReplicaKey',
      DeletionPolicy: 'Retain',
      Properties: { Tags: [{ Key: 'team', Value: 'orders' }] },
    });
    expect(propertiesOf(replica)).not.toHaveProperty('KeySpec');
    expect(actionsOf(statementNamed(replica, 'Allow signing'))).toContain('kms:Sign');
    Template.fromStack(there).hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/receipts' });
  });

  test('a replica of an ARN', () => {
    const primaryKeyArn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
    const stack = newStack();
    const replica = new ReplicaKey(stack, 'Replica', { primaryKeyArn, keySpec: KeySpec.HMAC_256 });
    replica.grantGenerateMac(named('generator'));

    expect(propertiesOf(replica)).toMatchObject({ PrimaryKeyArn: primaryKeyArn });
    expect(stack.resolve(replica.keyArn)).toEqual({ 'Fn::GetAtt': [expect.any(String), 'Arn'] });
  });

  test('a replica rotates with its primary key, where alone rotation is switched', () => {
    const primaryKeyArn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/mrk-1`;
    const replica = new ReplicaKey(newStack(), 'Replica', { primaryKeyArn });
    const actions = keyPolicyOf(replica).flatMap(actionsOf);

    expect(propertiesOf(replica)).not.toHaveProperty('EnableKeyRotation');
    expect(actions).not.toContain('kms:EnableKeyRotation');
    expect(actions).toContain('kms:UpdatePrimaryRegion');
  });

  test('a replica of imported material needs its own import', () => {
    const { here, there } = regions();
    const primaryKey = new SymmetricKey(here, 'Key', { multiRegion: true, origin: KeyOrigin.EXTERNAL });
    const replica = new ReplicaKey(there, 'Replica', { primaryKey });

    expect(keyPolicyOf(replica).flatMap(actionsOf)).toContain('kms:ImportKeyMaterial');
  });

  const arn = (region: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/mrk-1`;
  test.each<[string, () => unknown, string]>([
    ['nothing', () => new ReplicaKey(newStack(), 'R', {}), 'replica-primary'],
    [
      'a key of one Region',
      () => {
        const { here, there } = regions();
        return new ReplicaKey(there, 'R', { primaryKey: new SymmetricKey(here, 'Key') });
      },
      'replica-primary',
    ],
    [
      'a key of the same Region',
      () => new ReplicaKey(newStack(), 'R', { primaryKeyArn: arn('eu-central-1') }),
      'replica-region',
    ],
    [
      'a key construct of the same Region',
      () => {
        const stack = newStack();
        return new ReplicaKey(stack, 'R', { primaryKey: new Key(stack, 'Key', { multiRegion: true }) });
      },
      'replica-region',
    ],
    [
      'a spec of several usages without saying which',
      () => new ReplicaKey(newStack(), 'R', { primaryKeyArn: arn('us-east-1'), keySpec: KeySpec.RSA_2048 }),
      'replica-usage',
    ],
  ])('a replica of %s is refused', (_what, make, id) => {
    expect(make).toThrow(`[keysmith:${id}]`);
  });
});

describe('the lockout bypass', () => {
  test('lets a key policy pass that nobody can change', () => {
    const stack = newStack();
    const key = new SymmetricKey(stack, 'Key', { bypassPolicyLockoutSafetyCheck: true });

    expect(propertiesOf(key).BypassPolicyLockoutSafetyCheck).toBe(true);
  });
});
