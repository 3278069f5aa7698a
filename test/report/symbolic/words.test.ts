import { conditionWords } from '../../../src/report/symbolic/words';

describe('conditionWords', () => {
  test.each([
    ['StringEquals', 'kms:ViaService', ['s3.us-east-1.amazonaws.com'], 'through s3.us-east-1.amazonaws.com'],
    ['StringNotEquals', 'kms:ViaService', ['a', 'b'], 'through other than a and b'],
    ['StringLike', 'kms:EncryptionContext:aws:logs:arn', ['arn:*'], 'with encryption context aws:logs:arn like arn:*'],
    ['StringEquals', 'kms:EncryptionContext:Tenant', ['a', ''], 'with encryption context Tenant = a or ""'],
    ['StringEqualsIfExists', 'aws:PrincipalTag/team', ['x'], 'with principal tag team = x, where the request has it'],
    ['Bool', 'kms:GrantIsForAWSResource', ['true'], 'for a resource of an AWS service'],
    ['Bool', 'aws:MultiFactorAuthPresent', ['False'], 'without MFA'],
    ['BoolIfExists', 'aws:SecureTransport', ['false'], 'without TLS, where the request has it'],
    ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24'], 'from 203.0.113.0/24'],
    ['NotIpAddress', 'aws:SourceIp', ['203.0.113.0/24'], 'from outside of 203.0.113.0/24'],
    ['DateLessThan', 'aws:CurrentTime', ['2026-01-01T00:00:00Z'], 'before 2026-01-01T00:00:00Z'],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', ['300'], 'with aws:MultiFactorAuthAge < 300'],
    ['Null', 'kms:EncryptionContext:tenant', ['true'], 'without encryption context tenant'],
    ['Null', 'kms:EncryptionContext:tenant', ['false'], 'with any encryption context tenant'],
    [
      'ForAllValues:StringEquals',
      'kms:EncryptionContextKeys',
      ['a', 'b'],
      'with every kms:EncryptionContextKeys = a or b, or none',
    ],
    ['ForAnyValue:StringLike', 'kms:ResourceAliases', ['alias/a*'], 'with one kms:ResourceAliases like alias/a*'],
    ['StringEquals', 'kms:CallerAccount', ['111122223333'], 'for callers of account 111122223333'],
  ])('%s %s %j', (operator, key, values, words) => {
    expect(conditionWords({ operator, key, values })).toBe(words);
  });
});
