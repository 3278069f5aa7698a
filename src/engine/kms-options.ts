import type { RandomSource } from '../crypto/random-source';
import type { Store } from '../store/store';
import type { Clock, ClockAdvance } from './clock';
import type { OrganizationOptions } from './organization';

/** What would otherwise be random about a new key, for fixtures. */
export interface Pinned {
  /** The id that CreateKey gives the key: a UUID, or `mrk-` and 32 hexadecimal digits. @default - random */
  readonly keyId?: string;
  /**
   * The secret of the new key: the raw bytes of a symmetric or HMAC key, PKCS#8 in DER of an RSA, EC, Ed25519 or SM2 key,
   * the seed of an ML-DSA (32 bytes) or ML-KEM key (64 bytes). With the same key id it has the same key material id, so
   * that a ciphertext kept as a fixture decrypts in every run. @default - random
   */
  readonly material?: Uint8Array;
}

export interface KmsOptions {
  /** @default '111122223333', the account of AWS's documentation */
  readonly accountId?: string;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** @default - a new one, which shows the time of the machine */
  readonly clock?: Clock;
  /** @default - the random source of node:crypto */
  readonly random?: RandomSource;
  /** @default - in memory */
  readonly store?: Store;
  /** @default - no account is in an organization */
  readonly organization?: OrganizationOptions;
  /** Endpoint policies by the id of the VPC endpoint: they bind calls with that `aws:SourceVpce`. @default - none */
  readonly vpcEndpointPolicies?: Readonly<Record<string, string | object>>;
  /**
   * How long a new grant is effective with its token only: KMS takes "usually less than five minutes". Retiring and
   * revoking are effective at once all the same. @default - grants are effective at once
   */
  readonly grantDelay?: ClockAdvance;
  /**
   * How long a key stays Creating after ReplicateKey, Updating after UpdatePrimaryRegion, and at the material it had
   * after RotateKeyOnDemand: KMS takes "a few seconds". @default - it is done at once
   */
  readonly settlingDelay?: ClockAdvance;
  /**
   * Whether a key policy may name only users and roles that are known here, as AWS refuses those that do not exist. Of
   * use where all identities are known. @default false
   */
  readonly knownPrincipalsOnly?: boolean;
  /** How many events are kept; the oldest are forgotten first. @default 1000 */
  readonly maxEvents?: number;
}
