/** Arithmetic modulo a prime. It does not hide its running time: this is a KMS for tests, not one that faces attackers. */

export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** The extended Euclidean algorithm; `value` must not be a multiple of the modulus. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [divisor, remainder] = [modulus, modulo(value, modulus)];
  let [previous, current] = [0n, 1n];
  while (remainder !== 0n) {
    const quotient = divisor / remainder;
    [divisor, remainder] = [remainder, divisor - quotient * remainder];
    [previous, current] = [current, previous - quotient * current];
  }
  return modulo(previous, modulus);
}

/** Big-endian, unsigned. */
export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0
    ? 0n
    : BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`);
}

/** Big-endian, unsigned, in exactly `size` bytes. */
export function toBytes(value: bigint, size: number): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * size, '0'), 'hex');
}
