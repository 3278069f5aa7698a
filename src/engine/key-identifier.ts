import { keyErrors } from '../errors/key-errors';

/** A key as a caller named it, brought into one of two forms. */
export type KeyIdentifier =
  | { readonly kind: 'key'; readonly arn: string }
  | { readonly kind: 'alias'; readonly arn: string };

const ARN = /^arn:(aws[a-z0-9-]*):kms:([a-z0-9-]+):(\d{12}):(key|alias)\/(.+)$/;
const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;

/**
 * Reads a key id, key ARN, alias name or alias ARN.
 *
 * @throws NotFoundException in AWS's recorded words for each malformed form.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
export function parseKeyIdentifier(id: string, accountId: string, region: string): KeyIdentifier {
  if (id.startsWith('alias/')) return { kind: 'alias', arn: kmsArn(region, accountId, id) };
  if (!id.startsWith('arn:')) {
    if (!KEY_ID.test(id)) throw keyErrors.invalidKeyId(id);
    return { kind: 'key', arn: kmsArn(region, accountId, `key/${id}`) };
  }
  const [, , arnRegion, , kind, name] = ARN.exec(id) ?? [];
  if (kind === undefined) throw keyErrors.invalidArn(id);
  if (arnRegion !== region) throw keyErrors.invalidArn(arnRegion);
  if (kind === 'key' && !KEY_ID.test(name)) throw keyErrors.invalidKeyId(name);
  return { kind: kind as 'key' | 'alias', arn: id };
}

/** The partition follows from the Region. */
export function kmsArn(region: string, accountId: string, resource: string): string {
  return `arn:${partition(region)}:kms:${region}:${accountId}:${resource}`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}
