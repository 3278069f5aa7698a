import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { RandomSource } from '../crypto/random-source';
import type { Session } from './session';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Session tokens carry their session, encrypted and authenticated under the seed: nothing has to be remembered, and a
 * token outlives a restart of the server.
 */
export class SessionTokens {
  private readonly key: Uint8Array;

  constructor(
    seed: Uint8Array,
    private readonly random: RandomSource,
  ) {
    this.key = new Uint8Array(hkdfSync('sha256', seed, '', 'cdk-keysmith session token', 32));
  }

  seal(session: Session): string {
    const nonce = this.random(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    const text = Buffer.concat([cipher.update(JSON.stringify(session), 'utf8'), cipher.final()]);
    return Buffer.concat([[VERSION], nonce, cipher.getAuthTag(), text].map((part) => Buffer.from(part))).toString(
      'base64',
    );
  }

  /** Gives nothing for a token that was not sealed under this seed. */
  open(token: string): Session | undefined {
    const bytes = Buffer.from(token, 'base64');
    const start = 1 + NONCE_BYTES + TAG_BYTES;
    if (bytes.length <= start || bytes[0] !== VERSION) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(1, 1 + NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(1 + NONCE_BYTES, start));
    try {
      return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString('utf8'));
    } catch {
      return undefined;
    }
  }
}
