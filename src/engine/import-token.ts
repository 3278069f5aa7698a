import type { KeyMaterial } from '../crypto/key-material';
import type { RandomSource } from '../crypto/random-source';
import { decryptSymmetric, encryptSymmetric } from '../crypto/symmetric';
import type { AlgorithmSpec, WrappingKeySpec } from '../spec/generated/types';

/** What ImportKeyMaterial must know about the wrapping key that GetParametersForImport gave out. */
export interface ImportParameters {
  readonly keyArn: string;
  readonly algorithm: AlgorithmSpec;
  readonly wrappingKey: KeyMaterial;
  readonly validTo: number;
}

/**
 * Import tokens carry the wrapping key, encrypted for us alone: nothing has to be kept for imports that never come.
 * They last as long as the process.
 */
export class ImportTokens {
  private readonly key: KeyMaterial;

  constructor(private readonly random: RandomSource) {
    this.key = { spec: 'SYMMETRIC_DEFAULT', secret: random(32) };
  }

  create({ keyArn, algorithm, wrappingKey, validTo }: ImportParameters): Uint8Array {
    const secret = Buffer.from(wrappingKey.secret).toString('base64');
    const content = JSON.stringify([algorithm, wrappingKey.spec, validTo, secret]);
    return encryptSymmetric(this.key, Buffer.from(content), Buffer.from(keyArn), this.random);
  }

  /** @returns undefined for what is no token, or one of another key */
  read(token: Uint8Array, keyArn: string): ImportParameters | undefined {
    const content = decryptSymmetric(this.key, token, Buffer.from(keyArn));
    if (!content) return undefined;
    const [algorithm, spec, validTo, secret]: [AlgorithmSpec, WrappingKeySpec, number, string] = JSON.parse(
      content.toString(),
    );
    return { keyArn, algorithm, validTo, wrappingKey: { spec, secret: Buffer.from(secret, 'base64') } };
  }
}
