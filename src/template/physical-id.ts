import { createHash } from 'node:crypto';

/** What a name is made from: the same resource of the same stack has the same name in every run. */
export interface NameSource {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly logicalId: string;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @param generation how many resources of that place there were before */
function hash({ account, region, stack, logicalId }: NameSource, generation: number): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([account, region, stack, logicalId, generation]))
    .digest();
}

/** A key id, which AWS draws at random, derived: a UUID, or `mrk-` and 32 digits. */
export function derivedKeyId(source: NameSource, generation: number, multiRegion: boolean): string {
  const bytes = hash(source, generation).subarray(0, 16);
  // RFC 9562, section 5.8: version 8 is for ids of vendors.
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return multiRegion ? `mrk-${hex}` : hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

/** Letters and digits as AWS puts them where it wants a name to be unique. */
export function derivedSuffix(source: NameSource, generation: number, length = 12): string {
  return [...hash(source, generation)]
    .slice(0, length)
    .map((byte) => BASE32[byte % 32])
    .join('');
}

/**
 * The name of a resource that the template does not name: stack, logical id and a suffix, with the first two shortened
 * until all fits. The shape is documented, how it is shortened is unverified.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
export function generatedName(source: NameSource, generation: number, maxLength: number): string {
  const suffix = derivedSuffix(source, generation);
  const room = maxLength - suffix.length - 2;
  const stack = source.stack.slice(0, Math.max(Math.ceil(room / 2), room - source.logicalId.length));
  return `${stack}-${source.logicalId.slice(0, room - stack.length)}-${suffix}`;
}
