import { readTemplate } from '../../src/template/read-template';
import { Deployed, failure } from './deployed';

describe('a template', () => {
  test('is read from JSON, from YAML, and taken as an object', () => {
    const template = { Resources: { Key: { Type: 'AWS::KMS::Key' } } };

    expect(readTemplate(template)).toBe(template);
    expect(readTemplate(JSON.stringify(template))).toEqual(template);
    expect(readTemplate('Resources:\n  Key:\n    Type: AWS::KMS::Key\n')).toEqual(template);
    expect(readTemplate('{Resources: {Key: {Type: "AWS::KMS::Key"}}}')).toEqual(template);
  });

  test('in YAML has short forms for all functions, in each of their shapes', () => {
    const yaml = `
      Conditions:
        Prod: !Equals [!Ref Env, prod]
        Test: !Not [!Condition Prod]
        Both: !And [!Condition Prod, !Or [!Condition Test, !Condition Prod]]
      Resources:
        Key:
          Type: AWS::KMS::Key
          Properties:
            Scalar: !Sub '\${AWS::Region}-x'
            Attribute: !GetAtt Other.Arn
            Flow: !Join ['', [a, !Ref B]]
            Block: !Sub
              - '\${a}'
              - a: !ImportValue x
            Nested: !Select [0, !Split [',', !FindInMap [M, a, b]]]
            If: !If [Prod, !Ref AWS::NoValue, !Base64 x]
            Rest: [!GetAZs '', !Cidr [a, 1, 2], !Length [], !ToJsonString {a: 1}]
    `;
    const { Conditions, Resources } = readTemplate(yaml) as Record<string, never>;

    expect(Conditions).toEqual({
      Prod: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
      Test: { 'Fn::Not': [{ Condition: 'Prod' }] },
      Both: { 'Fn::And': [{ Condition: 'Prod' }, { 'Fn::Or': [{ Condition: 'Test' }, { Condition: 'Prod' }] }] },
    });
    expect(Resources).toMatchObject({
      Key: {
        Properties: {
          Scalar: { 'Fn::Sub': '${AWS::Region}-x' },
          Attribute: { 'Fn::GetAtt': 'Other.Arn' },
          Flow: { 'Fn::Join': ['', ['a', { Ref: 'B' }]] },
          Block: { 'Fn::Sub': ['${a}', { a: { 'Fn::ImportValue': 'x' } }] },
          Nested: { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::FindInMap': ['M', 'a', 'b'] }] }] },
          If: { 'Fn::If': ['Prod', { Ref: 'AWS::NoValue' }, { 'Fn::Base64': 'x' }] },
          Rest: [
            { 'Fn::GetAZs': '' },
            { 'Fn::Cidr': ['a', 1, 2] },
            { 'Fn::Length': [] },
            { 'Fn::ToJsonString': { a: 1 } },
          ],
        },
      },
    });
  });

  test('in YAML keeps dates as text, and reads yes and no as AWS does', () => {
    expect(readTemplate('Version: 2012-10-17\nEnabled: yes\nDisabled: off\nText: "yes"')).toEqual({
      Version: '2012-10-17',
      Enabled: true,
      Disabled: false,
      Text: 'yes',
    });
  });

  test('in YAML may use anchors', () => {
    expect(readTemplate('a: &x {b: !Ref C}\nd: *x\ne: {<<: *x, f: 1}')).toEqual({
      a: { b: { Ref: 'C' } },
      d: { b: { Ref: 'C' } },
      e: { b: { Ref: 'C' }, f: 1 },
    });
  });
});

describe('what is no template is refused with a clear error', () => {
  test.each([
    ['', 'this is no CloudFormation template'],
    ['just text', 'this is no CloudFormation template'],
    ['[1, 2]', 'this is no CloudFormation template'],
    ['{"a": 1', 'as YAML: Flow map must end with a } at line 1, column 8; as JSON: Expected'],
    ['a: [', 'at line 1, column 5'],
    ['a: 1\na: 2', 'Map keys must be unique at line 2, column 1'],
    ['x: !Foo 1', 'Unresolved tag: !Foo at line 1, column 4'],
    ['{}', 'it has no section Resources'],
    ['Resources: []', 'it has no section Resources'],
    ['Resources: {}\nRessources: {}', 'a template has no section Ressources; the sections are'],
    [
      'Resources: {}\nTransform: AWS::Serverless-2016-10-31',
      'Transform: the macro AWS::Serverless-2016-10-31 runs in AWS only',
    ],
    ['Resources: {}\nOutputs: 1', 'Outputs: must be an object'],
    ['Resources: {A: 1}', 'A: a resource needs a Type'],
    ['Resources: {A: {Type: X, Depends: B}}', "A: Invalid template resource property 'Depends'"],
    ['Resources: {A-B: {Type: X}}', 'A-B: a logical id has letters and digits only'],
    ['Resources: {A: {Type: X, Properties: 1}}', 'Properties: must be an object, not the number 1'],
    ['Resources: {A: {Type: X, DependsOn: {}}}', 'DependsOn: must be a logical id'],
    ['Resources: {A: {Type: X, DependsOn: B}}', 'Unresolved resource dependencies [B]'],
    ['Resources: {A: {Type: X, Condition: C}}', 'the template has no condition C'],
  ])('%j', (text, message) => {
    expect(
      failure(() =>
        new Deployed().deployments.deploy([{ name: 'App', account: '1', region: 'r', template: readTemplate(text) }]),
      ).message,
    ).toContain(message);
  });
});

describe('hostile input is refused in bounded time', () => {
  const deploy = (template: string | object) =>
    failure(() =>
      new Deployed().deployments.deploy([
        { name: 'App', account: '111122223333', region: 'us-east-1', template: readTemplate(template) },
      ]),
    ).message;

  const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
  const bomb = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 8 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
  ].join('\n');
  const cyclic: Record<string, unknown> = { Resources: {} };
  (cyclic.Resources as Record<string, unknown>).Self = cyclic;
  let shared: object = { x: 1 };
  for (let i = 0; i < 60; i++) shared = { a: shared, b: shared };

  test.each<[string, string | object, string]>([
    ['a megabyte of nested brackets', nested('[', ']', 500_000), 'as YAML it is nested deeper than 150 levels'],
    [
      'nested objects of JSON',
      `{"Resources":${nested('{"a":', '', 50_000)}1${'}'.repeat(50_001)}`,
      'nested deeper than 100 levels',
    ],
    [
      'nested joins',
      `{"Resources":${'{"Fn::Join":["",['.repeat(20_000)}1${']]}'.repeat(20_000)}}`,
      'nested deeper than 100 levels',
    ],
    ['compact lists', '- '.repeat(300_000), 'nested deeper than 150 levels'],
    [
      'indentation',
      Array.from({ length: 1400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'nested deeper than 150 levels',
    ],
    ['an alias bomb', bomb, 'Excessive alias count'],
    ['more than a megabyte', ' '.repeat(2 ** 20 + 1), 'larger than 1 MB'],
    ['thousands of errors', '!Sub '.repeat(100_000), 'this is no CloudFormation template'],
    ['unbalanced quotes', '"'.repeat(100_001), 'this is no CloudFormation template'],
    ['an object that contains itself', cyclic, 'nested deeper than 100 levels'],
    ['an object that multiplies itself', { Resources: shared }, 'more than 500000 values'],
  ])('%s', (_, template, message) => {
    const start = performance.now();
    expect(deploy(template)).toContain(message);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('names that every object has are no names of a template', () => {
    const template = { Resources: { Key: { Type: 'AWS::KMS::Key', Condition: 'constructor' } } };
    expect(deploy(template)).toContain('the template has no condition constructor');
    expect(deploy('{"Resources": {"Key": {"Type": "AWS::KMS::Key", "Properties": {"__proto__": 1}}}}')).toContain(
      'Encountered unsupported property __proto__',
    );
    expect(
      deploy({
        Resources: {
          A: { Type: 'toString', Properties: { x: { 'Fn::FindInMap': ['toString', 'a', 'b'] } } },
          B: { Type: 'AWS::KMS::Alias', Properties: { AliasName: { Ref: 'valueOf' } } },
        },
      }),
    ).toContain('Unresolved resource dependencies [valueOf]');
  });
});
