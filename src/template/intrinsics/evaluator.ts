import { isObject } from '../json';
import { at, TemplateError } from '../template-error';
import { describe } from './describe';
import { DYNAMIC_REFERENCE, resolveDynamicReferences } from './dynamic-reference';
import { INTRINSICS } from './intrinsics';
import { NO_VALUE, type Scope } from './scope';

/** One function of the template language. The argument is not evaluated yet. */
export type Intrinsic = (argument: unknown, evaluator: Evaluator) => unknown;

/** Our own bounds: no template that AWS takes (1 MB of text) comes near them. */
const MAX_STRING_LENGTH = 2 ** 20;

/** Replaces the functions in a value of a template by what they give. */
export class Evaluator {
  constructor(readonly scope: Scope) {}

  /** The value without functions; `undefined` for AWS::NoValue. */
  value(template: unknown): unknown {
    const value = this.evaluate(template);
    return value === NO_VALUE ? undefined : value;
  }

  evaluate(template: unknown): unknown {
    if (typeof template === 'string') return this.plainString(template);
    if (Array.isArray(template)) return this.list(template);
    if (!isObject(template)) return template;
    const intrinsic = intrinsicOf(template);
    if (!intrinsic) return this.object(template);
    const [name, argument] = intrinsic;
    return at({ property: name }, () => {
      const value = INTRINSICS[name](argument, this);
      if (typeof value === 'string' && value.length > MAX_STRING_LENGTH) {
        throw new TemplateError(`the result is longer than ${MAX_STRING_LENGTH} characters.`);
      }
      return value;
    });
  }

  /** The argument of a function where it must be text. */
  string(template: unknown, what: string): string {
    const value = this.evaluate(template);
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new TemplateError(`${what} must be a string, not ${describe(value)}.`);
  }

  /** The argument of a function where it must be a list. */
  array(template: unknown, what: string): unknown[] {
    const value = this.evaluate(template);
    if (Array.isArray(value)) return value;
    throw new TemplateError(`${what} must be a list, not ${describe(value)}.`);
  }

  private plainString(text: string): string {
    return DYNAMIC_REFERENCE.test(text) ? resolveDynamicReferences(text, this.scope) : text;
  }

  private list(template: readonly unknown[]): unknown[] {
    const list: unknown[] = [];
    for (const [index, entry] of template.entries()) {
      const value = this.member(entry, String(index));
      if (value !== NO_VALUE) list.push(value);
    }
    return list;
  }

  private object(template: Record<string, unknown>): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (const [name, entry] of Object.entries(template)) {
      const value = this.member(entry, name);
      if (value !== NO_VALUE) entries.push([name, value]);
    }
    return Object.fromEntries(entries);
  }

  /** Keeps the cost of telling where an error is to the case that there is one. */
  private member(template: unknown, name: string): unknown {
    if (typeof template !== 'object' && typeof template !== 'string') return template;
    try {
      return this.evaluate(template);
    } catch (error) {
      if (error instanceof TemplateError) throw error.within({ property: name });
      throw error;
    }
  }
}

/** The function that an object is a call of, with its argument. */
export function intrinsicOf(template: Record<string, unknown>): [name: string, argument: unknown] | undefined {
  const names = Object.keys(template);
  const name = names.find((candidate) => candidate === 'Ref' || candidate.startsWith('Fn::'));
  if (name === undefined) return undefined;
  if (names.length > 1) {
    throw new TemplateError(
      `${name} stands beside ${names.filter((other) => other !== name).join(', ')}: an object with a function has no other member.`,
    );
  }
  if (!Object.hasOwn(INTRINSICS, name)) {
    throw new TemplateError(
      `${name} is no function of the template language; known are ${Object.keys(INTRINSICS).join(', ')}.`,
    );
  }
  return [name, template[name]];
}
