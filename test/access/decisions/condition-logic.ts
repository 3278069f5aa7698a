import { ACCOUNT, conditionRow, type DecisionRow, iam } from './decision-row';

const PAGE = iam('reference_policies_condition-logic-multiple-context-keys-or-values.html');
const ELEMENT = iam('reference_policies_elements_condition.html');
const OPERATORS = iam('reference_policies_elements_condition_operators.html');

const MARY = `arn:aws:iam::${ACCOUNT}:user/Mary`;
const NIKKI = `arn:aws:iam::${ACCOUNT}:user/Nikki`;
const TAGS = {
  'aws:PrincipalTag/department': ['finance', 'hr', 'legal'],
  'aws:PrincipalTag/role': ['audit', 'security'],
};
const ARNS = [`arn:aws:iam::${ACCOUNT}:user/Ana`, MARY];
const BOTH = { StringEquals: TAGS, ArnLike: { 'aws:PrincipalArn': ARNS } };
const NEITHER = { StringEquals: TAGS, ArnNotLike: { 'aws:PrincipalArn': ARNS } };

const tagged = (condition: Record<string, unknown>, arn: string, tags: Record<string, string>, holds: boolean) =>
  conditionRow(PAGE, condition, {}, holds, {
    name: `${Object.keys(condition).join(' and ')} ${holds ? 'hold' : 'do not hold'} for ${arn} with ${JSON.stringify(tags)}`,
    request: { principal: { arn, tags } },
  });

const ENVIRONMENT = {
  StringEqualsIgnoreCase: { 'aws:RequestTag/environment': ['preprod', 'storage'] },
  'ForAnyValue:StringEquals': { 'aws:TagKeys': 'environment' },
};

/** The tables of AWS's own pages, row by row. */
export const conditionLogic: readonly DecisionRow[] = [
  tagged(BOTH, MARY, { department: 'legal', role: 'audit' }, true),
  tagged(BOTH, NIKKI, { department: 'hr', role: 'audit' }, false),
  tagged(BOTH, MARY, { department: 'hr', role: 'payroll' }, false),
  tagged(BOTH, MARY, { department: 'hr' }, false),
  tagged(BOTH, MARY, {}, false),
  tagged(NEITHER, NIKKI, { department: 'legal', role: 'audit' }, true),
  tagged(NEITHER, MARY, { department: 'hr', role: 'audit' }, false),
  tagged(NEITHER, NIKKI, { department: 'hr', role: 'payroll' }, false),
  tagged(NEITHER, NIKKI, { department: 'hr' }, false),
  tagged(NEITHER, NIKKI, {}, false),
  conditionRow(
    OPERATORS,
    ENVIRONMENT,
    { 'aws:TagKeys': ['environment'], 'aws:RequestTag/environment': 'preprod' },
    true,
  ),
  conditionRow(
    OPERATORS,
    ENVIRONMENT,
    { 'aws:TagKeys': ['environment', 'costcenter'], 'aws:RequestTag/environment': 'PreProd' },
    true,
  ),
  conditionRow(
    OPERATORS,
    ENVIRONMENT,
    { 'aws:TagKeys': ['Environment'], 'aws:RequestTag/Environment': 'preprod' },
    false,
  ),
  conditionRow(
    OPERATORS,
    ENVIRONMENT,
    { 'aws:TagKeys': ['costcenter'], 'aws:RequestTag/environment': 'preprod' },
    false,
  ),
  conditionRow(OPERATORS, ENVIRONMENT, { 'aws:RequestTag/environment': 'storage' }, false),
  conditionRow(OPERATORS, ENVIRONMENT, { 'aws:TagKeys': ['environment'] }, false),
  conditionRow(OPERATORS, ENVIRONMENT, {}, false),
  conditionRow(ELEMENT, { StringEquals: { 'AWS:SourceVPCE': 'vpce-1' } }, { 'aws:SourceVpce': 'vpce-1' }, true),
  conditionRow(
    ELEMENT,
    { StringEquals: { 'aws:ResourceTag/TagKey1': 'Value1' } },
    { 'aws:ResourceTag/tagkey1': 'Value1' },
    true,
  ),
  conditionRow(
    ELEMENT,
    { StringEquals: { 'aws:ResourceTag/TagKey1': 'Value1' } },
    { 'aws:ResourceTag/tagkey1': 'value1' },
    false,
  ),
  conditionRow(
    ELEMENT,
    { StringEquals: { 'aws:ResourceTag/EC2': 'test1' } },
    { 'aws:ResourceTag/ec2': 'test1', 'aws:ResourceTag/EC2': 'test2' },
    false,
    { basis: 'documented' },
  ),
  conditionRow(
    ELEMENT,
    { StringEquals: { 'test:Key': 'a' }, StringNotEquals: { 'test:Key': 'b' } },
    { 'test:Key': 'a' },
    true,
  ),
  conditionRow(
    ELEMENT,
    { StringEquals: { 'test:Key': 'a' }, StringNotEquals: { 'test:Key': 'a' } },
    { 'test:Key': 'a' },
    false,
  ),
  conditionRow(ELEMENT, {}, {}, true, { basis: 'unverified' }),
];
