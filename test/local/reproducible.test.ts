import { createHash } from 'node:crypto';
import { LocalKms } from 'cdk-keysmith/local';

const as = '111122223333';

/** The same bytes in every run. */
function counting() {
  let count = 0;
  return (size: number): Uint8Array => {
    const bytes = Buffer.concat(
      Array.from({ length: Math.ceil(size / 32) }, () => createHash('sha256').update(String(count++)).digest()),
    );
    return bytes.subarray(0, size);
  };
}

test('two runs with the same random source give the same keys, ciphertexts and signatures', () => {
  const [first, second] = [1, 2].map(() => {
    const kms = new LocalKms({ random: counting() });
    const { KeyId } = kms.call('CreateKey', {}, { as }).KeyMetadata!;
    const signing = kms.call('CreateKey', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }, { as }).KeyMetadata!;
    const Message = Buffer.from('message');
    return {
      KeyId,
      ciphertext: kms.call('Encrypt', { KeyId, Plaintext: Message }, { as }).CiphertextBlob,
      publicKey: kms.call('GetPublicKey', { KeyId: signing.KeyId }, { as }).PublicKey,
      signature: kms.call('Sign', { KeyId: signing.KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' }, { as })
        .Signature,
    };
  });
  expect(first).toEqual(second);
});
