import { isTrue } from '../../../src/template/intrinsics/condition-functions';
import { evaluatorOf } from './scope';

/** The examples of https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
describe('the functions give what their documentation says', () => {
  const refs = {
    'AWS::Region': 'us-west-2',
    'AWS::AccountId': '123456789012',
    CidrBlock: '10.0.0.0/16',
    DbSubnetIpBlocks: ['10.0.48.0/24', '10.0.112.0/24', '10.0.176.0/24'],
    RootDomainName: 'example.com',
    Text: 'text',
  };
  const mappings: Record<string, Record<string, Record<string, unknown>>> = {
    RegionMap: { 'us-west-2': { HVM64: 'ami-1', List: ['a', 'b'] } },
  };
  const evaluator = evaluatorOf({ refs, mapped: (map, top, second) => mappings[map]?.[top]?.[second] });

  test.each<[string, unknown, unknown]>([
    ['Ref of a parameter', { Ref: 'Text' }, 'text'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Key', 'Arn'] }, 'Key#Arn'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Key.Arn' }, 'Key#Arn'],
    ['GetAtt of an output of a nested stack', { 'Fn::GetAtt': ['Nested', 'Outputs.Key'] }, 'Nested#Outputs.Key'],
    ['GetAtt with an attribute that is computed', { 'Fn::GetAtt': ['Key', { Ref: 'Text' }] }, 'Key#text'],
    ['Base64', { 'Fn::Base64': 'AWS CloudFormation' }, 'QVdTIENsb3VkRm9ybWF0aW9u'],
    ['Join', { 'Fn::Join': [':', ['a', 'b', 'c']] }, 'a:b:c'],
    ['Join with nothing between', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Region' }, ':x']] }, 'arn:us-west-2:x'],
    ['Join of numbers', { 'Fn::Join': ['-', [1, true, 'x']] }, '1-true-x'],
    [
      'Join of a parameter that is a list',
      { 'Fn::Join': [',', { Ref: 'DbSubnetIpBlocks' }] },
      refs.DbSubnetIpBlocks.join(','),
    ],
    ['Select', { 'Fn::Select': ['1', ['apples', 'grapes', 'oranges', 'mangoes']] }, 'grapes'],
    ['Select from a parameter that is a list', { 'Fn::Select': [0, { Ref: 'DbSubnetIpBlocks' }] }, '10.0.48.0/24'],
    ['Split', { 'Fn::Split': ['|', 'a|b|c'] }, ['a', 'b', 'c']],
    ['Split with an empty part', { 'Fn::Split': ['|', 'a||c|'] }, ['a', '', 'c', '']],
    ['Select of a Split', { 'Fn::Select': ['2', { 'Fn::Split': [',', 'a,b,c'] }] }, 'c'],
    [
      'Sub',
      { 'Fn::Sub': 'arn:aws:ec2:${AWS::Region}:${AWS::AccountId}:vpc/${Key.Arn}' },
      'arn:aws:ec2:us-west-2:123456789012:vpc/Key#Arn',
    ],
    ['Sub with variables', { 'Fn::Sub': ['www.${Domain}', { Domain: { Ref: 'RootDomainName' } }] }, 'www.example.com'],
    ['Sub with a variable that hides a name', { 'Fn::Sub': ['${Text}', { Text: 'mine' }] }, 'mine'],
    ['Sub with a literal', { 'Fn::Sub': '${!Literal} ${Text}' }, '${Literal} text'],
    ['Sub with a dollar and a brace apart', { 'Fn::Sub': '$ {Text} $Text {Text}' }, '$ {Text} $Text {Text}'],
    ['Sub whose value looks like a replacement', { 'Fn::Sub': ['${a}', { a: '$& $1 ${Text}' }] }, '$& $1 ${Text}'],
    ['FindInMap', { 'Fn::FindInMap': ['RegionMap', { Ref: 'AWS::Region' }, 'HVM64'] }, 'ami-1'],
    ['FindInMap of a list', { 'Fn::FindInMap': ['RegionMap', 'us-west-2', 'List'] }, ['a', 'b']],
    [
      'FindInMap with a default',
      { 'Fn::FindInMap': ['RegionMap', 'eu-1', 'HVM64', { DefaultValue: 'ami-2' }] },
      'ami-2',
    ],
    ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': '${Text}-Arn' } }, 'imported text-Arn'],
    ['GetAZs', { 'Fn::GetAZs': '' }, ['us-east-1a', 'us-east-1b', 'us-east-1c']],
    ['GetAZs of a Region', { 'Fn::GetAZs': { Ref: 'AWS::Region' } }, ['us-west-2a', 'us-west-2b', 'us-west-2c']],
    [
      'Cidr',
      { 'Fn::Cidr': ['192.168.0.0/24', 6, 5] },
      [
        '192.168.0.0/27',
        '192.168.0.32/27',
        '192.168.0.64/27',
        '192.168.0.96/27',
        '192.168.0.128/27',
        '192.168.0.160/27',
      ],
    ],
    ['Cidr of a parameter', { 'Fn::Select': [1, { 'Fn::Cidr': [{ Ref: 'CidrBlock' }, 3, 8] }] }, '10.0.1.0/24'],
    [
      'Cidr of IPv6',
      { 'Fn::Cidr': ['2001:db8:1234:1a00::/56', 2, 64] },
      ['2001:db8:1234:1a00::/64', '2001:db8:1234:1a01::/64'],
    ],
    [
      'ToJsonString of an object',
      { 'Fn::ToJsonString': { a: { Ref: 'Text' }, b: { Ref: 'AWS::NoValue' } } },
      '{"a":"text"}',
    ],
    ['ToJsonString of a list', { 'Fn::ToJsonString': [{ key: 'a' }] }, '[{"key":"a"}]'],
    ['Length', { 'Fn::Length': [1, 2, 3] }, 3],
    ['Length of a Split', { 'Fn::Length': { 'Fn::Split': ['|', 'a|b|c'] } }, 3],
  ])('%s', (_, template, value) => {
    expect(evaluator.value(template)).toEqual(value);
  });
});

describe('Fn::If', () => {
  const evaluator = evaluatorOf({ conditions: { Yes: true, No: false }, refs: { A: 'a' } });

  test('takes one branch, and does not look at the other', () => {
    const never = { 'Fn::GetAtt': 'no attribute' };
    expect(evaluator.value({ 'Fn::If': ['Yes', { Ref: 'A' }, never] })).toBe('a');
    expect(evaluator.value({ 'Fn::If': ['No', never, 'b'] })).toBe('b');
  });

  test('leaves out what is AWS::NoValue, in objects and in lists', () => {
    const nothing = { 'Fn::If': ['No', 'x', { Ref: 'AWS::NoValue' }] };
    expect(evaluator.value({ a: nothing, b: [1, nothing, 2] })).toEqual({ b: [1, 2] });
    expect(evaluator.value(nothing)).toBeUndefined();
  });
});

describe('conditions', () => {
  const evaluator = evaluatorOf({
    conditions: { Yes: true, No: false },
    refs: { Env: 'prod', Flag: 'true', Empty: '' },
  });

  test.each<[unknown, boolean]>([
    [{ 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] }, true],
    [{ 'Fn::Equals': [{ Ref: 'Env' }, 'test'] }, false],
    [{ 'Fn::Equals': [{ Ref: 'Empty' }, ''] }, true],
    [{ 'Fn::Equals': [1, '1'] }, true],
    [{ 'Fn::Equals': [true, 'true'] }, true],
    [{ 'Fn::Equals': ['a', 'A'] }, false],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': [1, 1] }] }, true],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    [{ 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }, true],
    [{ 'Fn::Or': [{ Condition: 'No' }, { Condition: 'No' }] }, false],
    [{ 'Fn::Not': [{ Condition: 'No' }] }, true],
    [{ 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }] }, false],
    [{ Ref: 'Flag' }, true],
    [{ Condition: 'No' }, false],
  ])('%j is %s', (template, value) => {
    expect(isTrue(template, evaluator)).toBe(value);
  });

  test.each<[unknown, string]>([
    [{ 'Fn::Equals': ['a'] }, 'write a list of 2 values'],
    [{ 'Fn::And': [{ Condition: 'Yes' }] }, 'write a list of 2 to 10 values'],
    [{ 'Fn::Not': { Condition: 'Yes' } }, 'write a list of 1 values'],
    [{ Ref: 'Env' }, 'a condition must be true or false'],
  ])('%j is refused', (template, message) => {
    expect(() => isTrue(template, evaluator)).toThrow(message);
  });
});

describe('what is wrong is told with the place', () => {
  const evaluator = evaluatorOf({ refs: { List: ['a'], A: 'a' } });

  test.each<[unknown, string]>([
    [{ a: [{ 'Fn::Join': [',', [{ x: 1 }]] }] }, 'a.0.Fn::Join: cannot join an object: the values must be strings.'],
    [{ 'Fn::Join': [{ Ref: 'A' }, ['a']] }, 'Fn::Join: write [delimiter, [values]] with the delimiter as plain text.'],
    [{ 'Fn::Join': ['', 'abc'] }, 'Fn::Join: the second argument must be a list, not the string "abc".'],
    [{ 'Fn::Select': [3, ['a']] }, 'Fn::Select: cannot select the value at index 3 of 1; the first has index 0.'],
    [{ 'Fn::Select': [-1, ['a']] }, 'Fn::Select: cannot select the value at index -1 of 1; the first has index 0.'],
    [
      { 'Fn::Split': ['', 'a'] },
      'Fn::Split: write [delimiter, text] with a delimiter that is plain text and not empty.',
    ],
    [{ 'Fn::Sub': '${List}' }, 'Fn::Sub: ${List} must be a string, not a list.'],
    [{ 'Fn::Sub': ['${a}', { a: { Ref: 'List' } }] }, 'Fn::Sub: the variable a must be a string, not a list.'],
    [{ 'Fn::Sub': ['a'] }, 'Fn::Sub: write the text, or [text, { variable: value }].'],
    [{ 'Fn::FindInMap': ['M', 'a', 'b'] }, 'Fn::FindInMap: the mapping M has nothing under a, b.'],
    [{ 'Fn::GetAtt': 'Key' }, 'Fn::GetAtt: write [logical id, attribute] or "logicalId.attribute".'],
    [{ 'Fn::If': ['A', 'b'] }, 'Fn::If: write [condition name, value if true, value if false].'],
    [
      { 'Fn::Cidr': ['10.0.0.0/24', 3, 8] },
      'Fn::Cidr: 3 subnets of 8 bits do not fit into a block with a prefix of 24.',
    ],
    [
      { 'Fn::Cidr': ['10.0.0/24', 1, 8] },
      'Fn::Cidr: 10.0.0/24 is no address block: write for example 10.0.0.0/16 or 2001:db8::/56.',
    ],
    [{ 'Fn::Cidr': ['::g/24', 1, 8] }, 'Fn::Cidr: ::g/24 is no address block'],
    [{ 'Fn::Cidr': ['10.0.0.0/24', 'x', 8] }, 'Fn::Cidr: the count must be a whole number from 1 to 256, not x.'],
    [{ 'Fn::Base64': ['a'] }, 'Fn::Base64: the value must be a string, not a list.'],
    [{ 'Fn::Length': 'abc' }, 'Fn::Length: the value must be a list, not the string "abc".'],
    [{ 'Fn::ToJsonString': 'a' }, 'Fn::ToJsonString: the value must be an object or a list, not the string "a".'],
    [{ 'Fn::Nonsense': 1 }, 'Fn::Nonsense is no function of the template language'],
    [{ 'Fn::Transform': { Name: 'AWS::Include' } }, 'Fn::Transform is no function of the template language'],
    [{ Ref: 'A', Other: 1 }, 'Ref stands beside Other: an object with a function has no other member.'],
    [{ Ref: ['A'] }, 'Ref: write the name of a parameter or resource as plain text.'],
  ])('%j', (template, message) => {
    expect(() => evaluator.value(template)).toThrow(message);
  });

  test('a function of the language extensions needs the transform', () => {
    const without = evaluatorOf({ languageExtensions: false });
    expect(() => without.value({ 'Fn::Length': [] })).toThrow(
      'add "Transform": "AWS::LanguageExtensions" to the template',
    );
    expect(() => without.value({ 'Fn::ToJsonString': [] })).toThrow('AWS::LanguageExtensions');
    expect(() => without.value({ 'Fn::FindInMap': ['M', 'a', 'b', { DefaultValue: 1 }] })).toThrow(
      'AWS::LanguageExtensions',
    );
  });

  test('a value that doubles with each level is cut off', () => {
    let doubled: unknown = 'x'.repeat(1000);
    for (let i = 0; i < 20; i++) doubled = { 'Fn::Sub': ['${a}${a}', { a: doubled }] };
    expect(() => evaluator.value(doubled)).toThrow('the result is longer than 1048576 characters');
  });
});

describe('dynamic references', () => {
  const evaluator = evaluatorOf({ ssmParameter: (name) => ({ '/key': 'arn', plain: 'value' })[name] });

  test('to plaintext parameters of SSM are resolved, with and without a version', () => {
    expect(evaluator.value('{{resolve:ssm:/key}}')).toBe('arn');
    expect(evaluator.value('a {{resolve:ssm:plain:3}} b')).toBe('a value b');
  });

  test('to what is not known stay as they are', () => {
    expect(evaluator.value('{{resolve:ssm:unknown}}')).toBe('{{resolve:ssm:unknown}}');
    expect(evaluator.value('{{resolve:secretsmanager:plain}}')).toBe('{{resolve:secretsmanager:plain}}');
  });
});
