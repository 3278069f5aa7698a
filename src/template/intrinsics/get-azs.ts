import type { Intrinsic } from './evaluator';

/**
 * The zones a, b and c of the Region, as the CDK assumes too where it cannot ask.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
 */
export const getAzs: Intrinsic = (argument, evaluator) => {
  const region = evaluator.string(argument, 'the Region') || evaluator.scope.region;
  return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
};
