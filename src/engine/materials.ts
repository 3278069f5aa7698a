import { createHash } from 'node:crypto';
import { generateKeyMaterial, generateKeyMaterialAsync, type KeyMaterial } from '../crypto/key-material';
import { pinnedKeyMaterial } from '../crypto/pinned-key-material';
import type { RandomSource } from '../crypto/random-source';
import type { KeyRecord, MaterialRecord } from '../store/records';
import type { Store } from '../store/store';
import { secretRecordId } from '../store/tables';

/** Thrown through an operation whose material is still being made; the asynchronous door waits and asks again. */
export class MaterialPending extends Error {
  constructor(readonly ready: Promise<void>) {
    super('The key material is still being generated.');
  }
}

const isSlow = (keySpec: string) => keySpec.startsWith('RSA_');

/** Makes and finds key material. RSA takes up to seconds: it is made off the event loop where the caller can wait. */
export class Materials {
  private readonly loaded = new WeakMap<Uint8Array, KeyMaterial>();
  private readonly pending = new Map<string, Promise<void>>();
  /** Set while the asynchronous door runs an operation. */
  mayWait = false;

  constructor(
    private readonly store: Store,
    private readonly random: RandomSource,
  ) {}

  /** A new material for a key; its secret is made at once, or, where that is slow, when somebody can wait or must. */
  create(keyArn: string, keySpec: KeyRecord['keySpec']): MaterialRecord {
    const id = Buffer.from(this.random(32)).toString('hex');
    if (!isSlow(keySpec)) this.make(keyArn, keySpec, id);
    else if (this.mayWait) this.begin(keyArn, keySpec, id);
    return { id };
  }

  /** Takes a secret as that of a new key. @throws TypeError when it is none of the key's spec */
  pin({ arn, keyId, keySpec }: KeyRecord, secret: Uint8Array): MaterialRecord {
    const material = pinnedKeyMaterial(keySpec, secret);
    if (!material) {
      throw new TypeError(
        `The pinned material is no key of spec ${keySpec}: give its raw bytes, its PKCS#8 or its seed.`,
      );
    }
    const id = createHash('sha256').update(keyId).update(material.secret).digest('hex');
    this.store.secrets.put({ keyArn: arn, materialId: id, secret: material.secret });
    return { id };
  }

  /** The material of a key with an id; `undefined` where it was imported and is gone. */
  find({ arn, keySpec, origin }: KeyRecord, id: string): KeyMaterial | undefined {
    const secret = this.store.secrets.get(secretRecordId(arn, id))?.secret;
    if (secret) return this.load(keySpec, secret);
    if (origin !== 'AWS_KMS') return undefined;
    if (this.mayWait) throw new MaterialPending(this.begin(arn, keySpec, id));
    return this.load(keySpec, this.make(arn, keySpec, id));
  }

  /** Keeps one object for a secret, so that what is derived from it is derived once. */
  private load(spec: KeyRecord['keySpec'], secret: Uint8Array): KeyMaterial {
    let material = this.loaded.get(secret);
    if (!material) {
      material = { spec, secret };
      this.loaded.set(secret, material);
    }
    return material;
  }

  private make(keyArn: string, keySpec: KeyRecord['keySpec'], materialId: string): Uint8Array {
    const { secret } = generateKeyMaterial(keySpec, this.random);
    this.store.secrets.put({ keyArn, materialId, secret });
    return secret;
  }

  private begin(keyArn: string, keySpec: KeyRecord['keySpec'], materialId: string): Promise<void> {
    let made = this.pending.get(materialId);
    if (!made) {
      made = generateKeyMaterialAsync(keySpec)
        .then(({ secret }) => this.keepFirst(keyArn, materialId, secret))
        .finally(() => this.pending.delete(materialId));
      this.pending.set(materialId, made);
    }
    return made;
  }

  /** The synchronous door may have made it meanwhile, or the key may be gone. */
  private keepFirst(keyArn: string, materialId: string, secret: Uint8Array): void {
    const { secrets, keys } = this.store;
    if (!keys.get(keyArn) || secrets.get(secretRecordId(keyArn, materialId))) return;
    this.store.transaction(() => secrets.put({ keyArn, materialId, secret }));
  }
}
