import { App, Aws, BootstraplessSynthesizer, Duration, LegacyStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  AccountRootPrincipal,
  AnyPrincipal,
  ArnPrincipal,
  CanonicalUserPrincipal,
  Effect,
  Group,
  type IGrantable,
  OrganizationPrincipal,
  PolicyStatement,
  Role,
  ServicePrincipal,
  StarPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { ViaServicePrincipal } from 'aws-cdk-lib/aws-kms';
import {
  AccountAccess,
  KeySpec,
  KeyUse,
  SigningKey,
  type SigningKeyProps,
  SymmetricKey,
  type SymmetricKeyProps,
} from 'cdk-keysmith';
import { ACCOUNT, keyPolicyOf, newStack } from './synthesized';

const symmetric = (props?: SymmetricKeyProps) => new SymmetricKey(newStack(), 'Key', props);
const signing = (props?: SigningKeyProps) => new SigningKey(newStack(), 'Key', props);
const someone = new ArnPrincipal(`arn:aws:iam::${ACCOUNT}:role/someone`);
const granting =
  (...actions: string[]) =>
  () =>
    symmetric().grant(someone, ...actions);
const allowing = (grantee: IGrantable) => () => symmetric().allow(grantee, KeyUse.DECRYPT);

describe('what AWS KMS would refuse is refused at once, with what to write instead', () => {
  test.each<[string, () => unknown, string, RegExp]>([
    ['alias/aws/', () => symmetric({ aliases: ['alias/aws/orders'] }), 'alias-reserved', /another word/],
    ['aws/ without alias/', () => symmetric({ aliases: ['aws/orders'] }), 'alias-reserved', /another word/],
    ['a space in an alias', () => symmetric({ aliases: ['my orders'] }), 'alias-invalid', /letters, digits/],
    ['an empty alias', () => symmetric({ aliases: [''] }), 'alias-invalid', /1 to 250/],
    ['an alias that is too long', () => symmetric({ aliases: ['a'.repeat(251)] }), 'alias-invalid', /1 to 250/],
    ['an alias twice', () => symmetric({ aliases: ['a', 'alias/a'] }), 'alias-duplicate', /once/],
    [
      'the description of an AWS managed key',
      () => symmetric({ description: 'Default master key that protects my EBS volumes when no other key is defined' }),
      'description-reserved',
      /which application/,
    ],
    [
      'a description that is too long',
      () => symmetric({ description: 'x'.repeat(8193) }),
      'description-too-long',
      /Shorten/,
    ],
    ['a tag of AWS', () => symmetric({ tags: { 'aws:team': 'x' } }), 'tag-reserved', /another name/],
    [
      'a tag that differs in case alone',
      () => symmetric({ tags: { Team: 'a', team: 'b' } }),
      'tag-duplicate',
      /Keep one/,
    ],
    ['a tag with an illegal character', () => symmetric({ tags: { 'a*b': 'x' } }), 'tag-invalid', /letters, digits/],
    ['a tag that is too long', () => symmetric({ tags: { a: 'x'.repeat(257) } }), 'tag-invalid', /at most 256/],
    [
      'rotation of a signing key',
      () => signing({ enableKeyRotation: true } as SigningKeyProps),
      'rotation-impossible',
      /make a new one/,
    ],
    ['rotation too often', () => symmetric({ rotationPeriod: Duration.days(89) }), 'rotation-period', /90 to 2560/],
    ['rotation too seldom', () => symmetric({ rotationPeriod: Duration.days(2561) }), 'rotation-period', /90 to 2560/],
    [
      'a period without rotation',
      () => symmetric({ enableKeyRotation: false, rotationPeriod: Duration.days(90) }),
      'rotation-period',
      /Leave out one/,
    ],
    ['a short waiting period', () => symmetric({ pendingWindow: Duration.days(6) }), 'pending-window', /7 to 30/],
    ['a long waiting period', () => symmetric({ pendingWindow: Duration.days(31) }), 'pending-window', /7 to 30/],
    ['half a day', () => symmetric({ pendingWindow: Duration.hours(180) }), 'pending-window', /whole days/],
    ['signing with a spec for HMAC', () => signing({ keySpec: KeySpec.HMAC_256 }), 'spec-usage', /KeySpec.RSA_2048/],
    [
      'a symmetric spec for signing',
      () => signing({ keySpec: KeySpec.SYMMETRIC_DEFAULT }),
      'spec-usage',
      /KeySpec.ECC_NIST_P256/,
    ],
  ])('%s', (_what, make, id, advice) => {
    expect(make).toThrow(expect.objectContaining({ id, constructPath: 'Stack/Key' }));
    expect(make).toThrow(advice);
    expect(make).toThrow(`[keysmith:${id}]`);
  });
});

describe('a grant that would not do what it says is refused', () => {
  test.each<[string, () => unknown, string, RegExp]>([
    ['signing with a symmetric key', () => symmetric().grantSign(someone), 'use-impossible', /KeyUse.ENCRYPT/],
    ['a MAC with a signing key', () => signing().grantGenerateMac(someone), 'use-impossible', /KeyUse.SIGN/],
    [
      'decryption with a signing key',
      () => signing().allow(someone, KeyUse.DECRYPT),
      'use-impossible',
      /KeyUse.VERIFY/,
    ],
    ['kms:Sign of a symmetric key', granting('kms:Sign'), 'action-impossible', /KeyUse.ENCRYPT/],
    [
      'kms:GenerateDataKey* of a signing key',
      () => signing().grant(someone, 'kms:GenerateDataKey*'),
      'action-impossible',
      /KeyUse.SIGN/,
    ],
    ['the public key of a symmetric key', granting('kms:GetPublicKey'), 'action-impossible', /never succeed/],
    [
      'rotation of a signing key',
      () => signing().grant(someone, 'kms:EnableKeyRotation'),
      'action-impossible',
      /never/,
    ],
    ['kms:*', granting('kms:*'), 'wildcard-grant', /administrators or users/],
    ['*', granting('*'), 'wildcard-grant', /AccountAccess.FULL/],
    ['an action that does not exist', granting('kms:Frobnicate'), 'action-unknown', /'kms:Frobnicate'/],
    ['an action of another service', granting('s3:GetObject'), 'action-unknown', /kms-api-permissions-reference/],
    ['an action that IAM alone decides', granting('kms:ListKeys'), 'action-impossible', /IAM policy of the grantee/],
    ['no action', granting(), 'action-unknown', /Write one/],
    ['everybody', allowing(new AnyPrincipal()), 'public-principal', /Name the principals/],
    ['everybody, as a bare *', allowing(new StarPrincipal()), 'public-principal', /Name the principals/],
    ['everybody through a service', allowing(new ViaServicePrincipal('s3.amazonaws.com')), 'public-principal', /Name/],
    [
      'everybody of any account',
      allowing(new AnyPrincipal().withConditions({ StringLike: { 'aws:PrincipalAccount': '*' } })),
      'public-principal',
      /Name/,
    ],
    ['a group by its ARN', allowing(new ArnPrincipal(`arn:aws:iam::${ACCOUNT}:group/g`)), 'group-principal', /a role/],
    ['a canonical user', allowing(new CanonicalUserPrincipal('abc')), 'canonical-user', /ARN of the user/],
    [
      'a service for anybody',
      allowing(new ServicePrincipal('sns.amazonaws.com')),
      'service-without-source',
      /aws:SourceAccount/,
    ],
    [
      'an encryption context of a key that has none',
      () => signing().allow(someone, KeyUse.SIGN, { encryptionContext: { tenant: 'a' } }),
      'context-on-asymmetric-key',
      /SymmetricKey/,
    ],
  ])('%s', (_what, make, id, advice) => {
    expect(make).toThrow(expect.objectContaining({ id }));
    expect(make).toThrow(advice);
  });

  test('a group construct', () => {
    const stack = newStack();
    const group = new Group(stack, 'Group');
    const key = new SymmetricKey(stack, 'Key');

    expect(() => key.grantDecrypt(group)).toThrow(expect.objectContaining({ id: 'group-principal' }));
    expect(() => new SymmetricKey(stack, 'Other', { users: [group] })).toThrow('[keysmith:group-principal]');
  });

  test('nothing of it is left in the policy', () => {
    const key = symmetric();
    expect(() => key.grantSign(someone)).toThrow();

    expect(keyPolicyOf(key)).toHaveLength(1);
  });
});

describe('what only the finished policy shows is refused at the synth', () => {
  const synthesized = (change: (key: SymmetricKey) => void, props?: SymmetricKeyProps) => () => {
    const key = symmetric(props);
    change(key);
    return keyPolicyOf(key);
  };
  const adding = (statement: PolicyStatement) => synthesized((key) => key.addToResourcePolicy(statement));

  test.each<[string, () => unknown, string]>([
    [
      'an action that does not exist',
      adding(new PolicyStatement({ actions: ['kms:Frobnicate'], resources: ['*'], principals: [someone] })),
      'action-unknown',
    ],
    [
      'everybody',
      adding(new PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'], principals: [new AnyPrincipal()] })),
      'public-principal',
    ],
    [
      'everybody but one',
      adding(new PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'], notPrincipals: [someone] })),
      'public-principal',
    ],
    [
      'a Deny that locks everybody out',
      adding(
        new PolicyStatement({
          effect: Effect.DENY,
          actions: ['kms:Put*'],
          resources: ['*'],
          principals: [new AnyPrincipal()],
        }),
      ),
      'lockout',
    ],
    [
      'a policy over 32 KB',
      synthesized((key) => {
        for (let i = 0; i < 900; i++) {
          key.allow(new ArnPrincipal(`arn:aws:iam::${ACCOUNT}:role/team-${i}`), KeyUse.DECRYPT);
        }
      }),
      'policy-too-large',
    ],
    [
      'a tag of AWS that comes from the stack',
      synthesized((key) => Tags.of(key.stack).add('aws:team', 'x')),
      'tag-reserved',
    ],
    [
      'too many tags',
      synthesized((key) => {
        for (let i = 0; i < 51; i++) Tags.of(key).add(`tag-${i}`, 'x');
      }),
      'too-many-tags',
    ],
  ])('%s', (_what, synth, id) => {
    expect(synth).toThrow(`[keysmith:${id}]`);
  });

  test('900 grants are refused, and 700 are one statement that fits', () => {
    const key = symmetric();
    for (let i = 0; i < 700; i++) key.allow(new ArnPrincipal(`arn:aws:iam::${ACCOUNT}:role/team-${i}`), KeyUse.DECRYPT);

    expect(keyPolicyOf(key)).toHaveLength(2);
  });
});

describe('who deploys must be known where IAM cannot allow the deployment', () => {
  const stackOf = (synthesizer: ConstructorParameters<typeof Stack>[2]) => new Stack(new App(), 'Stack', synthesizer);

  test.each([AccountAccess.NONE, AccountAccess.ROOT_USER_ONLY])('%s without a known role is refused', (access) => {
    const stack = stackOf({ synthesizer: new LegacyStackSynthesizer() });

    expect(() => new SymmetricKey(stack, 'Key', { accountAccess: access })).toThrow('[keysmith:deployer-unknown]');
  });

  test('with a deployer of one’s own it is accepted', () => {
    const stack = stackOf({ synthesizer: new LegacyStackSynthesizer() });
    const deployer = new ArnPrincipal(`arn:aws:iam::${ACCOUNT}:role/deployer`);
    const key = new SymmetricKey(stack, 'Key', { accountAccess: AccountAccess.NONE, deployer });

    expect(keyPolicyOf(key)).toEqual([expect.objectContaining({ Principal: { AWS: deployer.arn } })]);
  });

  test('a role that the synthesizer names is taken from it', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:role/mine`;
    const stack = stackOf({ synthesizer: new BootstraplessSynthesizer({ cloudFormationExecutionRoleArn: arn }) });
    const key = new SymmetricKey(stack, 'Key', { accountAccess: AccountAccess.NONE });

    expect(keyPolicyOf(key)).toEqual([expect.objectContaining({ Sid: 'Allow deployment', Principal: { AWS: arn } })]);
  });

  test('a role of the same template cannot be the one that deploys it', () => {
    const stack = stackOf({ synthesizer: new LegacyStackSynthesizer() });
    const deployer = new Role(stack, 'Deployer', { assumedBy: new AccountRootPrincipal() });
    const key = new SymmetricKey(stack, 'Key', { accountAccess: AccountAccess.NONE, deployer });

    expect(() => keyPolicyOf(key)).toThrow('[keysmith:lockout]');
  });
});

describe('what is known only when the stack is deployed is not guessed at', () => {
  test('tokens pass', () => {
    const key = symmetric({
      aliases: [`${Aws.STACK_NAME} with a space that may never be`],
      description: `Default master key that protects my ${Aws.STACK_NAME}`,
      tags: { team: Aws.STACK_NAME },
      users: [new ArnPrincipal(Aws.STACK_NAME)],
    });
    key.grant(someone, Aws.STACK_NAME);

    expect(keyPolicyOf(key)).toHaveLength(3);
  });

  test('but what is written out beside a token is looked at', () => {
    expect(() => symmetric({ aliases: [`alias/aws/${Aws.STACK_NAME}`] })).toThrow('[keysmith:alias-reserved]');
  });

  test.each([
    new OrganizationPrincipal('o-1234567890'),
    new AccountPrincipal('444455556666'),
    new AnyPrincipal().withConditions({ StringEquals: { 'kms:CallerAccount': ACCOUNT } }),
    new ServicePrincipal('sns.amazonaws.com').withConditions({ StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
  ])('and %s says for whom it stands', (principal) => {
    const key = symmetric();
    key.allow(principal, KeyUse.DECRYPT);

    expect(keyPolicyOf(key)).toHaveLength(2);
  });
});
