import type { RandomSource } from '../crypto/random-source';
import { grantErrors } from '../errors/grant-errors';

/*
 * The format is ours: 'K' 'S' 'G' version 1, grant id, 32 random bytes; in base64url. It tells what was never a token
 * from the token of a grant that is gone, which merely allows nothing any more (unverified: that KMS does so, too).
 */
const MAGIC = Buffer.from('KSG\x01', 'latin1');
const SIZE = MAGIC.length + 32 + 32;

/** Each CreateGrant call gives out a new one. */
export function newGrantToken(grantId: string, random: RandomSource): string {
  return Buffer.concat([MAGIC, Buffer.from(grantId, 'hex'), random(32)]).toString('base64url');
}

/** @throws InvalidGrantTokenException for what CreateGrant cannot have returned. */
export function checkGrantToken(token: string): void {
  const bytes = Buffer.from(token, 'base64url');
  const isToken = bytes.length === SIZE && bytes.subarray(0, MAGIC.length).equals(MAGIC);
  if (!isToken) throw grantErrors.invalidToken();
}

/** The tokens that a request brings. */
export function checkGrantTokens(tokens: readonly string[]): void {
  tokens.forEach(checkGrantToken);
}
