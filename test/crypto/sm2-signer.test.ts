import { derInteger, derSequence, readDerInteger, readDerSequence } from '../../src/crypto/der';
import { curveOf, multiplyBase } from '../../src/crypto/elliptic-curve';
import { generateKeyMaterial } from '../../src/crypto/key-material';
import { modulo, toBigInt, toBytes } from '../../src/crypto/modular';
import { publicKey } from '../../src/crypto/public-key';
import { sign, verify } from '../../src/crypto/sign';
import { describeOpenssl, openssl } from './openssl';

const material = generateKeyMaterial('SM2');
const message = Buffer.from('a receipt');
const ID = ['-sigopt', 'distid:1234567812345678'];

describeOpenssl('SM2DSA and the command openssl', () => {
  const files = {
    'public.der': publicKey(material),
    'private.der': Buffer.from(material.secret),
    message,
  };

  it('openssl verifies a signature over RAW with the default distinguishing ID', () => {
    const signature = sign(material, 'SM2DSA', message, 'RAW');
    const check = ['dgst', '-sm3', '-verify', 'public.der', '-keyform', 'DER', '-signature', 'signature'];
    expect(openssl([...check, ...ID, 'message'], { ...files, signature }).toString()).toContain('Verified OK');
    expect(() => openssl([...check, '-sigopt', 'distid:another', 'message'], { ...files, signature })).toThrow();
  });

  it('verifies a signature of openssl over RAW', () => {
    const make = ['dgst', '-sm3', '-sign', 'private.der', '-keyform', 'DER', ...ID, '-out', 'out', 'message'];
    expect(verify(material, 'SM2DSA', message, 'RAW', openssl(make, files))).toBe(true);
  });

  it('openssl verifies a signature over DIGEST', () => {
    const digest = Buffer.alloc(32, 9);
    const signature = sign(material, 'SM2DSA', digest, 'DIGEST');
    const check = ['pkeyutl', '-verify', '-pubin', '-inkey', 'public.der', '-keyform', 'DER', '-sigfile', 'signature'];
    const printed = openssl([...check, '-in', 'digest'], { ...files, digest, signature }).toString();
    expect(printed).toContain('Signature Verified Successfully');
  });
});

describe('SM2DSA', () => {
  const { order, size } = curveOf('SM2');

  it('takes no signature whose r and s add up to the order, as anybody could make those', () => {
    // GIVEN r and s that cancel the public key, and the digest that they fit, made without any key
    const s = 12345n;
    const r = order - s;
    const x = toBigInt(multiplyBase(curveOf('SM2'), s).subarray(1, 1 + size));
    const digest = toBytes(modulo(r - x, order), size);
    // THEN
    expect(verify(material, 'SM2DSA', digest, 'DIGEST', derSequence(derInteger(r), derInteger(s)))).toBe(false);
  });

  it('takes no integer out of range', () => {
    const [r, s] = readDerSequence(sign(material, 'SM2DSA', message, 'RAW'))!.map((part) => readDerInteger(part)!);
    const accepts = (...integers: bigint[]) =>
      verify(material, 'SM2DSA', message, 'RAW', derSequence(...integers.map(derInteger)));
    expect(accepts(r, s)).toBe(true);
    expect(accepts(r, s + order)).toBe(false);
    expect(accepts(r + order, s)).toBe(false);
    expect(accepts(r, s, 0n)).toBe(false);
  });

  it('makes a digest of the message that names the signer', () => {
    // GIVEN a signature of one key
    const signature = sign(material, 'SM2DSA', message, 'RAW');
    // THEN it is none of another key over the same message
    expect(verify(generateKeyMaterial('SM2'), 'SM2DSA', message, 'RAW', signature)).toBe(false);
  });
});
