import type { Evaluator } from './intrinsics/evaluator';
import { isObject, own } from './json';
import { at, TemplateError } from './template-error';

/**
 * Checks the Rules section: what may not go together among parameters.
 *
 * A rule about a value that is not known here, such as the version of the bootstrap stack that the CDK asks for, is
 * passed over.
 * @throws TemplateError with the description of the assertion that fails.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 */
export function checkRules(rules: Readonly<Record<string, unknown>>, evaluator: Evaluator): void {
  for (const [name, rule] of Object.entries(rules)) {
    at({ property: `Rules.${name}` }, () => {
      if (!isObject(rule) || !Array.isArray(rule.Assertions))
        throw new TemplateError('a rule needs a list of Assertions.');
      if (rule.RuleCondition !== undefined && holds(rule.RuleCondition, evaluator) === false) return;
      for (const assertion of rule.Assertions) {
        if (!isObject(assertion)) throw new TemplateError('an assertion needs an Assert.');
        if (holds(assertion.Assert, evaluator) !== false) continue;
        throw new TemplateError(
          `Template validation error: ${assertion.AssertDescription ?? 'the assertion does not hold'}`,
        );
      }
    });
  }
}

/** `undefined` where it cannot be told. */
function holds(template: unknown, evaluator: Evaluator): boolean | undefined {
  const [name, argument] = isObject(template) ? Object.entries(template)[0] : [];
  const rule = name === undefined ? undefined : own(RULE_FUNCTIONS, name);
  if (!rule) throw new TemplateError(`a rule is written with ${Object.keys(RULE_FUNCTIONS).join(', ')}.`);
  if (!Array.isArray(argument)) throw new TemplateError(`${name} takes a list.`);
  return rule(argument, evaluator);
}

type RuleFunction = (operands: readonly unknown[], evaluator: Evaluator) => boolean | undefined;

const RULE_FUNCTIONS: Readonly<Record<string, RuleFunction>> = {
  'Fn::And': (operands, evaluator) => {
    const results = operands.map((one) => holds(one, evaluator));
    return results.includes(false) ? false : results.includes(undefined) ? undefined : true;
  },
  'Fn::Or': (operands, evaluator) => {
    const results = operands.map((one) => holds(one, evaluator));
    return results.includes(true) ? true : results.includes(undefined) ? undefined : false;
  },
  'Fn::Not': ([operand], evaluator) => {
    const result = holds(operand, evaluator);
    return result === undefined ? undefined : !result;
  },
  'Fn::Equals': ([left, right], evaluator) => compare(left, right, evaluator, (a, b) => String(a) === String(b)),
  'Fn::Contains': ([values, value], evaluator) =>
    compare(values, value, evaluator, (list, one) => texts(list).includes(String(one))),
  'Fn::EachMemberEquals': ([values, value], evaluator) =>
    compare(values, value, evaluator, (list, one) => texts(list).every((member) => member === String(one))),
  'Fn::EachMemberIn': ([values, allowed], evaluator) =>
    compare(values, allowed, evaluator, (list, others) =>
      texts(list).every((member) => texts(others).includes(member)),
    ),
};

const texts = (value: unknown) => (Array.isArray(value) ? value : [value]).map(String);

/** Fn::RefAll and Fn::ValueOf ask AWS about resources of the account: those rules cannot be told here. */
function compare(
  left: unknown,
  right: unknown,
  evaluator: Evaluator,
  test: (left: unknown, right: unknown) => boolean,
): boolean | undefined {
  if (/"Fn::(?:RefAll|ValueOf|ValueOfAll)"/.test(JSON.stringify([left, right]))) return undefined;
  try {
    return test(evaluator.evaluate(left), evaluator.evaluate(right));
  } catch (error) {
    if (error instanceof TemplateError && error.place.property?.includes('Parameters.')) return undefined;
    throw error;
  }
}
