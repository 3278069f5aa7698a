import { TemplateError } from '../template-error';
import { describe } from './describe';
import type { Intrinsic } from './evaluator';
import { needLanguageExtensions } from './language-extensions';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ToJsonString.html */
export const toJsonString: Intrinsic = (argument, evaluator) => {
  needLanguageExtensions(evaluator.scope);
  const value = evaluator.evaluate(argument);
  if (typeof value !== 'object' || value === null)
    throw new TemplateError(`the value must be an object or a list, not ${describe(value)}.`);
  return JSON.stringify(value);
};
