import { TemplateError } from '../template-error';
import type { Intrinsic } from './evaluator';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-split.html */
export const split: Intrinsic = (argument, evaluator) => {
  if (!Array.isArray(argument) || argument.length !== 2 || typeof argument[0] !== 'string' || argument[0] === '') {
    throw new TemplateError('write [delimiter, text] with a delimiter that is plain text and not empty.');
  }
  return evaluator.string(argument[1], 'the second argument').split(argument[0]);
};
