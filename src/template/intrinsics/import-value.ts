import type { Intrinsic } from './evaluator';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html */
export const importValue: Intrinsic = (argument, evaluator) =>
  evaluator.scope.importValue(evaluator.string(argument, 'the name of the export'));
