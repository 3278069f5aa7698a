import type { ContextValue } from '../../../src/access/access-request';
import { conditionRow, type DecisionRow, iam } from './decision-row';

const SETS = iam('reference_policies_condition-single-vs-multi-valued-context-keys.html');
const OPERATORS = iam('reference_policies_elements_condition_operators.html');

type Case = readonly [
  operator: string,
  policy: unknown,
  given: ContextValue | undefined,
  holds: boolean,
  basis?: DecisionRow['basis'],
];

const TAGS = ['environment', 'cost-center'];
const DISTRIBUTIONS = [
  'arn:aws:cloudfront::123456789012:distribution/*',
  'arn:aws:cloudfront::123456789012:distribution/support*',
];

const CASES: readonly Case[] = [
  ['ForAllValues:StringEquals', TAGS, ['environment'], true],
  ['ForAllValues:StringEquals', TAGS, ['environment', 'cost-center'], true],
  ['ForAllValues:StringEquals', TAGS, ['environment', 'dept'], false],
  ['ForAllValues:StringEquals', TAGS, undefined, true],
  ['ForAllValues:StringEquals', TAGS, '', true],
  ['ForAllValues:StringEquals', TAGS, 'environment', true],
  ['ForAllValues:StringEquals', TAGS, 'dept', false],
  ['ForAnyValue:StringEquals', TAGS, ['environment'], true],
  ['ForAnyValue:StringEquals', TAGS, ['environment', 'dept'], true],
  ['ForAnyValue:StringEquals', TAGS, ['dept'], false],
  ['ForAnyValue:StringEquals', TAGS, undefined, false],
  ['ForAnyValue:StringEquals', TAGS, 'environment', true],
  ['ForAnyValue:StringEquals', TAGS, ['Environment'], false],
  ['ForAllValues:StringNotEquals', TAGS, ['dept'], true],
  ['ForAllValues:StringNotEquals', TAGS, ['dept', 'environment'], false],
  ['ForAllValues:StringNotEquals', TAGS, undefined, true],
  ['ForAnyValue:StringNotEquals', TAGS, ['dept', 'environment'], true],
  ['ForAnyValue:StringNotEquals', TAGS, ['environment', 'cost-center'], false],
  ['ForAnyValue:StringNotEquals', TAGS, undefined, false, 'documented'],
  ['ForAllValues:StringEqualsIgnoreCase', TAGS, ['ENVIRONMENT'], true],
  ['ForAllValues:StringEqualsIgnoreCase', TAGS, ['ENVIRONMENTS'], false],
  ['ForAnyValue:StringEqualsIgnoreCase', TAGS, ['x', 'Cost-Center'], true],
  ['ForAllValues:StringNotEqualsIgnoreCase', TAGS, ['Cost-Center'], false],
  ['ForAnyValue:StringNotEqualsIgnoreCase', TAGS, ['Cost-Center', 'x'], true],
  ['ForAllValues:StringLike', ['alias/*Test*'], ['alias/aTest', 'alias/Test'], true],
  ['ForAllValues:StringLike', ['alias/*Test*'], ['alias/aTest', 'alias/other'], false],
  ['ForAnyValue:StringLike', ['alias/restricted*'], ['alias/other', 'alias/restricted-project'], true],
  ['ForAnyValue:StringLike', ['alias/restricted*'], undefined, false],
  ['ForAllValues:StringNotLike', ['alias/*Test*'], ['alias/a'], true],
  ['ForAllValues:StringNotLike', ['alias/*Test*'], ['alias/a', 'alias/Test'], false],
  ['ForAnyValue:StringNotLike', ['alias/*Test*'], ['alias/a', 'alias/Test'], true],
  ['ForAllValues:ArnLike', DISTRIBUTIONS, ['arn:aws:cloudfront::123456789012:distribution/costcenter'], true],
  [
    'ForAllValues:ArnLike',
    DISTRIBUTIONS,
    ['arn:aws:cloudfront::123456789012:distribution/a', 'arn:aws:cloudfront::123456789012:distribution/support2025'],
    true,
  ],
  ['ForAllValues:ArnLike', DISTRIBUTIONS, ['arn:aws:cloudfront::777788889999:distribution/costcenter'], false],
  ['ForAllValues:ArnLike', DISTRIBUTIONS, undefined, true],
  ['ForAnyValue:ArnEquals', DISTRIBUTIONS, ['arn:aws:s3:::b', 'arn:aws:cloudfront::123456789012:distribution/a'], true],
  ['ForAllValues:ArnNotLike', DISTRIBUTIONS, ['arn:aws:s3:::b'], true],
  ['ForAnyValue:ArnNotEquals', DISTRIBUTIONS, ['arn:aws:cloudfront::123456789012:distribution/a'], false],
  ['ForAllValues:Bool', 'true', ['true', 'true'], true],
  ['ForAllValues:Bool', 'true', ['true', 'false'], false],
  ['ForAnyValue:Bool', 'true', ['true', 'false'], true],
  ['ForAnyValue:Bool', 'true', ['false'], false],
  ['ForAllValues:NumericLessThan', '10', ['1', '9'], true, 'documented'],
  ['ForAllValues:NumericLessThan', '10', ['1', '10'], false, 'documented'],
  ['ForAnyValue:IpAddress', '203.0.113.0/24', ['198.51.100.1', '203.0.113.1'], true, 'documented'],
  ['ForAllValues:StringEqualsIfExists', TAGS, undefined, true, 'documented'],
  ['ForAllValues:StringEqualsIfExists', TAGS, ['dept'], false, 'documented'],
  ['ForAnyValue:StringEqualsIfExists', TAGS, undefined, true, 'documented'],
  ['ForAnyValue:StringEqualsIfExists', TAGS, ['dept'], false, 'documented'],
  ['StringEquals', 'environment', ['environment'], true, 'unverified'],
  ['StringEquals', 'environment', ['environment', 'dept'], false, 'unverified'],
  ['StringNotEquals', 'environment', ['environment', 'dept'], true, 'unverified'],
];

export const setOperators: readonly DecisionRow[] = [
  ...CASES.map(([operator, policy, given, holds, basis]) =>
    conditionRow(
      /Arn|Bool/.test(operator) ? OPERATORS : SETS,
      { [operator]: { 'aws:TagKeys': policy } },
      given === undefined ? {} : { 'aws:TagKeys': given },
      holds,
      basis && { basis },
    ),
  ),
  conditionRow(
    SETS,
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': TAGS }, Null: { 'aws:TagKeys': 'false' } },
    {},
    false,
  ),
  conditionRow(
    SETS,
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': TAGS }, Null: { 'aws:TagKeys': 'false' } },
    { 'aws:TagKeys': ['environment'] },
    true,
  ),
];
