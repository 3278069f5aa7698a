import { createCipheriv, createDecipheriv } from 'node:crypto';

/** The alternative initial value of RFC 5649, section 3, without the length that OpenSSL adds. */
const INITIAL_VALUE = Buffer.from('a65959a6', 'hex');

const algorithmFor = (wrappingKey: Uint8Array): string => `id-aes${wrappingKey.length * 8}-wrap-pad`;

/**
 * AES key wrap with padding of RFC 5649.
 *
 * @param wrappingKey 16, 24 or 32 bytes
 * @param key one byte at least
 */
export function wrapKey(wrappingKey: Uint8Array, key: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithmFor(wrappingKey), wrappingKey, INITIAL_VALUE);
  return Buffer.concat([cipher.update(key), cipher.final()]);
}

/** @returns undefined when the wrapping key is not that of this wrapped key, or is no AES key */
export function unwrapKey(wrappingKey: Uint8Array, wrapped: Uint8Array): Buffer | undefined {
  // OpenSSL unwraps nothing to nothing; the shortest result of RFC 5649 is two blocks.
  if (wrapped.length < 16) return undefined;
  try {
    const decipher = createDecipheriv(algorithmFor(wrappingKey), wrappingKey, INITIAL_VALUE);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return undefined;
  }
}
