import type { Grant } from './grant';

type Width = Pick<Grant, 'operations' | 'constraints'>;

/**
 * Whether a grant made through another is no wider than it: operations among those of its parent, constraints at
 * least as strict. Subset may become Equals or grow; Equals may not change.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html#grant-creategrant
 */
export function isWithin(child: Width | undefined, parent: Width): boolean {
  if (child === undefined) return true;
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn } = parent.constraints ?? {};
  const own = child.constraints ?? {};
  if (!child.operations.every((operation) => parent.operations.includes(operation))) return false;
  if (SourceArn !== undefined && own.SourceArn !== SourceArn) return false;
  if (
    equals &&
    !(
      own.EncryptionContextEquals &&
      includes(own.EncryptionContextEquals, equals) &&
      includes(equals, own.EncryptionContextEquals)
    )
  ) {
    return false;
  }
  return !subset || includes(own.EncryptionContextEquals ?? own.EncryptionContextSubset ?? {}, subset);
}

function includes(pairs: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => pairs[name] === value);
}
