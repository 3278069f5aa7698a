import { createHash } from 'node:crypto';
import { DerTag, der, derInteger, derSequence, readDerInteger, readDerSequence } from './der';
import { curveOf, multiplyBase, randomScalar } from './elliptic-curve';
import type { KeyMaterial } from './key-material';
import { toBigInt, toBytes } from './modular';
import { privateScalarOf } from './private-scalar';
import { systemRandom } from './random-source';
import { multiplySm2Point, SM2_CURVE } from './sm2-curve';

const { size } = SM2_CURVE;

/** SM2PKE of GM/T 0003.4, 6.1, in the ASN.1 form of GM/T 0009 that KMS takes: x, y, SM3 digest, encrypted bytes. */
export function encryptSm2(material: KeyMaterial, plaintext: Uint8Array): Buffer {
  const curve = curveOf(material.spec);
  for (;;) {
    const k = randomScalar(curve, systemRandom);
    // Whoever holds d has k P as (k d) G.
    const shared = multiplyBase(curve, (k * privateScalarOf(material)) % curve.order).subarray(1);
    const keyStream = deriveKeyStream(shared, plaintext.length);
    // Step A5: such a key stream would leave the plaintext as it is. For a single byte that is one in 256.
    if (plaintext.length > 0 && keyStream.every((byte) => byte === 0)) continue;
    const ephemeral = multiplyBase(curve, k).subarray(1);
    return derSequence(
      derInteger(toBigInt(ephemeral.subarray(0, size))),
      derInteger(toBigInt(ephemeral.subarray(size))),
      der(DerTag.OCTET_STRING, digestOf(shared, plaintext)),
      der(DerTag.OCTET_STRING, xor(plaintext, keyStream)),
    );
  }
}

/** GM/T 0003.4, 7.1. */
export function decryptSm2(material: KeyMaterial, ciphertext: Uint8Array): Buffer | undefined {
  const elements = readDerSequence(ciphertext) ?? [];
  const [first, second, digest, encrypted] = elements;
  const [x, y] = [readDerInteger(first), readDerInteger(second)];
  if (elements.length !== 4 || x === undefined || y === undefined) return undefined;
  if (digest.tag !== DerTag.OCTET_STRING || encrypted.tag !== DerTag.OCTET_STRING) return undefined;
  const point = Buffer.concat([Buffer.from([4]), toBytes(x, size), toBytes(y, size)]);
  const shared = multiplySm2Point(point, privateScalarOf(material));
  if (shared === undefined) return undefined;
  const plaintext = xor(encrypted.content, deriveKeyStream(shared, encrypted.content.length));
  return digestOf(shared, plaintext).equals(digest.content) ? plaintext : undefined;
}

/** C3 of GM/T 0003.4: SM3 over x2, the plaintext and y2. */
const digestOf = (shared: Buffer, plaintext: Uint8Array): Buffer =>
  createHash('sm3').update(shared.subarray(0, size)).update(plaintext).update(shared.subarray(size)).digest();

/** The key derivation of GM/T 0003.4, 5.4.3. */
function deriveKeyStream(shared: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  const counter = Buffer.alloc(4);
  for (let block = 1; blocks.length * 32 < length; block++) {
    counter.writeUInt32BE(block);
    blocks.push(createHash('sm3').update(shared).update(counter).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

const xor = (bytes: Uint8Array, keyStream: Uint8Array): Buffer =>
  Buffer.from(bytes.map((byte, index) => byte ^ keyStream[index]));
