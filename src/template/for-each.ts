import type { Evaluator } from './intrinsics/evaluator';
import { needLanguageExtensions } from './intrinsics/language-extensions';
import { isObject } from './json';
import { at, TemplateError } from './template-error';

const LOOP = /^Fn::ForEach::[A-Za-z0-9]+$/;

/**
 * Our own bound on the values that loops may write, inner ones again for each outer: as many as a template may have. Long
 * text counts as several.
 */
const MAX_VALUES = 500_000;
const TEXT_OF_ONE_VALUE = 100;

/**
 * Writes out the loops of a section.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoops(section: Readonly<Record<string, unknown>>, evaluator: Evaluator): Record<string, unknown> {
  if (evaluator.scope.languageExtensions) return new Expansion(evaluator).object(section);
  if (Object.keys(section).some((name) => LOOP.test(name))) needLanguageExtensions(evaluator.scope);
  return section;
}

class Expansion {
  private written = 0;

  constructor(private readonly evaluator: Evaluator) {}

  object(template: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const members = Object.entries(template).flatMap(([name, value]) =>
      at({ property: name }, () => (LOOP.test(name) ? this.loop(value) : [[name, this.value(value)] as const])),
    );
    const names = new Set<string>();
    for (const [name] of members) {
      if (names.has(name))
        throw new TemplateError(`the loop writes ${name} twice: put the loop's identifier into the key.`);
      names.add(name);
    }
    return Object.fromEntries(members);
  }

  private value(template: unknown): unknown {
    if (Array.isArray(template)) return template.map((entry) => this.value(entry));
    return isObject(template) ? this.object(template) : template;
  }

  private loop(argument: unknown): (readonly [string, unknown])[] {
    if (
      !Array.isArray(argument) ||
      argument.length !== 3 ||
      typeof argument[0] !== 'string' ||
      !isObject(argument[2])
    ) {
      throw new TemplateError('write [identifier, collection, { key: value }].');
    }
    const [identifier, collection, body] = argument;
    return this.evaluator.array(collection, 'the collection').flatMap((entry) => {
      const written = this.substitute(body, identifier, String(entry)) as Record<string, unknown>;
      return Object.entries(this.object(written));
    });
  }

  /** `${Identifier}` and `{"Ref": "Identifier"}` stand for the entry, `&{Identifier}` for its letters and digits. */
  private substitute(template: unknown, identifier: string, entry: string): unknown {
    this.written += typeof template === 'string' ? 1 + template.length / TEXT_OF_ONE_VALUE : 1;
    if (this.written > MAX_VALUES) throw new TemplateError(`the loops write more than ${MAX_VALUES} values.`);
    if (typeof template === 'string') return substituteText(template, identifier, entry);
    if (Array.isArray(template)) return template.map((member) => this.substitute(member, identifier, entry));
    if (!isObject(template)) return template;
    if (template.Ref === identifier && Object.keys(template).length === 1) return entry;
    return Object.fromEntries(
      Object.entries(template).map(([name, value]) => [
        substituteText(name, identifier, entry),
        this.substitute(value, identifier, entry),
      ]),
    );
  }
}

function substituteText(text: string, identifier: string, entry: string): string {
  return text
    .replaceAll(`\${${identifier}}`, () => entry)
    .replaceAll(`&{${identifier}}`, () => entry.replace(/[^A-Za-z0-9]/g, ''));
}
