import {
  AccountRootPrincipal,
  AnyPrincipal,
  ArnPrincipal,
  Effect,
  Group,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { AccountAccess, KeyOrigin, MacKey, SymmetricKey, type SymmetricKeyProps } from 'cdk-keysmith';
import { LocalKms } from 'cdk-keysmith/local';
import { ACCOUNT, actionsOf, ENV, keyPolicyOf, newStack, ROOT, statementNamed, warningsOf } from './synthesized';

const OTHER = '444455556666';
const assumedBy = new AccountRootPrincipal();

/** A key, a role that IAM allows everything on keys, and one that it allows nothing. */
function setUp(props: (roles: { powerful: Role; nobody: Role }) => SymmetricKeyProps) {
  const stack = newStack();
  const powerful = new Role(stack, 'Powerful', { assumedBy });
  powerful.addToPolicy(new PolicyStatement({ actions: ['kms:*'], resources: ['*'] }));
  const nobody = new Role(stack, 'Nobody', { assumedBy });
  const key = new SymmetricKey(stack, 'Key', props({ powerful, nobody }));
  return { stack, key, powerful, nobody };
}

const local = (stack: ReturnType<typeof newStack>, options = {}) =>
  LocalKms.fromStack(stack, { accountId: ACCOUNT, region: ENV.region, ...options });

describe('other accounts', () => {
  test('stand beside the users, and decide for themselves who of theirs may use the key', () => {
    // GIVEN
    const { stack, key, nobody } = setUp(({ nobody: user }) => ({ users: [user], externalAccounts: [OTHER] }));

    // WHEN
    const kms = local(stack);

    // THEN
    expect(statementNamed(key, 'Allow use of the key').Principal).toEqual({
      AWS: expect.arrayContaining([stack.resolve(nobody.roleArn), `arn:aws:iam::${OTHER}:root`]),
    });
    expect(kms.isAllowed({ as: `arn:aws:iam::${OTHER}:root`, action: 'kms:Decrypt', key })).toBe(true);
    expect(kms.isAllowed({ as: `arn:aws:iam::${OTHER}:role/theirs`, action: 'kms:Decrypt', key })).toBe(false);
    expect(kms.isAllowed({ as: `arn:aws:iam::${OTHER}:root`, action: 'kms:PutKeyPolicy', key })).toBe(false);
  });

  test.each([['abc'], ['12345'], [ACCOUNT]])('%s is refused', (account) => {
    expect(() => setUp(() => ({ externalAccounts: [account] }))).toThrow('[keysmith:account-invalid]');
  });
});

describe('organizations', () => {
  const ORGANIZATION = 'o-a1b2c3d4e5';

  test('let the other accounts of the organization use the key, and nobody of the account itself', () => {
    const { stack, key } = setUp(() => ({ organizations: [ORGANIZATION] }));

    expect(statementNamed(key, 'Allow use by other accounts of the organization')).toMatchObject({
      Principal: { AWS: '*' },
      Condition: {
        StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION },
        StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT },
      },
    });
    const kms = local(stack);
    const context = { 'aws:PrincipalOrgID': ORGANIZATION };
    const isAllowed = (as: string, more = {}) =>
      kms.isAllowed({ as, action: 'kms:Decrypt', key, context: { ...context, ...more } });
    expect(isAllowed(`arn:aws:iam::${OTHER}:root`)).toBe(true);
    expect(isAllowed(`arn:aws:iam::${OTHER}:root`, { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' })).toBe(false);
    expect(isAllowed(`arn:aws:iam::${ACCOUNT}:role/anybody`)).toBe(false);
  });

  test('are several in one statement', () => {
    const { key } = setUp(() => ({ organizations: ['o-a1b2c3d4e5', 'o-f6a7b8c9d0'] }));

    expect(keyPolicyOf(key)).toHaveLength(2);
  });

  test('have ids', () => {
    expect(() => setUp(() => ({ organizations: ['my-company'] }))).toThrow('[keysmith:organization-invalid]');
  });
});

describe('denials', () => {
  test('denyGrantsOutsideAws is the statement that AWS Control Tower looks for, with no other condition', () => {
    const { key } = setUp(() => ({ denyGrantsOutsideAws: true }));

    expect(statementNamed(key, 'Deny grants other than those of AWS services')).toEqual({
      Sid: 'Deny grants other than those of AWS services',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'kms:CreateGrant',
      Resource: '*',
      Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
    });
  });

  test('denyGrantsOutsideAws holds back whoever the policy allows otherwise, and not AWS services', () => {
    const { stack, key, nobody } = setUp(() => ({ denyGrantsOutsideAws: true }));
    key.grant(nobody, 'kms:CreateGrant');
    const kms = local(stack);
    const isAllowed = (isForAws: boolean) =>
      kms.isAllowed({ as: nobody, action: 'kms:CreateGrant', key, context: { 'kms:GrantIsForAWSResource': isForAws } });

    expect(isAllowed(false)).toBe(false);
    expect(isAllowed(true)).toBe(true);
  });

  test('preventDeletionBy holds back even whom IAM allows', () => {
    const { stack, key, powerful } = setUp(({ powerful: role }) => ({ preventDeletionBy: [role] }));
    const kms = local(stack);

    expect(kms.isAllowed({ as: powerful, action: 'kms:ScheduleKeyDeletion', key })).toBe(false);
    expect(kms.isAllowed({ as: powerful, action: 'kms:DisableKey', key })).toBe(true);
  });

  test('preventDeletionBy covers imported material, and may be everybody', () => {
    const { key } = setUp(() => ({ origin: KeyOrigin.EXTERNAL, preventDeletionBy: [new AnyPrincipal()] }));

    expect(statementNamed(key, 'Deny deletion of the key')).toMatchObject({
      Effect: 'Deny',
      Action: ['kms:ScheduleKeyDeletion', 'kms:DeleteImportedKeyMaterial'],
    });
  });

  test('a group is refused there too', () => {
    const stack = newStack();
    const group = new Group(stack, 'Group');

    expect(() => new SymmetricKey(stack, 'Key', { preventDeletionBy: [group] })).toThrow('[keysmith:group-principal]');
  });
});

describe('statements and policies of one’s own', () => {
  const mine = () =>
    new PolicyStatement({
      sid: 'Mine',
      actions: ['kms:Decrypt'],
      resources: ['*'],
      principals: [new ArnPrincipal(`arn:aws:iam::${ACCOUNT}:role/mine`)],
    });

  test('policyStatements are added to the default policy', () => {
    const { key } = setUp(() => ({ policyStatements: [mine()] }));

    expect(keyPolicyOf(key).map(({ Sid }) => Sid)).toEqual(['Enable IAM User Permissions', 'Mine']);
  });

  test('a policy takes the place of the default one', () => {
    const statement = new PolicyStatement({
      actions: ['kms:*'],
      resources: ['*'],
      principals: [new ArnPrincipal(ROOT)],
    });
    const { stack, key } = setUp(() => ({ policy: new PolicyDocument({ statements: [statement, mine()] }) }));

    expect(keyPolicyOf(key)).toEqual([
      { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' },
      expect.objectContaining({ Sid: 'Mine' }),
    ]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('what is added to that policy later, and what else is asked for, stands in it', () => {
    const policy = new PolicyDocument();
    const { stack, key, nobody } = setUp(() => ({ policy, accountAccess: AccountAccess.ADMINISTRATION }));
    key.grantDecrypt(nobody);
    policy.addStatements(mine());

    expect(keyPolicyOf(key).map(({ Sid }) => Sid)).toEqual(['Enable IAM User Permissions', 'Allow decryption', 'Mine']);
    expect(statementNamed(key, 'Allow decryption').Principal).toEqual({ AWS: stack.resolve(nobody.roleArn) });
  });

  test.each([
    ['an empty policy, for which AWS KMS would put kms:*', () => new PolicyDocument()],
    ['a policy that locks out whoever deploys', () => new PolicyDocument({ statements: [mine()] })],
  ])('%s is refused', (_what, policy) => {
    const { key } = setUp(() => ({ policy: policy() }));

    expect(() => keyPolicyOf(key)).toThrow('[keysmith:lockout]');
  });

  test('a policy may name the deployer', () => {
    const deployer = new ArnPrincipal(`arn:aws:iam::${ACCOUNT}:role/deployer`);
    const { key } = setUp(() => ({ policy: new PolicyDocument({ statements: [mine()] }), deployer }));

    expect(keyPolicyOf(key).map(({ Sid }) => Sid)).toEqual(['Allow deployment', 'Mine']);
  });

  test('kms:* that other hands add is warned about', () => {
    const { stack, key } = setUp(() => ({}));
    key.addToResourcePolicy(
      new PolicyStatement({ actions: ['kms:*'], resources: ['*'], principals: [new ArnPrincipal(ROOT)] }),
    );

    expect(warningsOf(stack)).toEqual([expect.stringContaining('keysmith:everything-allowed')]);
  });

  test('EventBridge, which tells AWS KMS nothing of its source, keeps its statement and a warning', () => {
    const { stack, key } = setUp(() => ({}));
    key.grantEncryptDecrypt(new ServicePrincipal('events.amazonaws.com'));

    expect(statementNamed(key, 'Allow use of the key').Condition).toBeUndefined();
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/neither resource nor account.*service-without-source/s)]);
  });
});

describe('whatever the kind of the key', () => {
  test('every list gives no more than the kind can do', () => {
    const key = new MacKey(newStack(), 'Key', { externalAccounts: [OTHER], organizations: ['o-a1b2c3d4e5'] });

    const actions = keyPolicyOf(key)
      .filter(({ Effect: effect }) => effect === Effect.ALLOW)
      .slice(1)
      .flatMap(actionsOf);
    expect([...new Set(actions)].sort()).toEqual(['kms:DescribeKey', 'kms:GenerateMac', 'kms:VerifyMac']);
  });
});
