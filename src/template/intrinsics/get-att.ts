import { TemplateError } from '../template-error';
import type { Intrinsic } from './evaluator';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html */
export const getAtt: Intrinsic = (argument, evaluator) => {
  const [logicalId, attribute] = attributeReference(argument);
  return evaluator.scope.attribute(logicalId, evaluator.string(attribute, 'the attribute'));
};

/** Logical id and attribute of both forms: `[id, attribute]`, and `id.attribute`. */
export function attributeReference(argument: unknown): [logicalId: string, attribute: unknown] {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot > 0) return [argument.slice(0, dot), argument.slice(dot + 1)];
  } else if (Array.isArray(argument) && argument.length === 2 && typeof argument[0] === 'string') {
    return [argument[0], argument[1]];
  } else if (Array.isArray(argument) && argument.length > 2 && argument.every((part) => typeof part === 'string')) {
    return [argument[0], argument.slice(1).join('.')];
  }
  throw new TemplateError('write [logical id, attribute] or "logicalId.attribute".');
}
