import { TemplateError } from '../template-error';
import type { Intrinsic } from './evaluator';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
export const ifFunction: Intrinsic = (argument, evaluator) => {
  const [condition, whenTrue, whenFalse] = branches(argument);
  return evaluator.evaluate(evaluator.scope.condition(condition) ? whenTrue : whenFalse);
};

/** The three arguments of Fn::If. */
export function branches(argument: unknown): [condition: string, whenTrue: unknown, whenFalse: unknown] {
  if (Array.isArray(argument) && argument.length === 3 && typeof argument[0] === 'string') {
    return [argument[0], argument[1], argument[2]];
  }
  throw new TemplateError('write [condition name, value if true, value if false].');
}
