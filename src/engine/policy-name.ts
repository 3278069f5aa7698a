import { KmsError } from '../errors/kms-error';

/** A key has one policy, and its name is `default`. The code and the text for another name are from memory (unverified). */
export function onlyDefaultPolicy(name: string): void {
  if (name !== 'default') throw new KmsError('NotFoundException', 'No such policy exists');
}
