import type { StackTemplate } from '../../src/template/deployment';
import { ACCOUNT, alias, Deployed, failure, key, REGION, role } from './deployed';

/** Deploys a template whose only resource shows a value as the description of a key. */
function describedAs(
  value: unknown,
  sections: object = {},
  more: Partial<StackTemplate> = {},
  ssmParameters?: Record<string, string>,
) {
  const deployed = new Deployed();
  deployed.deploy({ Key: key({ Description: value }) }, { sections, ...more }, { ssmParameters });
  return deployed.key('Key').description;
}

const refused = (value: unknown, sections: object, parameters?: object) =>
  failure(() => describedAs(value, sections, { parameters: parameters as Record<string, unknown> })).message;

describe('parameters', () => {
  const of = (declaration: object) => ({ Parameters: { P: declaration } });
  const P = { Ref: 'P' };
  const joined = { 'Fn::Join': ['|', P] };

  test.each<[string, object, unknown, unknown, string]>([
    ['a default', { Type: 'String', Default: 'd' }, undefined, P, 'd'],
    ['a value instead of the default', { Type: 'String', Default: 'd' }, 'v', P, 'v'],
    ['a number', { Type: 'Number', MinValue: 1, MaxValue: 5 }, 3, P, '3'],
    ['a list of text', { Type: 'CommaDelimitedList' }, 'a, b,c', joined, 'a|b|c'],
    ['a list given as one', { Type: 'CommaDelimitedList' }, ['a', 'b'], joined, 'a|b'],
    ['a list of numbers', { Type: 'List<Number>', Default: '80,20' }, undefined, joined, '80|20'],
    ['a list of subnets', { Type: 'List<AWS::EC2::Subnet::Id>' }, 'subnet-1,subnet-2', joined, 'subnet-1|subnet-2'],
    ['an allowed value', { Type: 'String', AllowedValues: ['a', 'b'] }, 'b', P, 'b'],
    ['a pattern', { Type: 'String', AllowedPattern: '[a-z]+' }, 'abc', P, 'abc'],
    ['the name of an SSM parameter', { Type: 'AWS::SSM::Parameter::Name' }, '/x', P, '/x'],
  ])('take %s', (_, declaration, given, value, expected) => {
    expect(describedAs(value, of(declaration), given === undefined ? {} : { parameters: { P: given } })).toBe(expected);
  });

  test.each<[string, object, unknown, string]>([
    [
      'none, without a default',
      { Type: 'String' },
      undefined,
      'Parameters.P: the parameter has no default and must be given a value',
    ],
    ['text for a number', { Type: 'Number' }, 'x', "the value 'x' is no number"],
    ['text among numbers', { Type: 'List<Number>' }, '1,x', "the value 'x' is no number"],
    ['a number too small', { Type: 'Number', MinValue: '3' }, 2, 'the value 2 must be at least 3'],
    ['a number too large', { Type: 'Number', MaxValue: 3 }, 4, 'the value 4 must be at most 3'],
    ['text too short', { Type: 'String', MinLength: 3 }, 'ab', 'at least 3 characters'],
    ['text too long', { Type: 'String', MaxLength: 1 }, 'ab', 'at most 1 characters'],
    ['what is not allowed', { Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "the value 'c' must be one of [a, b]"],
    [
      'what does not match',
      { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'letters' },
      'a1',
      'must match the pattern [a-z]+. (letters)',
    ],
    ['a pattern that only ends right', { Type: 'String', AllowedPattern: 'a|b' }, 'xa', 'must match the pattern'],
    ['a pattern that is none', { Type: 'String', AllowedPattern: '(' }, 'a', 'the pattern ( is no regular expression'],
    [
      'a pattern that takes for ever',
      { Type: 'String', AllowedPattern: '(a+)+' },
      `${'a'.repeat(60)}b`,
      'takes more than 500 ms to match',
    ],
    ['an unknown type', { Type: 'Text' }, 'a', 'the Type must be String, Number'],
  ])('refuse %s', (_, declaration, given, message) => {
    expect(refused('x', of(declaration), given === undefined ? undefined : { P: given })).toContain(message);
  });

  test('that the template does not have are refused', () => {
    expect(refused('x', of({ Type: 'String', Default: '' }), { Q: 1 })).toContain(
      'Parameters: [Q] do not exist in the template; it has [P].',
    );
  });

  test('of SSM are looked up by name, where somebody uses them', () => {
    const declaration = of({ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/keys/description' });
    expect(describedAs(P, declaration, {}, { '/keys/description': 'from SSM' })).toBe('from SSM');
    expect(describedAs('not used', declaration)).toBe('not used');
    expect(refused(P, declaration)).toContain(
      'the SSM parameter /keys/description is not known: give its value in ssmParameters.',
    );

    const list = of({ Type: 'AWS::SSM::Parameter::Value<CommaDelimitedList>', Default: '/list' });
    expect(describedAs(joined, list, {}, { '/list': 'a,b' })).toBe('a|b');
  });

  test('of SSM can be those of another stack', () => {
    const deployed = new Deployed();
    deployed.deploy({
      Key: key(),
      Name: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: '/key', Value: { Ref: 'Key' } } },
    });
    const Parameters = { KeyId: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/key' } };
    const Alias = { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/x', TargetKeyId: { Ref: 'KeyId' } } };
    const Dynamic = {
      Type: 'AWS::KMS::Alias',
      Properties: { AliasName: 'alias/y', TargetKeyId: '{{resolve:ssm:/key:1}}' },
    };

    deployed.deploy({ Alias, Dynamic }, { name: 'Second', sections: { Parameters } });

    for (const KeyId of ['alias/x', 'alias/y']) {
      expect(deployed.call('DescribeKey', { KeyId }).KeyMetadata!.KeyId).toBe(deployed.id('Key'));
    }
  });
});

describe('pseudo parameters', () => {
  test.each<[string, string]>([
    ['AWS::AccountId', ACCOUNT],
    ['AWS::Region', REGION],
    ['AWS::Partition', 'aws'],
    ['AWS::StackName', 'App'],
    ['AWS::URLSuffix', 'amazonaws.com'],
  ])('%s', (name, value) => {
    expect(describedAs({ Ref: name })).toBe(value);
    expect(describedAs({ 'Fn::Sub': `<\${${name}}>` })).toBe(`<${value}>`);
  });

  test('AWS::StackId is an ARN that stays the same', () => {
    const id = describedAs({ Ref: 'AWS::StackId' });
    expect(id).toMatch(/^arn:aws:cloudformation:us-east-1:111122223333:stack\/App\/[0-9a-f-]{36}$/);
    expect(describedAs({ Ref: 'AWS::StackId' })).toBe(id);
  });

  test('follow from the Region', () => {
    const deployed = new Deployed();
    const Description = { 'Fn::Sub': '${AWS::Partition} ${AWS::URLSuffix}' };
    deployed.deploy({ Key: { Type: 'AWS::KMS::Key', Properties: { Description } } }, { region: 'cn-north-1' });
    expect(deployed.key('Key').description).toBe('aws-cn amazonaws.com.cn');
    expect(deployed.arn('Key')).toContain('arn:aws-cn:kms:cn-north-1:');
  });

  test('AWS::NoValue leaves a property out', () => {
    expect(describedAs({ Ref: 'AWS::NoValue' })).toBe('');
  });
});

describe('conditions', () => {
  const Parameters = { Stage: { Type: 'String', Default: 'test' } };
  const Conditions = {
    Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    NotProd: { 'Fn::Not': [{ Condition: 'Prod' }] },
  };
  const sections = { Parameters, Conditions, Outputs: { Id: { Condition: 'Prod', Value: { Ref: 'Extra' } } } };
  const resources = {
    Key: key({ Description: { 'Fn::If': ['Prod', { Ref: 'Extra' }, 'no extra key'] } }),
    Extra: { ...key(), Condition: 'Prod' },
    Role: { ...role(), DependsOn: 'Extra' },
  };

  test('decide which resources and outputs there are', () => {
    const [prod, test] = [new Deployed(), new Deployed()];
    prod.deploy(resources, { sections, parameters: { Stage: 'prod' } });
    test.deploy(resources, { sections });

    expect(prod.key('Key').description).toBe(prod.id('Extra'));
    expect(test.key('Key').description).toBe('no extra key');
    expect(test.deployments.resource('App', 'Extra')).toBeUndefined();
  });

  test('do not let a resource be referred to that is not there', () => {
    const error = failure(() =>
      new Deployed().deploy({ ...resources, Alias: alias('alias/x', 'Extra') }, { sections }),
    );
    expect(error.message).toContain('Alias AWS::KMS::Alias: Unresolved resource dependencies [Extra]');
  });

  test('that depend on each other are told with the path', () => {
    const cycle = { Conditions: { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } } };
    expect(refused({ 'Fn::If': ['A', 1, 2] }, cycle)).toContain('the conditions depend on each other: A -> B -> A.');
  });
});

describe('mappings', () => {
  const Mappings = { Regions: { 'us-east-1': { Text: 'Virginia' } } };

  test('are looked up', () => {
    expect(describedAs({ 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'Text'] }, { Mappings })).toBe(
      'Virginia',
    );
  });

  test('that are not there are told', () => {
    expect(refused({ 'Fn::FindInMap': ['Nowhere', 'a', 'b'] }, { Mappings })).toContain(
      'the template has no mapping Nowhere; it has [Regions].',
    );
  });
});

describe('rules', () => {
  const Parameters = { Stage: { Type: 'String', Default: 'test' }, Size: { Type: 'String', Default: 's' } };
  const Rules = {
    ProdIsLarge: {
      RuleCondition: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
      Assertions: [{ Assert: { 'Fn::Contains': [['l', 'xl'], { Ref: 'Size' }] }, AssertDescription: 'prod is large' }],
    },
  };

  test('refuse parameters that do not go together', () => {
    expect(describedAs('x', { Parameters, Rules })).toBe('x');
    expect(describedAs('x', { Parameters, Rules }, { parameters: { Stage: 'prod', Size: 'l' } })).toBe('x');
    expect(refused('x', { Parameters, Rules }, { Stage: 'prod' })).toContain(
      'Rules.ProdIsLarge: Template validation error: prod is large',
    );
  });

  test.each<[object, boolean]>([
    [{ 'Fn::EachMemberEquals': [['a', 'a'], 'a'] }, true],
    [{ 'Fn::EachMemberEquals': [['a', 'b'], 'a'] }, false],
    [
      {
        'Fn::EachMemberIn': [
          ['a', 'b'],
          ['a', 'b', 'c'],
        ],
      },
      true,
    ],
    [
      {
        'Fn::EachMemberIn': [
          ['a', 'd'],
          ['a', 'b', 'c'],
        ],
      },
      false,
    ],
    [{ 'Fn::And': [{ 'Fn::Equals': [1, 1] }, { 'Fn::Not': [{ 'Fn::Equals': [1, 2] }] }] }, true],
    [{ 'Fn::Or': [{ 'Fn::Equals': [1, 2] }, { 'Fn::Equals': [2, 1] }] }, false],
    [
      {
        'Fn::EachMemberIn': [
          { 'Fn::ValueOfAll': ['AWS::EC2::Subnet::Id', 'VpcId'] },
          { 'Fn::RefAll': 'AWS::EC2::VPC::Id' },
        ],
      },
      true,
    ],
  ])('%j', (Assert, holds) => {
    const sections = { Rules: { R: { Assertions: [{ Assert }] } } };
    if (holds) expect(describedAs('x', sections)).toBe('x');
    else expect(refused('x', sections)).toContain('Template validation error');
  });
});

describe('Fn::ForEach', () => {
  const Transform = 'AWS::LanguageExtensions';
  const Parameters = { Teams: { Type: 'CommaDelimitedList', Default: 'orders,sales' } };

  test('writes resources, properties and outputs', () => {
    // GIVEN
    const deployed = new Deployed();

    // WHEN
    deployed.deploy(
      {
        'Fn::ForEach::Keys': [
          'Team',
          { Ref: 'Teams' },
          {
            'Key${Team}': key({
              Description: { 'Fn::Sub': 'of ${Team} in ${AWS::Region}' },
              Tags: [{ Key: 'team', Value: { Ref: 'Team' } }],
            }),
            'Alias${Team}': {
              Type: 'AWS::KMS::Alias',
              Properties: {
                AliasName: { 'Fn::Join': ['/', ['alias', { Ref: 'Team' }]] },
                TargetKeyId: { 'Fn::GetAtt': ['Key${Team}', 'Arn'] },
              },
            },
          },
        ],
      },
      {
        sections: {
          Transform,
          Parameters,
          Outputs: {
            'Fn::ForEach::Out': [
              'Team',
              { Ref: 'Teams' },
              { '${Team}Arn': { Value: { 'Fn::GetAtt': ['Key${Team}', 'Arn'] }, Export: { Name: '${Team}' } } },
            ],
          },
        },
      },
    );
    deployed.deploy(
      {
        Alias: {
          Type: 'AWS::KMS::Alias',
          Properties: { AliasName: 'alias/imported', TargetKeyId: { 'Fn::ImportValue': 'sales' } },
        },
      },
      { name: 'Other' },
    );

    // THEN
    expect(deployed.key('Keyorders')).toMatchObject({
      description: `of orders in ${REGION}`,
      tags: { team: 'orders' },
    });
    expect(deployed.call('DescribeKey', { KeyId: 'alias/sales' }).KeyMetadata!.Arn).toBe(deployed.arn('Keysales'));
    expect(deployed.call('DescribeKey', { KeyId: 'alias/imported' }).KeyMetadata!.Arn).toBe(deployed.arn('Keysales'));
  });

  test('can be nested, and leaves out what no logical id may have', () => {
    const deployed = new Deployed();
    const inner = { 'Fn::ForEach::Inner': ['B', ['x', 'y'], { 'Key&{A}${B}': key({ Description: '${A}${B}' }) }] };
    deployed.deploy({ 'Fn::ForEach::Outer': ['A', ['a.1', 'b.2'], inner] }, { sections: { Transform } });

    expect(['Keya1x', 'Keya1y', 'Keyb2x', 'Keyb2y'].map((id) => deployed.key(id).description)).toEqual([
      'a.1x',
      'a.1y',
      'b.2x',
      'b.2y',
    ]);
  });

  test.each<[object, string]>([
    [{ 'Fn::ForEach::L': ['A', ['a', 'b'], { Same: key() }] }, 'the loop writes Same twice'],
    [{ 'Fn::ForEach::L': ['A', ['a']] }, 'write [identifier, collection, { key: value }]'],
    [{ 'Fn::ForEach::L': ['A', 'a', { 'K${A}': key() }] }, 'the collection must be a list'],
  ])('%j is refused', (resources, message) => {
    expect(failure(() => new Deployed().deploy(resources, { sections: { Transform } })).message).toContain(message);
  });

  test('that multiplies itself is stopped', () => {
    const many = Array.from({ length: 100 }, (_, i) => `e${i}`);
    let body: object = { 'K${A0}${A1}${A2}${A3}${A4}': key() };
    for (let level = 0; level < 5; level++) body = { [`Fn::ForEach::L${level}`]: [`A${level}`, many, body] };
    expect(failure(() => new Deployed().deploy(body, { sections: { Transform } })).message).toContain(
      'the loops write more than 500000 values',
    );
  });

  test('needs the transform', () => {
    const error = failure(() => new Deployed().deploy({ 'Fn::ForEach::L': ['A', ['a'], { 'K${A}': key() }] }));
    expect(error.message).toContain('this needs the transform AWS::LanguageExtensions');
  });
});

describe('dependencies', () => {
  test('that lead back are told with the path', () => {
    const error = failure(() =>
      new Deployed().deploy({
        A: { ...role(), DependsOn: 'B' },
        B: { ...role(), DependsOn: ['C'] },
        C: role({ Description: { 'Fn::Sub': '${A.Arn}' } }),
      }),
    );
    expect(error.message).toBe('Stack App: Circular dependency between resources: A -> B -> C -> A.');
  });

  test('may be a chain as long as there are resources', () => {
    const resources = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [
        `T${i}`,
        { Type: 'AWS::SNS::Topic', ...(i < 4999 && { DependsOn: `T${i + 1}` }) },
      ]),
    );
    expect(() => new Deployed().deploy(resources)).not.toThrow();
  });

  test('are found in every function', () => {
    const { changes } = new Deployed().deploy({
      Z: key({ Description: { 'Fn::Join': ['', [{ 'Fn::Sub': ['${v}', { v: { 'Fn::GetAtt': 'Y.Arn' } }] }]] } }),
      Y: key({ Description: { 'Fn::Sub': '${!Not} ${X.KeyId}' } }),
      X: key({ Description: { Ref: 'W' } }),
      W: key(),
    });
    expect(changes.map(({ logicalId }) => logicalId)).toEqual(['W', 'X', 'Y', 'Z']);
  });
});

