import { compilePolicy, type PolicyKind } from '../../src/access/compile-policy';
import { PolicyError } from '../../src/access/policy-error';

const valid = { Sid: 'Use', Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'kms:Decrypt', Resource: '*' };
const withStatement =
  (elements: object, kind: PolicyKind = 'keyPolicy') =>
  () =>
    compilePolicy({ Version: '2012-10-17', Statement: [{ ...valid, ...elements }] }, kind);
const identity = ({ Principal: _, ...elements }: Partial<typeof valid> & object) => elements;

describe('compilePolicy: what is read', () => {
  test('text and objects, one statement and several', () => {
    const fromText = compilePolicy(JSON.stringify({ Statement: valid }), 'keyPolicy', 'orders key');

    expect(fromText).toMatchObject({
      kind: 'keyPolicy',
      name: 'orders key',
      document: JSON.stringify({ Statement: valid }),
    });
    expect(compilePolicy({ Version: '2008-10-17', Id: 'x', Statement: [valid, valid] }, 'keyPolicy').name).toBe(
      'key policy',
    );
  });

  test.each<[PolicyKind, object]>([
    ['identityPolicy', identity(valid)],
    ['permissionsBoundary', identity(valid)],
    ['sessionPolicy', identity(valid)],
    ['serviceControlPolicy', identity(valid)],
    ['resourceControlPolicy', { ...valid, Principal: '*' }],
    ['vpcEndpointPolicy', valid],
    [
      'trustPolicy',
      {
        Effect: 'Allow',
        Principal: { Federated: 'cognito-identity.amazonaws.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
      },
    ],
  ])('a %s', (kind, statement) => {
    expect(compilePolicy({ Version: '2012-10-17', Statement: statement }, kind).kind).toBe(kind);
  });
});

describe('compilePolicy: what is refused', () => {
  test.each<[string, () => unknown, string]>([
    ['text that is no JSON', () => compilePolicy('{', 'keyPolicy'), 'key policy: it is not valid JSON'],
    ['JSON that is no object', () => compilePolicy('[]', 'keyPolicy'), 'key policy: it is not a JSON object'],
    [
      'an object with a circle',
      () => {
        const circle: { Statement?: object } = {};
        circle.Statement = circle;
        return compilePolicy(circle, 'keyPolicy');
      },
      'it cannot be written as JSON',
    ],
    [
      'a key that stands twice',
      () =>
        compilePolicy(
          '{"Statement":{"Effect":"Deny","Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}',
          'keyPolicy',
        ),
      "the key 'Effect' stands twice in one object",
    ],
    [
      'a key that stands twice, once escaped',
      () => compilePolicy('{"Statement":[{"Action":"*","\\u0041ction":"*"}]}', 'keyPolicy'),
      "the key 'Action' stands twice",
    ],
    [
      'another element',
      () => compilePolicy({ Statements: [] }, 'keyPolicy'),
      "'Statements' is no element of a policy. Write one of Version, Id, Statement",
    ],
    [
      'another version',
      () => compilePolicy({ Version: '2012-10-18', Statement: valid }, 'keyPolicy'),
      'key policy, Version: it is "2012-10-18". Write \'2012-10-17\'',
    ],
    ['an Id that is no text', () => compilePolicy({ Id: 1, Statement: valid }, 'keyPolicy'), 'key policy, Id'],
    ['no statement', () => compilePolicy({ Version: '2012-10-17' }, 'keyPolicy'), 'the document has no statement'],
    [
      'an empty list of statements',
      () => compilePolicy({ Statement: [] }, 'keyPolicy'),
      'the document has no statement',
    ],
    [
      'a statement that is no object',
      () => compilePolicy({ Statement: ['Allow'] }, 'keyPolicy'),
      'statement 0: it is not an object',
    ],
    [
      'another element of a statement',
      withStatement({ Conditions: {} }),
      "key policy, statement 'Use': 'Conditions' is no element of a policy",
    ],
    ['a Sid that is no text', withStatement({ Sid: 7 }), 'statement 0, Sid: it is not a string'],
    ['no Effect', withStatement({ Effect: undefined }), 'Effect: it is missing'],
    ['an Effect in lower case', withStatement({ Effect: 'allow' }), "Effect: it is \"allow\". Write 'Allow' or 'Deny'"],
    ['no Principal', withStatement({ Principal: undefined }), 'Principal: the statement has none'],
    ['a Principal in an identity policy', withStatement({}, 'identityPolicy'), 'the identity policy cannot have one'],
    [
      'a named Principal in a resource control policy',
      withStatement({}, 'resourceControlPolicy'),
      'applies to everyone',
    ],
    [
      'a Principal that is a text',
      withStatement({ Principal: '111122223333' }),
      "the principal is neither '*' nor an object",
    ],
    [
      'a type of principal that is none',
      withStatement({ Principal: { User: 'alice' } }),
      "'User' is no type of principal",
    ],
    [
      'a principal that is no text',
      withStatement({ Principal: { AWS: 111122223333 } }),
      'Principal.AWS: it is neither a string nor a list of strings',
    ],
    ['nobody', withStatement({ Principal: { AWS: [] } }), 'it names nobody'],
    ['no principal at all', withStatement({ Principal: {} }), 'it names nobody'],
    [
      'a group',
      withStatement({ Principal: { AWS: 'arn:aws:iam::111122223333:group/admins' } }),
      'is a group, which is no principal',
    ],
    [
      'part of a role name',
      withStatement({ Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } }),
      'is no principal',
    ],
    [
      'part of a session name',
      withStatement({ Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/App/s?' } }),
      'is no principal',
    ],
    ['a short account id', withStatement({ Principal: { AWS: '11112222333' } }), 'is no principal'],
    [
      'the ARN of a key',
      withStatement({ Principal: { AWS: 'arn:aws:kms:us-east-1:111122223333:key/1' } }),
      'is no principal',
    ],
    ['every service', withStatement({ Principal: { Service: '*' } }), 'is no service principal'],
    [
      'NotPrincipal with Allow',
      withStatement({ Principal: undefined, NotPrincipal: { AWS: '111122223333' } }),
      'AWS supports it with Deny only',
    ],
    [
      'Principal and NotPrincipal',
      withStatement({ Effect: 'Deny', NotPrincipal: '*' }),
      'Principal and NotPrincipal stand in one statement',
    ],
    [
      'Action and NotAction',
      withStatement({ NotAction: 'kms:Encrypt' }),
      'Action and NotAction stand in one statement',
    ],
    [
      'Resource and NotResource',
      withStatement({ NotResource: '*' }),
      'Resource and NotResource stand in one statement',
    ],
    [
      'an action without its service',
      withStatement({ Action: 'Decrypt' }),
      "'Decrypt' is no action. Write '*' or service:action",
    ],
    [
      'an action that is no text',
      withStatement({ Action: [1] }),
      'Action: it is neither a string nor a list of strings',
    ],
    ['an empty NotAction', withStatement({ Action: undefined, NotAction: [] }), 'the statement names no action'],
    [
      'an empty NotResource',
      withStatement({ Resource: undefined, NotResource: [] }),
      'the statement names no resource',
    ],
    [
      'no action in an identity policy',
      () => compilePolicy({ Statement: identity({ ...valid, Action: undefined }) }, 'identityPolicy'),
      'the statement names no action',
    ],
    [
      'no resource in an identity policy',
      () => compilePolicy({ Statement: identity({ ...valid, Resource: undefined }) }, 'identityPolicy'),
      'the statement names no resource',
    ],
    [
      'a resource that is no ARN in an identity policy',
      () => compilePolicy({ Statement: identity({ ...valid, Resource: 'key/1' }) }, 'identityPolicy'),
      "'key/1' is neither '*' nor an ARN",
    ],
    [
      'a short ARN in a session policy',
      () => compilePolicy({ Statement: identity({ ...valid, Resource: 'arn:aws:kms' }) }, 'sessionPolicy'),
      'has fewer than six fields',
    ],
    ['a resource in a trust policy', withStatement({}, 'trustPolicy'), 'the trust policy has no resource'],
    [
      'NotAction in a resource control policy',
      withStatement({ Principal: '*', Action: undefined, NotAction: 'kms:*' }, 'resourceControlPolicy'),
      'NotAction: the resource control policy cannot have it',
    ],
    [
      'a variable before the fifth colon',
      withStatement({ Resource: 'arn:aws:kms:*:${aws:PrincipalAccount}:key/*' }),
      'has a variable before its fifth colon',
    ],
    [
      'a variable that is not closed',
      withStatement({ Resource: 'arn:aws:kms:*:*:key/${aws:username' }),
      'has a broken variable',
    ],
    [
      'an operator that does not exist',
      withStatement({ Condition: { StringMatches: { 'aws:username': 'a' } } }),
      "'StringMatches' is no condition operator",
    ],
    [
      'an operator in lower case',
      withStatement({ Condition: { stringequals: { 'aws:username': 'a' } } }),
      "'stringequals' is no condition operator",
    ],
    [
      'an operator with another set',
      withStatement({ Condition: { 'ForSomeValues:StringEquals': { 'aws:username': 'a' } } }),
      'is no condition operator',
    ],
    [
      'an operator with the name of a property of objects',
      withStatement({ Condition: { constructor: { 'aws:username': 'a' } } }),
      'is no condition operator',
    ],
    [
      'Null with IfExists',
      withStatement({ Condition: { NullIfExists: { 'aws:username': 'true' } } }),
      "'NullIfExists' is no condition operator",
    ],
    [
      'a set of Null',
      withStatement({ Condition: { 'ForAllValues:Null': { 'aws:username': 'true' } } }),
      'is no condition operator',
    ],
    [
      'a key without its service',
      withStatement({ Condition: { StringEquals: { username: 'a' } } }),
      "'username' is no condition key",
    ],
    ['a condition that is no object', withStatement({ Condition: 'x' }), 'Condition: it is no object of operators'],
    [
      'an operator that is no object',
      withStatement({ Condition: { StringEquals: ['a'] } }),
      'Condition.StringEquals: it is no object of condition keys',
    ],
    [
      'a value that is an object',
      withStatement({ Condition: { StringEquals: { 'aws:username': { a: 1 } } } }),
      'a value is neither text, number nor boolean',
    ],
    [
      'a value that is null',
      withStatement({ Condition: { StringEquals: { 'aws:username': null } } }),
      'a value is neither text, number nor boolean',
    ],
    [
      'a number that is none',
      withStatement({ Condition: { NumericEquals: { 'kms:RotationPeriodInDays': 'ten' } } }),
      "'ten' is not a number. Write a number",
    ],
    [
      'a date that is none',
      withStatement({ Condition: { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } } }),
      "'tomorrow' is not a date",
    ],
    [
      'a boolean that is none',
      withStatement({ Condition: { Bool: { 'aws:SecureTransport': 'yes' } } }),
      "'yes' is not true or false",
    ],
    [
      'Null of something else',
      withStatement({ Condition: { Null: { 'aws:username': 'maybe' } } }),
      "'maybe' is not true or false",
    ],
    ['base64 that is none', withStatement({ Condition: { BinaryEquals: { 'test:Key': '!' } } }), "'!' is not base64"],
    [
      'a range that is none',
      withStatement({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/33' } } }),
      "'203.0.113.0/33' is not an IP address",
    ],
    [
      'an address that is none',
      withStatement({ Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113' } } }),
      "'203.0.113' is not an IP address",
    ],
    [
      'a variable in a condition that is not closed',
      withStatement({ Condition: { StringEquals: { 'aws:username': '${aws:userid' } } }),
      'write ${$}',
    ],
  ])('%s', (_, compile, message) => {
    // WHEN
    const error = (() => {
      try {
        compile();
        return undefined;
      } catch (thrown) {
        return thrown;
      }
    })();

    // THEN
    expect(error).toBeInstanceOf(PolicyError);
    expect((error as PolicyError).message).toContain(message);
  });

  test('the error tells the statement by its place where it has no Sid', () => {
    const compile = () =>
      compilePolicy({ Statement: [valid, { ...valid, Sid: undefined, Action: 'x' }] }, 'keyPolicy', 'orders');

    expect(compile).toThrow("orders, statement 1, Action: 'x' is no action");
  });
});

describe('compilePolicy: what is taken although it does nothing or is odd', () => {
  test.each<[string, object]>([
    ['no Action in a key policy', { Action: undefined }],
    ['an empty Action in a key policy', { Action: [] }],
    ['no Resource in a key policy', { Resource: undefined }],
    ['an unknown condition key', { Condition: { StringEquals: { 'kms:NotYetThere': 'x' } } }],
    ['an unknown action', { Action: 'kms:Frobnicate' }],
    ['no values', { Condition: { StringEquals: { 'kms:ViaService': [] } } }],
    ['an empty condition', { Condition: {} }],
    ['a dollar sign in the version of 2012', { Condition: { StringEquals: { 'test:Price': '$5' } } }],
    ['spaces in a Sid', { Sid: 'Allow use of the key' }],
    ['a mixed list of values', { Condition: { StringEquals: { 'test:Key': ['a', 1, true] } } }],
    ['the id of a deleted role', { Principal: { AWS: 'AROACKCEVSQ6C2EXAMPLE' } }],
    [
      'a session of an infrastructure role',
      { Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/i-5d476fab' } },
    ],
  ])('%s', (_, elements) => {
    expect(withStatement(elements)).not.toThrow();
  });

  test('a broken variable in the version of 2008 is text', () => {
    const Condition = { StringEquals: { 'aws:username': '${' } };

    expect(() =>
      compilePolicy({ Version: '2008-10-17', Statement: { ...valid, Condition } }, 'keyPolicy'),
    ).not.toThrow();
  });
});
