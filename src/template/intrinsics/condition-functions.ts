import { isObject } from '../json';
import { TemplateError } from '../template-error';
import type { Evaluator, Intrinsic } from './evaluator';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html

export const and: Intrinsic = (argument, evaluator) => operands(argument, 2, 10).every((one) => isTrue(one, evaluator));

export const or: Intrinsic = (argument, evaluator) => operands(argument, 2, 10).some((one) => isTrue(one, evaluator));

export const not: Intrinsic = (argument, evaluator) => !isTrue(operands(argument, 1, 1)[0], evaluator);

export const equals: Intrinsic = (argument, evaluator) => {
  const [left, right] = operands(argument, 2, 2).map((one) => canonical(evaluator.evaluate(one)));
  return left === right;
};

/** A condition function, or the name of another condition. */
export function isTrue(template: unknown, evaluator: Evaluator): boolean {
  if (isObject(template) && typeof template.Condition === 'string' && Object.keys(template).length === 1) {
    return evaluator.scope.condition(template.Condition);
  }
  const value = evaluator.evaluate(template);
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new TemplateError(
    'a condition must be true or false: write Fn::Equals, Fn::And, Fn::Or, Fn::Not or {"Condition": name}.',
  );
}

function operands(argument: unknown, least: number, most: number): unknown[] {
  if (Array.isArray(argument) && argument.length >= least && argument.length <= most) return argument;
  throw new TemplateError(`write a list of ${least === most ? least : `${least} to ${most}`} values.`);
}

/** Numbers and booleans are compared as text: documented by example only. Lists and objects as their JSON: unverified. */
function canonical(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
