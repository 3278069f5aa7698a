import { TemplateError } from '../template-error';
import type { Intrinsic } from './evaluator';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html */
export const cidr: Intrinsic = (argument, evaluator) => {
  if (!Array.isArray(argument) || argument.length < 2 || argument.length > 3) {
    throw new TemplateError('write [address block, count, bits of a subnet]; the last may be left out for 8.');
  }
  const [block, count, bits] = [...argument, 8].map((part) => evaluator.string(part, 'an argument'));
  return subnets(parseBlock(block), between(count, 1, 256, 'count'), between(bits, 1, 128, 'number of bits'));
};

interface Block {
  readonly address: bigint;
  readonly prefix: number;
  readonly width: 32 | 128;
}

function subnets({ address, prefix, width }: Block, count: number, bits: number): string[] {
  const size = 1n << BigInt(bits);
  if (width - bits < prefix || BigInt(count) * size > 1n << BigInt(width - prefix)) {
    throw new TemplateError(`${count} subnets of ${bits} bits do not fit into a block with a prefix of ${prefix}.`);
  }
  const first = (address >> BigInt(width - prefix)) << BigInt(width - prefix);
  return Array.from({ length: count }, (_, index) => `${format(first + BigInt(index) * size, width)}/${width - bits}`);
}

function between(text: string, least: number, most: number, what: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TemplateError(`the ${what} must be a whole number from ${least} to ${most}, not ${text}.`);
}

function parseBlock(text: string): Block {
  const [address, prefix] = text.split('/');
  const width = address.includes(':') ? 128 : 32;
  return {
    address: width === 32 ? parseV4(address, text) : parseV6(address, text),
    prefix: between(prefix ?? '', 0, width, 'prefix'),
    width,
  };
}

function parseV4(address: string, block: string): bigint {
  const bytes = address.split('.').map((part) => (/^\d{1,3}$/.test(part) && Number(part) < 256 ? BigInt(part) : -1n));
  if (bytes.length !== 4 || bytes.includes(-1n)) throw notABlock(block);
  return bytes.reduce((sum, byte) => (sum << 8n) | byte, 0n);
}

function parseV6(address: string, block: string): bigint {
  const halves = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - halves.flat().length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) throw notABlock(block);
  const groups = halves.length === 2 ? [...halves[0], ...Array(missing).fill('0'), ...halves[1]] : halves[0];
  return groups.reduce((sum, group) => {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) throw notABlock(block);
    return (sum << 16n) | BigInt(`0x${group}`);
  }, 0n);
}

const notABlock = (text: string) =>
  new TemplateError(`${text} is no address block: write for example 10.0.0.0/16 or 2001:db8::/56.`);

function format(address: bigint, width: 32 | 128): string {
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  return compress(groups.join(':'));
}

/** RFC 5952: the longest run of zero groups becomes `::`. */
function compress(address: string): string {
  const longest = [...address.matchAll(/\b0(?::0)+\b/g)].reduce<RegExpMatchArray | undefined>(
    (best, run) => (best && best[0].length >= run[0].length ? best : run),
    undefined,
  );
  if (!longest) return address;
  const before = address.slice(0, longest.index).replace(/:$/, '');
  const after = address.slice(longest.index! + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
