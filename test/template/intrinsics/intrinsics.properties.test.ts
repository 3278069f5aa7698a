import fc from 'fast-check';
import { isTrue } from '../../../src/template/intrinsics/condition-functions';
import { TemplateError } from '../../../src/template/template-error';
import { evaluatorOf } from './scope';

const text = fc.string({ maxLength: 20 });
const list = fc.array(text, { minLength: 1, maxLength: 8 });
const delimiter = fc.string({ minLength: 1, maxLength: 3 });
const evaluator = evaluatorOf({ refs: { A: 'a' }, conditions: { T: true, F: false } });
const value = (template: unknown) => evaluator.value(template);

describe('for all values', () => {
  test('Split takes apart what Join put together', () => {
    fc.assert(
      fc.property(list, delimiter, (values, between) => {
        fc.pre(values.every((entry) => !entry.includes(between)));
        const joined = value({ 'Fn::Join': [between, values] }) as string;
        fc.pre(joined.split(between).length === values.length);
        expect(value({ 'Fn::Split': [between, { 'Fn::Join': [between, values] }] })).toEqual(values);
      }),
    );
  });

  test('Join puts together what Split took apart', () => {
    fc.assert(
      fc.property(text, delimiter, (whole, between) => {
        expect(value({ 'Fn::Join': [between, { 'Fn::Split': [between, whole] }] })).toBe(whole);
      }),
    );
  });

  test('Select gives each entry at its index, and Length how many there are', () => {
    fc.assert(
      fc.property(list, (values) => {
        expect(values.map((_, index) => value({ 'Fn::Select': [String(index), values] }))).toEqual(values);
        expect(value({ 'Fn::Length': values })).toBe(values.length);
        expect(() => value({ 'Fn::Select': [values.length, values] })).toThrow(TemplateError);
      }),
    );
  });

  test('Sub leaves text without variables alone, and puts variables in as they are', () => {
    fc.assert(
      fc.property(text, text, text, (before, inner, after) => {
        fc.pre(![before, after, before + after].some((part) => part.includes('${')) && !before.endsWith('$'));
        expect(value({ 'Fn::Sub': before })).toBe(before);
        expect(value({ 'Fn::Sub': [`${before}\${X}${after}`, { X: inner }] })).toBe(before + inner + after);
      }),
    );
  });

  test('Base64 can be read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (whole) => {
        expect(Buffer.from(value({ 'Fn::Base64': whole }) as string, 'base64').toString()).toBe(whole);
      }),
    );
  });

  test('ToJsonString can be read back', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), list), (object) => {
        expect(JSON.parse(value({ 'Fn::ToJsonString': object }) as string)).toEqual(object);
      }),
    );
  });

  test('conditions obey the laws of De Morgan', () => {
    const condition = fc.constantFrom({ Condition: 'T' }, { Condition: 'F' });
    fc.assert(
      fc.property(condition, condition, (a, b) => {
        const not = (one: unknown) => ({ 'Fn::Not': [one] });
        expect(isTrue(not({ 'Fn::And': [a, b] }), evaluator)).toBe(isTrue({ 'Fn::Or': [not(a), not(b)] }, evaluator));
        expect(isTrue(not({ 'Fn::Or': [a, b] }), evaluator)).toBe(isTrue({ 'Fn::And': [not(a), not(b)] }, evaluator));
      }),
    );
  });

  test('the subnets of Cidr follow each other without a gap, inside the block', () => {
    const number = (address: string) => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 2, max: 8 }), (address, count, bits) => {
        const subnets = value({ 'Fn::Cidr': [`${address}/16`, count, bits] }) as string[];
        const starts = subnets.map((subnet) => number(subnet.split('/')[0]));
        expect(starts).toEqual(starts.map((_, index) => starts[0] + index * 2 ** bits));
        expect(starts[0]).toBe(Math.floor(number(address) / 2 ** 16) * 2 ** 16);
        expect(subnets.every((subnet) => subnet.endsWith(`/${32 - bits}`))).toBe(true);
      }),
    );
  });

  test('any value at all is evaluated, or refused with a clear error', () => {
    const name = fc.constantFrom(
      'Ref',
      'Fn::Join',
      'Fn::Sub',
      'Fn::Select',
      'Fn::Split',
      'Fn::If',
      'Fn::Cidr',
      'Fn::GetAtt',
      'Fn::FindInMap',
      'Fn::Length',
      'Fn::And',
      'Fn::Not',
      'Fn::Base64',
      'a',
      '__proto__',
      'constructor',
    );
    const { template } = fc.letrec((tie) => ({
      template: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('call'),
        fc.array(tie('template'), { maxLength: 4 }),
      ),
      call: fc.tuple(name, tie('template')).map(([key, argument]) => ({ [key]: argument })),
    }));
    fc.assert(
      fc.property(template, (one) => {
        try {
          value(one);
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateError);
        }
      }),
    );
  });
});
