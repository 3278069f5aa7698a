import { BlockList, isIP } from 'node:net';

type Ranges = { check(address: string): boolean } | { readonly refused: string };

const PREFIX = /^\d{1,3}$/;

/** IPv4 and IPv6, each with or without a prefix length; without one, the single address. */
export function ipRanges(values: readonly string[]): Ranges {
  const list = new BlockList();
  for (const value of values) {
    const [address, prefix, ...more] = value.split('/');
    const family = isIP(address);
    const longest = family === 4 ? 32 : 128;
    const length = prefix === undefined ? longest : PREFIX.test(prefix) ? Number(prefix) : Number.NaN;
    if (family === 0 || more.length > 0 || !(length <= longest)) return { refused: value };
    list.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  }
  return {
    check(address) {
      const family = isIP(address);
      return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
    },
  };
}
