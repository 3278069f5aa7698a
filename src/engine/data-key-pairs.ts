import { generateKeyPair, generateKeyPairAsync, type KeyPair } from '../crypto/key-pair';
import type { RandomSource } from '../crypto/random-source';
import type { DataKeyPairSpec } from '../spec/generated/types';
import { MaterialPending, type Materials } from './materials';

/**
 * Makes data key pairs, each for one caller. RSA takes up to seconds: where the caller can wait, the pair is made off
 * the event loop, and the call is made again when it is there.
 */
export class DataKeyPairs {
  private readonly made = new Map<DataKeyPairSpec, KeyPair[]>();

  constructor(
    private readonly materials: Materials,
    private readonly random: RandomSource,
  ) {}

  take(spec: DataKeyPairSpec): KeyPair {
    if (!spec.startsWith('RSA_') || !this.materials.mayWait) return generateKeyPair(spec, this.random);
    const pair = this.made.get(spec)?.shift();
    if (!pair) throw new MaterialPending(this.make(spec));
    return pair;
  }

  private async make(spec: DataKeyPairSpec): Promise<void> {
    const pair = await generateKeyPairAsync(spec);
    this.made.set(spec, [...(this.made.get(spec) ?? []), pair]);
  }
}
