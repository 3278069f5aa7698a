import { type SingleUse, USES } from './actions';
import { usersActions } from './key-actions';
import type { KeyTraits } from './key-traits';

/**
 * What a grantee may do with a key, in terms of its purpose. Which actions that means depends on the kind of the key:
 * encryption with a symmetric key includes data keys, encryption with an RSA key the reading of its public key. Every
 * use includes `kms:DescribeKey`.
 *
 * A use that the key cannot have, such as signing with a symmetric key, is refused while synthesizing.
 */
export class KeyUse {
  /** Encrypt, re-encrypt to this key and make data keys (symmetric); encrypt and read the public key (asymmetric). */
  public static readonly ENCRYPT = new KeyUse('ENCRYPT', ['ENCRYPT']);
  /** Decrypt, and re-encrypt from this key. */
  public static readonly DECRYPT = new KeyUse('DECRYPT', ['DECRYPT']);
  /** Both directions. */
  public static readonly ENCRYPT_DECRYPT = new KeyUse('ENCRYPT_DECRYPT', ['ENCRYPT', 'DECRYPT']);
  /** Sign, and read the public key. */
  public static readonly SIGN = new KeyUse('SIGN', ['SIGN']);
  /** Verify signatures, and read the public key so as to do it anywhere. */
  public static readonly VERIFY = new KeyUse('VERIFY', ['VERIFY']);
  /** Sign and verify. */
  public static readonly SIGN_VERIFY = new KeyUse('SIGN_VERIFY', ['SIGN', 'VERIFY']);
  /** Make message authentication codes. */
  public static readonly GENERATE_MAC = new KeyUse('GENERATE_MAC', ['GENERATE_MAC']);
  /** Verify message authentication codes. */
  public static readonly VERIFY_MAC = new KeyUse('VERIFY_MAC', ['VERIFY_MAC']);
  /** Make and verify message authentication codes. */
  public static readonly GENERATE_VERIFY_MAC = new KeyUse('GENERATE_VERIFY_MAC', ['GENERATE_MAC', 'VERIFY_MAC']);
  /** Derive a shared secret with somebody else's public key, and read one's own. */
  public static readonly DERIVE_SHARED_SECRET = new KeyUse('DERIVE_SHARED_SECRET', ['DERIVE_SHARED_SECRET']);
  /** Make a shared secret and its encapsulation. */
  public static readonly ENCAPSULATE = new KeyUse('ENCAPSULATE', ['ENCAPSULATE']);
  /** Recover the shared secret from its encapsulation. */
  public static readonly DECAPSULATE = new KeyUse('DECAPSULATE', ['DECAPSULATE']);
  /** Both halves of the encapsulation. */
  public static readonly ENCAPSULATE_DECAPSULATE = new KeyUse('ENCAPSULATE_DECAPSULATE', [
    'ENCAPSULATE',
    'DECAPSULATE',
  ]);
  /** Read the public key of an asymmetric key, and nothing else. */
  public static readonly READ_PUBLIC_KEY = new KeyUse('READ_PUBLIC_KEY', ['READ_PUBLIC_KEY']);
  /** Everything that this kind of key can do: what `users` may. */
  public static readonly ALL = new KeyUse('ALL');

  private constructor(
    /** The name, as of the constant. */
    public readonly name: string,
    private readonly parts?: readonly SingleUse[],
  ) {}

  /**
   * The actions of this use on a key of these traits; none where such a key cannot be used so.
   *
   * @internal
   */
  public _actions(traits: KeyTraits): string[] {
    const { parts } = this;
    if (!parts) return usersActions(traits);
    const uses = USES[traits.kind];
    if (!parts.every((part) => part in uses)) return [];
    const wanted = new Set<string>(parts.flatMap((part) => uses[part] ?? []));
    return usersActions(traits).filter((action) => wanted.has(action));
  }

  /** The name, as of the constant. */
  public toString(): string {
    return this.name;
  }
}

/** The uses that a key of this kind can have, for messages. */
export function possibleUses({ kind }: Pick<KeyTraits, 'kind'>): string {
  return [...Object.keys(USES[kind]), 'ALL'].map((name) => `KeyUse.${name}`).join(', ');
}
