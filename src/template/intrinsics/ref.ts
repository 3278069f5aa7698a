import { TemplateError } from '../template-error';
import type { Intrinsic } from './evaluator';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html */
export const ref: Intrinsic = (argument, { scope }) => {
  if (typeof argument !== 'string') throw new TemplateError('write the name of a parameter or resource as plain text.');
  return scope.ref(argument);
};
