import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { AccountAccess, KeySpec, SigningKey, SymmetricKey, type SymmetricKeyProps } from 'cdk-keysmith';
import { KEY_SPECS } from '../../src/spec/key-specs';
import { synthesizeStack } from '../../src/template/synthesize';
import { ACCOUNT, Deployed, failure, REGION, ROOT } from './deployed';

const EXECUTION_ROLE = `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${REGION}`;

/** The stack of a user who changes his mind about his key. */
function stackWith(accountAccess: AccountAccess, props: SymmetricKeyProps = {}) {
  const stack = new Stack(new App(), 'App', { env: { account: ACCOUNT, region: REGION } });
  const assumedBy = new AccountRootPrincipal();
  const admin = new Role(stack, 'Admin', { assumedBy });
  const user = new Role(stack, 'User', { assumedBy });
  const key = new SymmetricKey(stack, 'Key', { accountAccess, administrators: [admin], users: [user], ...props });
  return { stack, key, admin, user };
}

type Made = ReturnType<typeof stackWith>;

function deploy(deployed: Deployed, { stack }: { stack: Stack }, change?: (resources: Record<string, object>) => void) {
  const [template] = synthesizeStack(stack, { account: ACCOUNT, region: REGION });
  change?.((template.template as { Resources: Record<string, object> }).Resources);
  return deployed.deployments.deploy([template]);
}

const logicalId = ({ stack, key }: Made) => stack.getLogicalId(key.node.defaultChild as never);

describe.each(Object.values(AccountAccess))('a key with the access %s for its account', (accountAccess) => {
  const before: SymmetricKeyProps = { removalPolicy: RemovalPolicy.DESTROY, pendingWindow: Duration.days(8) };
  const after: SymmetricKeyProps = {
    ...before,
    description: 'changed',
    tags: { team: 'orders' },
    aliases: ['orders'],
    enabled: false,
    rotationPeriod: Duration.days(100),
    pendingWindow: Duration.days(9),
    administratorsCanDelete: true,
    users: [],
  };

  test('is deployed, changed in every property, and removed', () => {
    // GIVEN
    const deployed = new Deployed();
    const first = stackWith(accountAccess, before);
    deploy(deployed, first);
    expect(deployed.key(logicalId(first))).toMatchObject({
      enabled: true,
      description: '',
      rotation: { periodInDays: 365 },
    });

    // WHEN
    const { changes } = deploy(deployed, stackWith(accountAccess, after));

    // THEN
    const updated = changes.find(({ action }) => action === 'updated')!;
    expect(updated.properties.map(({ name }) => name).sort()).toEqual(
      ['Description', 'Enabled', 'KeyPolicy', 'PendingWindowInDays', 'RotationPeriodInDays', 'Tags'].sort(),
    );
    const key = deployed.key(logicalId(first));
    expect(key).toMatchObject({
      description: 'changed',
      enabled: false,
      tags: { team: 'orders' },
      rotation: { periodInDays: 100 },
    });
    expect(deployed.kms.call('ListAliases', { KeyId: key.keyId }, EXECUTION_ROLE).Aliases).toMatchObject([
      { AliasName: 'alias/orders' },
    ]);

    // WHEN
    deployed.deployments.destroy(['App']);

    // THEN
    expect(deployed.kms.store.keys.get(key.arn)!.deletion).toMatchObject({ windowInDays: 9 });
  });

  test('is exactly as before when its update fails', () => {
    // GIVEN
    const deployed = new Deployed();
    const first = stackWith(accountAccess, before);
    deploy(deployed, first);
    const key = deployed.key(logicalId(first));
    const principals = deployed.kms.store.principals.list(ACCOUNT).records;

    // WHEN
    const error = failure(() =>
      deploy(deployed, stackWith(accountAccess, after), (resources) => {
        resources.TooLate = {
          Type: 'AWS::KMS::Alias',
          DependsOn: Object.keys(resources),
          Properties: { AliasName: 'alias/aws/mine', TargetKeyId: { Ref: logicalId(first) } },
        };
      }),
    );

    // THEN
    expect(error.message).toContain('Stack App is UPDATE_ROLLBACK_COMPLETE');
    expect(error.message).toContain('TooLate');
    expect(deployed.key(logicalId(first))).toEqual({
      ...key,
      rotation: { periodInDays: 365, next: expect.any(Number) },
    });
    expect(deployed.kms.store.principals.list(ACCOUNT).records).toEqual(principals);
    expect(deployed.kms.call('ListAliases', { KeyId: key.keyId }, EXECUTION_ROLE).Aliases).toEqual([]);
  });

  test('lets those administer and use it who are named, and nobody use it who is not', () => {
    const deployed = new Deployed();
    const made = stackWith(accountAccess, before);
    deploy(deployed, made);
    const roleArn = (role: Role) => deployed.arn(made.stack.getLogicalId(role.node.defaultChild as never));
    const KeyId = deployed.arn(logicalId(made));

    expect(deployed.mayEncrypt(roleArn(made.user), KeyId)).toBe(true);
    expect(deployed.mayEncrypt(roleArn(made.admin), KeyId)).toBe(false);
    expect(deployed.may(roleArn(made.admin), 'DisableKey', { KeyId })).toBe(true);
    expect(deployed.may(roleArn(made.admin), 'EnableKey', { KeyId })).toBe(true);
    expect(deployed.mayEncrypt(EXECUTION_ROLE, KeyId)).toBe(accountAccess === AccountAccess.FULL);
    expect(deployed.may(ROOT, 'DescribeKey', { KeyId })).toBe(accountAccess !== AccountAccess.NONE);
  });
});

test('a signing key is deployed as well, for every spec', () => {
  for (const keySpec of Object.keys(KEY_SPECS).filter((spec) => /^(RSA|ECC)_/.test(spec))) {
    const stack = new Stack(new App(), 'App');
    const key = new SigningKey(stack, 'Key', { keySpec: KeySpec.of(keySpec) });
    const deployed = new Deployed();
    deploy(deployed, { stack });
    expect(deployed.key(stack.getLogicalId(key.node.defaultChild as never))).toMatchObject({
      keySpec,
      keyUsage: 'SIGN_VERIFY',
    });
  }
});
