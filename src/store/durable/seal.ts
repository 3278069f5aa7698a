import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** About a tenth of a second: a passphrase is guessed slowly. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 } as const;

/** Encrypts and authenticates values under a passphrase, or under the content of a key file. */
export class Seal {
  private readonly key: Uint8Array;

  constructor(passphrase: string | Uint8Array, salt: Uint8Array) {
    this.key = scryptSync(passphrase, salt, 32, SCRYPT);
  }

  /** @param place where the value belongs: it can be opened nowhere else. */
  close(value: Uint8Array, place: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(place));
    const text = Buffer.concat([cipher.update(value), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]);
  }

  /** @throws Error when it was closed under another passphrase or for another place, or was changed since. */
  open(sealed: Uint8Array, place: string): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  }
}
