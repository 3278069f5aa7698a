import type { Intrinsic } from './evaluator';
import { needLanguageExtensions } from './language-extensions';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-length.html */
export const length: Intrinsic = (argument, evaluator) => {
  needLanguageExtensions(evaluator.scope);
  return evaluator.array(argument, 'the value').length;
};
