import { isObject, own } from '../json';
import { TemplateError } from '../template-error';
import type { Intrinsic } from './evaluator';
import { needLanguageExtensions } from './language-extensions';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html */
export const findInMap: Intrinsic = (argument, evaluator) => {
  const fallback = Array.isArray(argument) ? argument[3] : undefined;
  if (
    !Array.isArray(argument) ||
    argument.length < 3 ||
    argument.length > 4 ||
    (argument.length === 4 && !isObject(fallback))
  ) {
    throw new TemplateError('write [map name, top level key, second level key] and, if needed, {"DefaultValue": ...}.');
  }
  const keys = argument.slice(0, 3).map((key) => evaluator.string(key, 'a key'));
  const value = evaluator.scope.mapped(keys[0], keys[1], keys[2]);
  if (value !== undefined) return value;
  const defaultValue = isObject(fallback) ? own(fallback, 'DefaultValue') : undefined;
  if (defaultValue === undefined) {
    throw new TemplateError(`the mapping ${keys[0]} has nothing under ${keys[1]}, ${keys[2]}.`);
  }
  needLanguageExtensions(evaluator.scope);
  return evaluator.evaluate(defaultValue);
};
