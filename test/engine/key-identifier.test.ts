import { TAKES_ALIAS } from '../../src/spec/generated/identifiers';
import { OPERATIONS, type OperationName } from '../../src/spec/generated/operations';
import { SHAPES } from '../../src/spec/generated/shapes';
import { ACCOUNT, ADMIN, addRole, localKms, newKey, OTHER_ACCOUNT, REGION } from '../local-client';

/** Every operation that has a KeyId, with what else it needs to be looked at. */
const OTHERS: Partial<Record<OperationName, object>> = {
  CreateGrant: { GranteePrincipal: ADMIN, Operations: ['Decrypt'] },
  Decapsulate: { EncapsulationAlgorithm: 'ML_KEM', SharedSecretCiphertextBlob: Buffer.from('x') },
  Decrypt: { CiphertextBlob: Buffer.from('x') },
  DeriveSharedSecret: { KeyAgreementAlgorithm: 'ECDH', PublicKey: Buffer.from('x') },
  Encapsulate: { EncapsulationAlgorithm: 'ML_KEM' },
  Encrypt: { Plaintext: Buffer.from('x') },
  GenerateDataKey: { KeySpec: 'AES_256' },
  GenerateDataKeyPair: { KeyPairSpec: 'ECC_NIST_P256' },
  GenerateDataKeyPairWithoutPlaintext: { KeyPairSpec: 'ECC_NIST_P256' },
  GenerateDataKeyWithoutPlaintext: { KeySpec: 'AES_256' },
  GenerateMac: { Message: Buffer.from('x'), MacAlgorithm: 'HMAC_SHA_256' },
  GetParametersForImport: { WrappingAlgorithm: 'RSAES_OAEP_SHA_1', WrappingKeySpec: 'RSA_2048' },
  ImportKeyMaterial: {
    ImportToken: Buffer.from('x'),
    EncryptedKeyMaterial: Buffer.from('x'),
    ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
  },
  PutKeyPolicy: { Policy: '{}' },
  ReplicateKey: { ReplicaRegion: 'eu-west-1' },
  RetireGrant: { GrantId: 'f'.repeat(64) },
  RevokeGrant: { GrantId: 'f'.repeat(64) },
  Sign: { Message: Buffer.from('x'), SigningAlgorithm: 'ECDSA_SHA_256' },
  TagResource: { Tags: [] },
  UntagResource: { TagKeys: [] },
  UpdateKeyDescription: { Description: '' },
  UpdatePrimaryRegion: { PrimaryRegion: 'eu-west-1' },
  Verify: { Message: Buffer.from('x'), SigningAlgorithm: 'ECDSA_SHA_256', Signature: Buffer.from('x') },
  VerifyMac: { Message: Buffer.from('x'), MacAlgorithm: 'HMAC_SHA_256', Mac: Buffer.from('x') },
};

const withKeyId = (Object.keys(OPERATIONS) as OperationName[]).filter(
  (name) => SHAPES[OPERATIONS[name].input].members?.KeyId !== undefined,
);

function outcome(operation: OperationName, KeyId: string, kms = localKms()): string {
  try {
    kms.call(operation, { KeyId, ...OTHERS[operation] } as never, ADMIN);
    return 'success';
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

describe.each(withKeyId)('%s', (operation) => {
  const arn = (resource: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:${resource}`;
  const unknown = '1234abcd-12ab-34cd-56ef-1234567890ab';
  // RetireGrant takes the ARN of a key only.
  const id = (resource: string) => (operation === 'RetireGrant' ? arn(resource) : resource.replace('key/', ''));

  test.each([
    [id(`key/${unknown}`), `NotFoundException: Key '${arn(`key/${unknown}`)}' does not exist`],
    [arn(`key/${unknown}`), `NotFoundException: Key '${arn(`key/${unknown}`)}' does not exist`],
    [arn(`key/${unknown}`).replace(REGION, 'ap-southeast-1'), 'NotFoundException: Invalid arn ap-southeast-1'],
    [id('key/fake-key-id'), "NotFoundException: Invalid keyId 'fake-key-id'"],
  ])('a key named %s', (KeyId, expected) => {
    expect(outcome(operation, KeyId)).toBe(expected);
  });

  test('a key named by an alias', () => {
    const kms = localKms();
    kms.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: newKey(kms).KeyId }, ADMIN);
    for (const KeyId of ['alias/orders', arn('alias/orders')]) {
      const expected = 'InvalidArnException: Key Aliases are not supported for this operation.';
      if (TAKES_ALIAS.has(operation)) {
        expect(outcome(operation, KeyId, kms)).not.toBe(expected);
        expect(outcome(operation, KeyId.replace('orders', 'nobody'), kms)).toBe(
          `NotFoundException: Alias ${arn('alias/nobody')} is not found.`,
        );
      } else {
        expect(outcome(operation, KeyId, kms)).toBe(expected);
      }
    }
  });
});

test('a key of another account needs its ARN; an id is looked for in the account of the caller', () => {
  const kms = localKms();
  const { KeyId } = newKey(kms);
  const as = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Guest`, [{ Action: 'kms:*' }]);
  expect(() => kms.call('DescribeKey', { KeyId }, as)).toThrow(
    `Key 'arn:aws:kms:${REGION}:${OTHER_ACCOUNT}:key/${KeyId}' does not exist`,
  );
});
