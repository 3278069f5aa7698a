import fc from 'fast-check';
import { MemoryStore } from '../../src/store/memory-store';
import type { AliasRecord } from '../../src/store/records';
import { regionGroup } from '../../src/store/tables';

const GROUP = regionGroup('111122223333', 'us-east-1');
const alias = (name: string, target?: string): AliasRecord => ({
  arn: `arn:${name}`,
  name,
  accountId: '111122223333',
  region: 'us-east-1',
  ...(target && { targetArn: target }),
});
const names = (store: MemoryStore, group = GROUP) => store.aliases.list(group).records.map(({ name }) => name);
const filled = (...all: string[]) => {
  const store = new MemoryStore();
  for (const name of all) store.aliases.put(alias(name));
  return store;
};

describe('records', () => {
  test('GIVEN a record with an id that is there THEN it takes the place of the other one', () => {
    const store = filled('a', 'b');
    store.aliases.put(alias('a', 'key'));
    expect(names(store)).toEqual(['a', 'b']);
    expect(store.aliases.get('arn:a')).toEqual(alias('a', 'key'));
    expect(store.aliases.count(GROUP)).toBe(2);
  });

  test('a record leaves the groups that it no longer belongs to', () => {
    const store = filled();
    store.aliases.put(alias('a', 'first'));
    store.aliases.put(alias('a', 'second'));
    expect([names(store, 'first'), names(store, 'second')]).toEqual([[], ['a']]);
  });

  test('deleting what is not there changes nothing', () => {
    const store = filled('a');
    store.aliases.delete('arn:b');
    expect(names(store)).toEqual(['a']);
  });
});

describe('pages', () => {
  test('GIVEN records come and go between two pages THEN every other one comes once', () => {
    const store = filled('a', 'b', 'c', 'd', 'e');
    const first = store.aliases.list(GROUP, { limit: 2 });
    store.aliases.delete('arn:b');
    store.aliases.delete('arn:c');
    store.aliases.put(alias('f'));
    store.aliases.put(alias('b'));
    const second = store.aliases.list(GROUP, { after: first.next, limit: 2 });
    const third = store.aliases.list(GROUP, { after: second.next, limit: 2 });
    expect([first, second, third].map(({ records }) => records.map(({ name }) => name))).toEqual([
      ['a', 'b'],
      ['d', 'e'],
      ['f', 'b'],
    ]);
    expect(third.next).toBeUndefined();
  });

  test('the last page is not followed by an empty one', () => {
    expect(filled('a', 'b').aliases.list(GROUP, { limit: 2 }).next).toBeUndefined();
  });

  test('a page is as fast in a large group as in a small one', () => {
    const time = (size: number) => {
      const store = filled(...Array.from({ length: size }, (_, n) => `n${n}`));
      const after = store.aliases.list(GROUP, { limit: size / 2 }).next;
      store.aliases.list(GROUP, { after, limit: 10 });
      const start = performance.now();
      for (let n = 0; n < 2000; n += 1) store.aliases.list(GROUP, { after, limit: 10 });
      return performance.now() - start;
    };
    expect(time(50_000)).toBeLessThan(20 * time(50) + 50);
  });
});

describe('transactions', () => {
  const boom = new Error('boom');

  test('GIVEN an error THEN everything is as it was, and the error comes out', () => {
    const store = filled('a', 'b', 'c');
    const work = () => {
      store.aliases.delete('arn:b');
      store.aliases.put(alias('a', 'key'));
      store.aliases.put(alias('d'));
      store.aliases.delete('arn:d');
      store.aliases.put(alias('b'));
      throw boom;
    };
    expect(() => store.transaction(work)).toThrow(boom);
    expect(names(store)).toEqual(['a', 'b', 'c']);
    expect(store.aliases.get('arn:a')).toEqual(alias('a'));
    expect(store.aliases.count('key')).toBe(0);
  });

  test('an inner transaction belongs to the outer one', () => {
    const store = filled('a');
    const work = () => {
      store.transaction(() => store.aliases.put(alias('b')));
      throw boom;
    };
    expect(() => store.transaction(work)).toThrow(boom);
    expect(names(store)).toEqual(['a']);
  });

  test('GIVEN no error THEN the changes stay, and the answer comes out', () => {
    const store = filled('a');
    expect(store.transaction(() => store.aliases.count(GROUP))).toBe(1);
    store.transaction(() => store.aliases.put(alias('b')));
    expect(names(store)).toEqual(['a', 'b']);
  });

  test('GIVEN any changes WHEN they are rolled back THEN no list, page or look-up tells them', () => {
    const name = fc.constantFrom(...'abcdefgh');
    const change = fc.oneof(
      fc.record({ put: name, target: fc.constantFrom(undefined, 'x', 'y') }),
      fc.record({ delete: name }),
    );
    const apply = (store: MemoryStore, changes: { put?: string; delete?: string; target?: string }[]) => {
      for (const { put, delete: gone, target } of changes) {
        if (put) store.aliases.put(alias(put, target));
        else store.aliases.delete(`arn:${gone}`);
      }
    };
    const state = (store: MemoryStore) => [
      ...[GROUP, 'x', 'y'].map((group) => [store.aliases.list(group), store.aliases.list(group, { limit: 2 })]),
      [...'abcdefgh'].map((one) => store.aliases.get(`arn:${one}`)),
    ];
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), fc.array(change, { maxLength: 60 }), (kept, undone) => {
        const store = new MemoryStore();
        apply(store, kept);
        const before = state(store);
        const work = () => {
          apply(store, undone);
          throw boom;
        };
        expect(() => store.transaction(work)).toThrow(boom);
        expect(state(store)).toEqual(before);
      }),
    );
  });
});
