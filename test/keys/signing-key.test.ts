import { Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { KeySpec, KeyUse, SigningKey } from 'cdk-keysmith';
import { actionsOf, keyPolicyOf, newStack, propertiesOf, statementNamed } from './synthesized';

const role = (key: SigningKey, id: string) => new Role(key.stack, id, { assumedBy: new AccountRootPrincipal() });

describe('a signing key', () => {
  test('with nothing said, is one resource whose whole template stands here', () => {
    const stack = newStack();

    new SigningKey(stack, 'Key');

    expect(Template.fromStack(stack).toJSON().Resources).toMatchSnapshot();
  });

  test.each([
    KeySpec.RSA_2048,
    KeySpec.RSA_3072,
    KeySpec.RSA_4096,
    KeySpec.ECC_NIST_P256,
    KeySpec.ECC_NIST_P384,
    KeySpec.ECC_NIST_P521,
    KeySpec.ECC_SECG_P256K1,
    KeySpec.ECC_NIST_EDWARDS25519,
    KeySpec.ML_DSA_65,
    KeySpec.of('ECC_OF_TOMORROW'),
  ])('can have the spec %s, and never the rotation of a symmetric key', (keySpec) => {
    const key = new SigningKey(newStack(), 'Key', { keySpec });

    expect(propertiesOf(key)).toMatchObject({ KeySpec: keySpec.name, KeyUsage: 'SIGN_VERIFY' });
    expect(propertiesOf(key)).not.toHaveProperty('EnableKeyRotation');
    expect(keyPolicyOf(key).flatMap(actionsOf)).not.toContain('kms:RotateKeyOnDemand');
  });

  test('lets signers and verifiers read the public key, which kms.Key forgets', () => {
    const key = new SigningKey(newStack(), 'Key');
    key.grantSign(role(key, 'Signer'));
    key.grantVerify(role(key, 'Verifier'));

    expect(actionsOf(statementNamed(key, 'Allow signing'))).toEqual([
      'kms:Sign',
      'kms:GetPublicKey',
      'kms:DescribeKey',
    ]);
    expect(actionsOf(statementNamed(key, 'Allow verification'))).toEqual([
      'kms:Verify',
      'kms:GetPublicKey',
      'kms:DescribeKey',
    ]);
  });

  test('lets users do both and nothing else', () => {
    const key = new SigningKey(newStack(), 'Key');
    key.grantSignVerify(role(key, 'Both'));
    key.allow(role(key, 'All'), KeyUse.ALL);

    expect(actionsOf(statementNamed(key, 'Allow use of the key')).sort()).toEqual([
      'kms:DescribeKey',
      'kms:GetPublicKey',
      'kms:Sign',
      'kms:Verify',
    ]);
    expect(keyPolicyOf(key)).toHaveLength(2);
  });

  test('can give out its public key alone', () => {
    const key = new SigningKey(newStack(), 'Key');
    key.allow(role(key, 'Auditor'), KeyUse.READ_PUBLIC_KEY);

    expect(actionsOf(statementNamed(key, 'Allow reading of the public key'))).toEqual([
      'kms:GetPublicKey',
      'kms:DescribeKey',
    ]);
  });
});
