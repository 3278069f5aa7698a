import { TemplateError } from '../template-error';
import { describe } from './describe';
import type { Intrinsic } from './evaluator';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-join.html */
export const join: Intrinsic = (argument, evaluator) => {
  if (!Array.isArray(argument) || argument.length !== 2 || typeof argument[0] !== 'string') {
    throw new TemplateError('write [delimiter, [values]] with the delimiter as plain text.');
  }
  const [delimiter, values] = argument;
  return evaluator
    .array(values, 'the second argument')
    .map((value) => {
      if (typeof value === 'object')
        throw new TemplateError(`cannot join ${describe(value)}: the values must be strings.`);
      return String(value);
    })
    .join(delimiter);
};
