import { Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { KeyCreatorPolicy, type KeyCreatorPolicyProps, KeySpec } from 'cdk-keysmith';
import { LocalKms } from 'cdk-keysmith/local';
import { ACCOUNT, ENV, newStack, readable, type Statement } from './synthesized';

/** A role with the policy alone, in a local KMS that has no key. */
function setUp(props: KeyCreatorPolicyProps = {}) {
  const stack = newStack();
  const creator = new Role(stack, 'Creator', { assumedBy: new AccountRootPrincipal() });
  new KeyCreatorPolicy(stack, 'Policy', { roles: [creator], ...props });
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const statements = readable(policy.Properties.PolicyDocument.Statement) as Statement[];
  return { stack, creator, statements };
}

const local = ({ stack }: ReturnType<typeof setUp>) =>
  LocalKms.fromStack(stack, { accountId: ACCOUNT, region: ENV.region });

/** A key policy that allows its creator what belongs to this one key. */
const policyFor = (creator: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: creator },
        Action: ['kms:PutKeyPolicy', 'kms:CreateAlias', 'kms:DescribeKey'],
        Resource: '*',
      },
    ],
  });

describe('the policy of people who create keys', () => {
  test('is that of the founding page, as JSON that IAM takes', () => {
    expect(setUp().statements).toEqual([
      {
        Sid: 'TagKeysOfTheAccount',
        Effect: 'Allow',
        Action: 'kms:TagResource',
        Resource: `arn:aws:kms:*:${ACCOUNT}:key/*`,
      },
      {
        Sid: 'NameKeysOfTheAccount',
        Effect: 'Allow',
        Action: 'kms:CreateAlias',
        Resource: `arn:aws:kms:*:${ACCOUNT}:alias/*`,
      },
      { Sid: 'CreateKeys', Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*' },
      { Sid: 'ListKeysAndAliases', Effect: 'Allow', Action: ['kms:ListKeys', 'kms:ListAliases'], Resource: '*' },
    ]);
  });

  test('suffices for a key with tags and an alias whose policy names its creator', () => {
    // GIVEN
    const layout = setUp();
    const kms = local(layout);
    const as = layout.creator;

    // WHEN
    const { KeyMetadata } = kms.call(
      'CreateKey',
      { Policy: policyFor(kms.arn(as)), Tags: [{ TagKey: 'team', TagValue: 'orders' }] },
      { as },
    );
    kms.call('CreateAlias', { AliasName: 'alias/orders', TargetKeyId: KeyMetadata!.KeyId! }, { as });

    // THEN
    expect(kms.call('ListKeys', {}, { as }).Keys).toHaveLength(1);
    expect(kms.call('ListAliases', {}, { as }).Aliases).toEqual(
      expect.arrayContaining([expect.objectContaining({ AliasName: 'alias/orders' })]),
    );
  });

  test('does not let its holder create a key that he could not manage, nor change the policy of another', () => {
    const layout = setUp();
    const kms = local(layout);
    const as = layout.creator;

    expect(() => kms.call('CreateKey', { Policy: policyFor(`arn:aws:iam::${ACCOUNT}:root`) }, { as })).toThrow(
      'will not allow you to update the key policy',
    );
    const { KeyMetadata } = kms.call('CreateKey', {}, { as: `arn:aws:iam::${ACCOUNT}:root` });
    const key = KeyMetadata!.KeyId!;
    expect(kms.isAllowed({ as, action: 'kms:PutKeyPolicy', key })).toBe(false);
    expect(kms.isAllowed({ as, action: 'kms:Decrypt', key })).toBe(false);
  });

  test('can be narrowed to Regions, aliases, tags and key specs', () => {
    const { statements } = setUp({
      regions: ['eu-central-1', 'eu-west-1'],
      aliasPrefixes: ['orders/', 'alias/receipts/'],
      tagNames: ['team'],
      keySpecs: [KeySpec.SYMMETRIC_DEFAULT, KeySpec.HMAC_256],
      requireLockoutSafetyCheck: true,
    });

    expect(statements).toMatchObject([
      {
        Resource: [`arn:aws:kms:eu-central-1:${ACCOUNT}:key/*`, `arn:aws:kms:eu-west-1:${ACCOUNT}:key/*`],
        Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } },
      },
      {
        Resource: [
          `arn:aws:kms:eu-central-1:${ACCOUNT}:alias/orders/*`,
          `arn:aws:kms:eu-central-1:${ACCOUNT}:alias/receipts/*`,
          `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/orders/*`,
          `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/receipts/*`,
        ],
      },
      {
        Condition: {
          StringEquals: {
            'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'],
            'kms:KeySpec': ['SYMMETRIC_DEFAULT', 'HMAC_256'],
          },
          BoolIfExists: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' },
        },
      },
      {},
    ]);
  });

  test.each([['*'], ['aws/'], ['alias/aws/']])('the prefix %s of aliases is refused', (prefix) => {
    expect(() => setUp({ aliasPrefixes: [prefix] })).toThrow('[keysmith:alias-invalid]');
  });

  test('narrowed, it refuses other key specs and the bypass of the lockout check', () => {
    const layout = setUp({ keySpecs: [KeySpec.SYMMETRIC_DEFAULT], requireLockoutSafetyCheck: true });
    const kms = local(layout);
    const create = (input: object) =>
      kms.call('CreateKey', { Policy: policyFor(kms.arn(layout.creator)), ...input }, { as: layout.creator });

    expect(create({}).KeyMetadata?.KeySpec).toBe('SYMMETRIC_DEFAULT');
    expect(() => create({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })).toThrow('not authorized');
    expect(() => create({ BypassPolicyLockoutSafetyCheck: true })).toThrow('not authorized');
  });
});
