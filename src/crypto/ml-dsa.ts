import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { KeyMaterial } from './key-material';
import { nobleMlDsa } from './noble';
import { perMaterial } from './per-material';
import { encodePostQuantumSeed, type MlDsaKeySpec } from './post-quantum-key';
import { systemRandom } from './random-source';
import type { Signer } from './signer';

/**
 * ML-DSA of FIPS 204 with an empty context, hedged as 3.4 of it has it. With RAW the representative of the message
 * (step 6 of 6.2) is made here; with EXTERNAL_MU the message is that representative. Signatures of both are alike.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/offline-operations.html#mldsa-offline-verification
 */
export const mlDsaSigner: Signer = {
  sign(material, message, messageType, random) {
    const { implementation, secretKey, native } = keysOf(material);
    if (messageType === 'RAW' && native !== undefined && random === systemRandom) return sign(null, message, native);
    const options = { extraEntropy: random(32) };
    return Buffer.from(
      messageType === 'EXTERNAL_MU'
        ? implementation.internal.sign(message, secretKey, { ...options, externalMu: true })
        : implementation.sign(message, secretKey, options),
    );
  },
  verify: (material, message, messageType, signature) =>
    verifyMlDsa(material.spec as MlDsaKeySpec, keysOf(material).publicKey, message, messageType, signature),
};

export function verifyMlDsa(
  spec: MlDsaKeySpec,
  publicKey: Uint8Array,
  message: Uint8Array,
  messageType: 'RAW' | 'DIGEST' | 'EXTERNAL_MU',
  signature: Uint8Array,
): boolean {
  const implementation = implementationOf(spec);
  // noble throws on another length of the public key, though not of the signature.
  if (publicKey.length !== implementation.lengths.publicKey) return false;
  return messageType === 'EXTERNAL_MU'
    ? implementation.internal.verify(signature, message, publicKey, { externalMu: true })
    : implementation.verify(signature, message, publicKey);
}

/** The encoded public key of FIPS 204, table 2. */
export const mlDsaPublicKey = (material: KeyMaterial): Uint8Array => keysOf(material).publicKey;

/** The seed expanded, which takes a few milliseconds. */
const keysOf = perMaterial(({ spec, secret }) => {
  const implementation = implementationOf(spec as MlDsaKeySpec);
  return { implementation, ...implementation.keygen(secret), native: nativeKey(spec as MlDsaKeySpec, secret) };
});

function implementationOf(spec: MlDsaKeySpec) {
  const { ml_dsa44, ml_dsa65, ml_dsa87 } = nobleMlDsa();
  return { ML_DSA_44: ml_dsa44, ML_DSA_65: ml_dsa65, ML_DSA_87: ml_dsa87 }[spec];
}

/**
 * Node 24 signs many times faster, but only RAW messages and only with randomness of its own. Node 22 reads such a key
 * where its OpenSSL does, yet knows no type for it and cannot sign.
 */
function nativeKey(spec: MlDsaKeySpec, seed: Uint8Array): KeyObject | undefined {
  try {
    const key = createPrivateKey({ key: encodePostQuantumSeed(spec, seed), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === undefined ? undefined : key;
  } catch {
    return undefined;
  }
}
