import type { Intrinsic } from './evaluator';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-base64.html */
export const base64: Intrinsic = (argument, evaluator) =>
  Buffer.from(evaluator.string(argument, 'the value'), 'utf8').toString('base64');
