import { createHmac } from 'node:crypto';
import { generateMac, verifyMac } from '../../src/crypto/mac';
import { materialOf } from './materials';

const message = Buffer.from('a message');

describe.each([224, 256, 384, 512] as const)('HMAC_%i', (bits) => {
  const material = materialOf(`HMAC_${bits}`);
  const algorithm = `HMAC_SHA_${bits}` as const;

  it('is the HMAC of node:crypto', () => {
    const expected = createHmac(`sha${bits}`, material.secret).update(message).digest();
    expect(generateMac(material, algorithm, message).equals(expected)).toBe(true);
  });

  it('verifies its own MAC, and no other, shorter or longer one', () => {
    const mac = generateMac(material, algorithm, message);
    const changed = Buffer.from(mac);
    changed[0] ^= 1;
    expect(verifyMac(material, algorithm, message, mac)).toBe(true);
    expect(verifyMac(material, algorithm, Buffer.from('another message'), mac)).toBe(false);
    for (const wrong of [changed, mac.subarray(1), Buffer.concat([mac, mac]), Buffer.alloc(0)]) {
      expect(verifyMac(material, algorithm, message, wrong)).toBe(false);
    }
  });
});

describe('an algorithm of another key spec', () => {
  it('is refused', () => {
    expect(() => generateMac(materialOf('HMAC_224'), 'HMAC_SHA_256', message)).toThrow(
      'Algorithm HMAC_SHA_256 is incompatible with key spec HMAC_224.',
    );
    expect(verifyMac(materialOf('HMAC_224'), 'HMAC_SHA_256', message, Buffer.alloc(32))).toBe(false);
  });
});
