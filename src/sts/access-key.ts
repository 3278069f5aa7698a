import { createHash, createHmac } from 'node:crypto';

/** What a client is configured with. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * The access key of a role or user. It follows from the ARN and the seed, so that nobody has to keep it; whoever does
 * not know the seed knows the id but not the secret.
 */
export function accessKeyOf(arn: string, seed: Uint8Array): AccessKey {
  const accessKeyId = `AKIA${base32(createHash('sha256').update(arn).digest(), 16)}`;
  return { accessKeyId, secretAccessKey: secretOf(accessKeyId, seed) };
}

/** 40 characters, as those of AWS. */
export function secretOf(accessKeyId: string, seed: Uint8Array): string {
  return createHmac('sha256', seed).update(`secret of ${accessKeyId}`).digest('base64').slice(0, 40);
}

/** The id of a temporary access key. */
export function temporaryKeyId(random: Uint8Array): string {
  return `ASIA${base32(random, 16)}`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(bytes: Uint8Array, length: number): string {
  return Array.from(bytes.subarray(0, length), (byte) => ALPHABET[byte & 31]).join('');
}
