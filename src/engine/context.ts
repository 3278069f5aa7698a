import type { KeyMaterial } from '../crypto/key-material';
import { publicKey } from '../crypto/public-key';
import { keyErrors } from '../errors/key-errors';
import type { OperationName } from '../spec/generated/operations';
import type { KeyUsageType } from '../spec/generated/types';
import type { KeyAlgorithm } from '../spec/key-specs';
import { KEY_SPECS } from '../spec/key-specs';
import type { KeyRecord } from '../store/records';
import type { Store } from '../store/store';
import { type Asker, authorize, type Question } from './authorize';
import type { Caller } from './caller';
import { documents } from './documented-errors';
import { checkGrantTokens } from './grant-token';
import { kmsArn } from './key-identifier';
import { checkKeyState } from './key-state';
import type { Kms } from './kms';
import type { Pinned } from './kms-options';
import type { PolicyCache } from './policy-cache';
import { resolveKey } from './resolve-key';

/** What an operation asks of one key. */
export interface KeyRequest {
  /** @default - the action of the operation */
  readonly action?: string;
  /** The usage that the key must have. @default - any */
  readonly usage?: KeyUsageType;
  /** The algorithm that the spec of the key must know. @default - any */
  readonly algorithm?: KeyAlgorithm;
  /** The encryption context that conditions and grants see. @default - the EncryptionContext of the input */
  readonly encryptionContext?: Readonly<Record<string, string>>;
  /** Members of the input that conditions see otherwise than they stand there, as for the two sides of ReEncrypt. */
  readonly conditionInput?: Readonly<Record<string, unknown>>;
}

/** One call: who asks for what, and the order in which KMS looks at it. */
export class Context implements Asker {
  readonly store: Store;
  readonly policies: PolicyCache;
  /** ARNs of the keys and aliases on which access was asked so far. */
  readonly resources: string[] = [];

  constructor(
    readonly kms: Kms,
    readonly operation: OperationName,
    readonly input: Readonly<Record<string, unknown>>,
    readonly caller: Caller,
    /** The moment of the call, in milliseconds since the epoch. */
    readonly now: number,
    readonly pinned: Pinned = {},
  ) {
    this.store = kms.store;
    this.policies = kms.policies;
  }

  /** The same call in another Region, where an operation on multi-Region keys needs more permissions. */
  inRegion(region: string): Context {
    return new Context(this.kms, this.operation, this.input, { ...this.caller, region }, this.now);
  }

  /** The ARN of a resource of the caller's account in the Region of the call. */
  arn(resource: string): string {
    return kmsArn(this.caller.region, this.caller.accountId, resource);
  }

  /**
   * The order of checks on a key, written down once. `Kms.run` does the steps before and after.
   *
   * 1. Serialization, then the input rules: recorded, a malformed request is refused whatever key it names.
   * 2. Identifier: recorded, a missing or malformed key is NotFoundException for a caller who may do everything; that it
   *    comes before access for others too is unverified.
   * 3. Access: that a caller without permission is denied whatever the state of the key is unverified.
   * 4. State: recorded, a disabled or pending key answers with its state; documented by the page of the key states.
   * 5. Usage: recorded for keys that are enabled; that it is judged after the state is unverified.
   * 6. Algorithm: recorded for keys of the right usage, so it comes after that.
   * 7. Work.
   * 8. DryRun: documented, it answers what the call would have answered; so it comes last.
   */
  key(id: string, request: KeyRequest = {}): KeyRecord {
    const { key, aliasName } = resolveKey(this, id);
    return this.check(key, { ...request, ...(aliasName && { requestAlias: aliasName }) });
  }

  /** The same for a key that the caller did not name, or that is not there: then nobody is told that it is not. */
  check(
    key: KeyRecord | undefined,
    request: KeyRequest & Pick<Question, 'grants' | 'hidden' | 'requestAlias'>,
  ): KeyRecord {
    this.authorizeKey(key, request);
    const checked = key!;
    checkKeyState(this.operation, checked, this.now);
    const { usage, algorithm } = request;
    if (usage !== undefined && checked.keyUsage !== usage) {
      throw keyErrors.usageNotValid(checked.arn, checked.keyUsage, this.operation);
    }
    if (algorithm !== undefined && !KEY_SPECS[checked.keySpec].usages[checked.keyUsage]?.includes(algorithm)) {
      throw keyErrors.algorithmNotValid(algorithm, checked.keySpec);
    }
    return checked;
  }

  /** Asks policies and grants for an action on a key that is known already. */
  authorizeKey(key: KeyRecord | undefined, request: Omit<Question, 'key' | 'resource'> = {}): void {
    const tokens = this.input.GrantTokens as string[] | undefined;
    // DescribeKey takes tokens and documents no error for one that is none (unverified: that it is then ignored).
    if (tokens && documents(this.operation, 'InvalidGrantTokenException')) checkGrantTokens(tokens);
    authorize(this, { ...request, key, resource: key?.arn ?? '*' });
  }

  /** Asks IAM for an action on a resource that has no key policy: `*`, or an alias. */
  authorize(resource = '*', action?: string): void {
    authorize(this, { resource, action });
  }

  /** The material with which the key encrypts, signs, ... today. RSA material that is not there yet is made now, or waited for. */
  material(key: KeyRecord): KeyMaterial {
    const material = key.currentMaterialId && this.kms.materials.find(key, key.currentMaterialId);
    // Recorded for keys whose material is to be imported; other keys always have theirs.
    if (!material) throw keyErrors.invalidState(key.arn, 'pending import');
    return material;
  }

  /** DER SPKI. That of an imported key outlives its private key. */
  publicKey(key: KeyRecord): Uint8Array {
    const current = key.materials.find(({ id }) => id === key.currentMaterialId);
    return current?.publicKey ?? publicKey(this.material(key));
  }
}
