import type { MessageType } from '../spec/generated/types';
import type { KeyMaterial } from './key-material';
import type { RandomSource } from './random-source';

/** How one signing algorithm signs. Whoever calls it has checked that the key, the message type and its length fit. */
export interface Signer {
  sign(material: KeyMaterial, message: Uint8Array, messageType: MessageType, random: RandomSource): Buffer;
  /** @returns false for whatever is not a signature; it never throws */
  verify(material: KeyMaterial, message: Uint8Array, messageType: MessageType, signature: Uint8Array): boolean;
}
