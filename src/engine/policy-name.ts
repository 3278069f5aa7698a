import { KmsError } from '../errors/kms-error';

/** A key has one policy, and this is its name. */
export const POLICY_NAME = 'default';

/** The code and the text for another name are from memory (unverified). @throws NotFoundException */
export function onlyDefaultPolicy(name: string): void {
  if (name !== POLICY_NAME) throw new KmsError('NotFoundException', 'No such policy exists');
}
