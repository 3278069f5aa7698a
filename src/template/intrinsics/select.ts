import { TemplateError } from '../template-error';
import type { Intrinsic } from './evaluator';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html */
export const select: Intrinsic = (argument, evaluator) => {
  if (!Array.isArray(argument) || argument.length !== 2) throw new TemplateError('write [index, [values]].');
  const text = evaluator.string(argument[0], 'the index');
  const values = evaluator.array(argument[1], 'the second argument');
  if (!/^\d+$/.test(text) || Number(text) >= values.length) {
    throw new TemplateError(`cannot select the value at index ${text} of ${values.length}; the first has index 0.`);
  }
  return values[Number(text)];
};