describe('resources of other services', () => {
  test('have a name and an ARN that policies can use, and are listed', () => {
    const deployed = new Deployed();
    const { changes, notModelled } = deployed.deploy({
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'data-${AWS::AccountId}' } } },
      Queue: { Type: 'AWS::SQS::Queue' },
      Unheard: { Type: 'AWS::NewService::Thing' },
    });
    const { deployments } = deployed;

    expect(changes).toEqual([]);
    expect(notModelled.map(({ logicalId }) => logicalId)).toEqual(['Bucket', 'Queue', 'Unheard']);
    expect(deployed.arn('Bucket')).toBe(`arn:aws:s3:::data-${ACCOUNT}`);
    expect(deployed.id('Queue')).toMatch(
      /^https:\/\/sqs\.us-east-1\.amazonaws\.com\/111122223333\/App-Queue-[A-Z2-7]{12}$/,
    );
    expect(deployments.resource('App', 'Queue')!.attribute('Arn')).toMatch(
      /^arn:aws:sqs:us-east-1:111122223333:App-Queue-/,
    );
    expect(deployed.arn('Unheard')).toMatch(/^arn:aws:newservice:us-east-1:111122223333:thing\/App-Unheard-/);
  });

  test('of KMS and IAM that are not known are refused, unless told to be left alone', () => {
    const resources = { Store: { Type: 'AWS::KMS::CustomKeyStore' } };
    expect(failure(() => new Deployed().deploy(resources)).message).toContain(
      'AWS::KMS::CustomKeyStore cannot be honoured',
    );
    expect(() => new Deployed().deploy(resources, {}, { notModelled: ['AWS::KMS::CustomKeyStore'] })).not.toThrow();
  });

  test('need not be understood beyond their names', () => {
    const Secret = {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        MasterUserPassword: '{{resolve:secretsmanager:x}}',
        Strange: { 'Fn::GetAtt': ['Queue', 'Nothing'] },
      },
    };
    expect(() => new Deployed().deploy({ Secret, Queue: { Type: 'AWS::SQS::Queue' } })).not.toThrow();
  });
});
