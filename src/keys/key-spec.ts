import type { KeyUsageType } from '../spec/generated/types';
import { KEY_SPECS, type KeySpecFacts } from '../spec/key-specs';

/**
 * The cryptographic configuration of a key. It cannot be changed afterwards: CloudFormation fails the update.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
 */
export class KeySpec {
  /** AES-256-GCM; SM4 in China Regions. What AWS services encrypt with. */
  public static readonly SYMMETRIC_DEFAULT = new KeySpec('SYMMETRIC_DEFAULT');
  /** RSA, 2048 bits: encryption or signing. */
  public static readonly RSA_2048 = new KeySpec('RSA_2048');
  /** RSA, 3072 bits: encryption or signing. */
  public static readonly RSA_3072 = new KeySpec('RSA_3072');
  /** RSA, 4096 bits: encryption or signing. */
  public static readonly RSA_4096 = new KeySpec('RSA_4096');
  /** NIST P-256: signing (ECDSA) or key agreement (ECDH). */
  public static readonly ECC_NIST_P256 = new KeySpec('ECC_NIST_P256');
  /** NIST P-384: signing (ECDSA) or key agreement (ECDH). */
  public static readonly ECC_NIST_P384 = new KeySpec('ECC_NIST_P384');
  /** NIST P-521: signing (ECDSA) or key agreement (ECDH). */
  public static readonly ECC_NIST_P521 = new KeySpec('ECC_NIST_P521');
  /** secp256k1, the curve of cryptocurrencies: signing (ECDSA). */
  public static readonly ECC_SECG_P256K1 = new KeySpec('ECC_SECG_P256K1');
  /** Edwards25519: signing (Ed25519, Ed25519ph). */
  public static readonly ECC_NIST_EDWARDS25519 = new KeySpec('ECC_NIST_EDWARDS25519');
  /** HMAC with SHA-224. */
  public static readonly HMAC_224 = new KeySpec('HMAC_224');
  /** HMAC with SHA-256. */
  public static readonly HMAC_256 = new KeySpec('HMAC_256');
  /** HMAC with SHA-384. */
  public static readonly HMAC_384 = new KeySpec('HMAC_384');
  /** HMAC with SHA-512. */
  public static readonly HMAC_512 = new KeySpec('HMAC_512');
  /** ML-DSA-44: signing that withstands quantum computers. */
  public static readonly ML_DSA_44 = new KeySpec('ML_DSA_44');
  /** ML-DSA-65: signing that withstands quantum computers. */
  public static readonly ML_DSA_65 = new KeySpec('ML_DSA_65');
  /** ML-DSA-87: signing that withstands quantum computers. */
  public static readonly ML_DSA_87 = new KeySpec('ML_DSA_87');
  /** ML-KEM-512: key encapsulation that withstands quantum computers. */
  public static readonly ML_KEM_512 = new KeySpec('ML_KEM_512');
  /** ML-KEM-768: key encapsulation that withstands quantum computers. */
  public static readonly ML_KEM_768 = new KeySpec('ML_KEM_768');
  /** ML-KEM-1024: key encapsulation that withstands quantum computers. */
  public static readonly ML_KEM_1024 = new KeySpec('ML_KEM_1024');
  /** SM2, in China Regions only: encryption, signing or key agreement. */
  public static readonly SM2 = new KeySpec('SM2');

  /**
   * A key spec that this version of the library does not know yet. Nothing about it is checked while synthesizing.
   *
   * @param name as AWS KMS calls it, for example `RSA_4096`
   */
  public static of(name: string): KeySpec {
    return new KeySpec(name);
  }

  private constructor(
    /** The name, as AWS KMS calls it. */
    public readonly name: string,
  ) {}

  /**
   * Whether a key of this spec can be used so; undefined for a spec that is not known.
   *
   * @internal
   */
  public _allows(usage: KeyUsageType): boolean | undefined {
    const facts = factsOf(this.name);
    return facts && usage in facts.usages;
  }

  /**
   * The one usage that a key of this spec can have; undefined where there are several, or none is known.
   *
   * @internal
   */
  public _onlyUsage(): KeyUsageType | undefined {
    const usages = Object.keys(factsOf(this.name)?.usages ?? {});
    return usages.length === 1 ? (usages[0] as KeyUsageType) : undefined;
  }

  /** The name, as AWS KMS calls it. */
  public toString(): string {
    return this.name;
  }
}

function factsOf(name: string): KeySpecFacts | undefined {
  return (KEY_SPECS as Readonly<Record<string, KeySpecFacts | undefined>>)[name];
}

/** The specs that a key of this usage can have, for messages. */
export function specsFor(usage: KeyUsageType): string {
  const names = Object.entries(KEY_SPECS).filter(([, { usages }]) => usage in usages);
  return names.map(([name]) => `KeySpec.${name}`).join(', ');
}
