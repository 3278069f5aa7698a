import { isObject, own } from '../json';
import { TemplateError } from '../template-error';
import { describe } from './describe';
import type { Intrinsic } from './evaluator';
import { attributeReference } from './get-att';
import { NO_VALUE } from './scope';

const VARIABLE = /\$\{([^}]*)\}/g;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html */
export const sub: Intrinsic = (argument, evaluator) => {
  const { text, variables } = subArguments(argument);
  return text.replace(VARIABLE, (_, raw: string) => {
    if (raw.startsWith('!')) return `\${${raw.slice(1)}}`;
    const name = raw.trim();
    const variable = own(variables, name);
    if (variable !== undefined) return evaluator.string(variable, `the variable ${name}`);
    const value = name.includes('.')
      ? evaluator.scope.attribute(...(attributeReference(name) as [string, string]))
      : evaluator.scope.ref(name);
    if (value === NO_VALUE || typeof value === 'object') {
      throw new TemplateError(`\${${name}} must be a string, not ${describe(value)}.`);
    }
    return String(value);
  });
};

/** The text with its variables, of both forms. */
export function subArguments(argument: unknown): { text: string; variables?: Record<string, unknown> } {
  if (typeof argument === 'string') return { text: argument };
  if (Array.isArray(argument) && argument.length === 2 && typeof argument[0] === 'string' && isObject(argument[1])) {
    return { text: argument[0], variables: argument[1] };
  }
  throw new TemplateError('write the text, or [text, { variable: value }].');
}

/** The names that a text takes from the template, without literals. */
export function subNames(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, raw]) => raw.trim()).filter((name) => !name.startsWith('!'));
}
