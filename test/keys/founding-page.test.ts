import { AccountRootPrincipal, ArnPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { KeyCreatorPolicy, SymmetricKey } from 'cdk-keysmith';
import { LocalKms } from 'cdk-keysmith/local';
import { ACCOUNT, actionsOf, ENV, newStack, statementNamed } from './synthesized';

const root = `arn:aws:iam::${ACCOUNT}:root`;
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A local KMS with a role that IAM allows these actions on everything. */
function creatorWith(...actions: string[]) {
  const stack = newStack();
  const as = new Role(stack, 'Creator', { assumedBy: new AccountRootPrincipal() });
  if (actions.length > 0) as.addToPolicy(new PolicyStatement({ actions, resources: ['*'] }));
  return { as, kms: LocalKms.fromStack(stack, { accountId: ACCOUNT, region: ENV.region }) };
}

const policyThatAllows = (principal: string, ...actions: string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: actions, Resource: '*' }],
  });

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/create-keys.html */
describe('what AWS says about the creation of keys', () => {
  test('a key is created by whoever IAM allows to, and by nobody else', () => {
    const allowed = creatorWith('kms:CreateKey', 'kms:PutKeyPolicy');
    const denied = creatorWith();

    expect(allowed.kms.call('CreateKey', {}, { as: allowed.as })).toHaveProperty('KeyMetadata');
    expect(() => denied.kms.call('CreateKey', {}, { as: denied.as })).toThrow('kms:CreateKey');
  });

  test('its creator must be allowed to change its policy: by IAM, by the policy itself, or not if he insists', () => {
    const { kms, as } = creatorWith('kms:CreateKey');
    const create = (input: object) => kms.call('CreateKey', input, { as });
    const forOthers = policyThatAllows(arn('other'), 'kms:PutKeyPolicy');

    expect(() => create({ Policy: forOthers })).toThrow('will not allow you to update the key policy');
    expect(create({ Policy: policyThatAllows(kms.arn(as), 'kms:PutKeyPolicy') })).toHaveProperty('KeyMetadata');
    expect(create({ Policy: forOthers, BypassPolicyLockoutSafetyCheck: true })).toHaveProperty('KeyMetadata');
  });

  test('tags at the creation need IAM; the policy of the new key counts for tags that come later', () => {
    const { kms, as } = creatorWith('kms:CreateKey');
    const Policy = policyThatAllows(kms.arn(as), 'kms:PutKeyPolicy', 'kms:TagResource');
    const Tags = [{ TagKey: 'team', TagValue: 'orders' }];

    expect(() => kms.call('CreateKey', { Policy, Tags }, { as })).toThrow('kms:TagResource');
    const { KeyMetadata } = kms.call('CreateKey', { Policy }, { as });
    expect(() => kms.call('TagResource', { KeyId: KeyMetadata!.KeyId!, Tags }, { as })).not.toThrow();
  });

  test('an alias needs permission on the alias, in IAM, and on the key, in either', () => {
    const stack = newStack();
    const as = new Role(stack, 'Creator', { assumedBy: new AccountRootPrincipal() });
    new KeyCreatorPolicy(stack, 'Policy', { roles: [as] });
    const kms = LocalKms.fromStack(stack, { accountId: ACCOUNT, region: ENV.region });
    const keyOf = (...actions: string[]) =>
      kms.call('CreateKey', { Policy: policyThatAllows(kms.arn(as), 'kms:PutKeyPolicy', ...actions) }, { as })
        .KeyMetadata!;
    const name = (AliasName: string, TargetKeyId: string) =>
      kms.call('CreateAlias', { AliasName, TargetKeyId }, { as });

    expect(() => name('alias/a', keyOf().KeyId!)).toThrow('kms:CreateAlias');
    expect(() => name('alias/b', keyOf('kms:CreateAlias').KeyId!)).not.toThrow();
  });

  test('a key is made without an alias, and says nothing of one', () => {
    const { kms } = creatorWith();
    kms.call('CreateKey', {}, { as: root });

    expect(kms.call('ListAliases', {}, { as: root }).Aliases?.filter(({ TargetKeyId }) => TargetKeyId)).toEqual([]);
  });

  test('administrators of whom deletion is kept back manage everything else', () => {
    const key = new SymmetricKey(newStack(), 'Key', { administrators: [new ArnPrincipal(arn('admin'))] });
    const actions = actionsOf(statementNamed(key, 'Allow access for Key Administrators'));

    expect(actions).not.toEqual(expect.arrayContaining(['kms:ScheduleKeyDeletion']));
    expect(actions).toEqual(expect.arrayContaining(['kms:PutKeyPolicy', 'kms:TagResource', 'kms:CreateAlias']));
  });
});
