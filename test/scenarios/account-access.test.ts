import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { AccountAccess, SymmetricKey, type SymmetricKeyProps } from 'cdk-keysmith';
import { DeploymentError, LocalKms } from 'cdk-keysmith/local';

/** One version of the same stack: a key and the roles around it. */
function version(
  accountAccess: AccountAccess,
  props: (roles: Record<string, Role>) => SymmetricKeyProps,
  taken = false,
): Stack {
  const stack = new Stack(new App(), 'Keys');
  const role = (id: string) => new Role(stack, id, { assumedBy: new AccountRootPrincipal() });
  const roles = { admin: role('Admin'), other: role('Other'), app: role('App'), reporting: role('Reporting') };
  const key = new SymmetricKey(stack, 'Key', { accountAccess, removalPolicy: RemovalPolicy.DESTROY, ...props(roles) });
  if (taken) {
    const alias = new Alias(stack, 'Taken', { aliasName: 'alias/taken', targetKey: key });
    alias.node.addDependency(key.node.defaultChild!);
  }
  return stack;
}

const first = (accountAccess: AccountAccess) =>
  version(accountAccess, ({ admin, app }) => ({
    aliases: ['first'],
    description: 'first',
    tags: { team: 'a', only: 'first' },
    rotationPeriod: Duration.days(100),
    pendingWindow: Duration.days(7),
    administrators: [admin],
    users: [app],
  }));

const second = (accountAccess: AccountAccess) =>
  version(accountAccess, ({ other, reporting }) => ({
    aliases: ['second'],
    description: 'second',
    tags: { team: 'b', another: 'second' },
    enableKeyRotation: false,
    pendingWindow: Duration.days(8),
    administrators: [other],
    administratorsCanDelete: true,
    users: [reporting],
  }));

const failing = (accountAccess: AccountAccess) =>
  version(
    accountAccess,
    ({ admin, app }) => ({ description: 'third', enabled: false, administrators: [admin], users: [app] }),
    true,
  );

/** Everything about the key that a template can change. */
function stateOf(kms: LocalKms, keyArn: string) {
  const { keys, aliases } = kms.engine.store;
  const { description, enabled, policy, rotation, tags } = keys.get(keyArn)!;
  const names = aliases.list(keyArn).records.map(({ name }) => name);
  return { description, enabled, policy, periodInDays: rotation?.periodInDays, tags, names };
}

const keyOf = (stack: Stack) => stack.node.findChild('Key') as SymmetricKey;

describe.each(Object.values(AccountAccess))('a key with accountAccess %s', (accountAccess) => {
  // GIVEN an account in which another stack holds the alias that the failing version wants
  let kms: LocalKms;
  let stack: Stack;
  let keyArn: string;
  beforeEach(() => {
    const neighbour = new Stack(new App(), 'Neighbour');
    new Key(neighbour, 'Key', { alias: 'taken' });
    kms = LocalKms.fromStack(neighbour);
    stack = first(accountAccess);
    kms.deploy(stack);
    keyArn = kms.arn(keyOf(stack));
  });

  test('is deployed by the execution role of its stack', () => {
    expect(stateOf(kms, keyArn)).toMatchObject({
      description: 'first',
      enabled: true,
      periodInDays: 100,
      tags: { team: 'a', only: 'first' },
      names: ['alias/first'],
    });
    expect(kms.isAllowed({ as: stack.node.findChild('App') as Role, action: 'kms:Decrypt', key: keyArn })).toBe(true);
  });

  test('is changed in every property, in place', () => {
    // WHEN
    const update = second(accountAccess);
    kms.deploy(update);

    // THEN
    const state = stateOf(kms, keyArn);
    expect(kms.arn(keyOf(update))).toBe(keyArn);
    expect(state).toMatchObject({ description: 'second', periodInDays: undefined, names: ['alias/second'] });
    expect(state.tags).toEqual({ team: 'b', another: 'second' });
    expect(kms.isAllowed({ as: update.node.findChild('App') as Role, action: 'kms:Decrypt', key: keyArn })).toBe(false);
    expect(kms.isAllowed({ as: update.node.findChild('Reporting') as Role, action: 'kms:Decrypt', key: keyArn })).toBe(
      true,
    );
  });

  test('is disabled and enabled again', () => {
    // WHEN
    const disabled = version(accountAccess, ({ admin, app }) => ({
      enabled: false,
      administrators: [admin],
      users: [app],
    }));
    kms.deploy(disabled);

    // THEN
    expect(stateOf(kms, keyArn).enabled).toBe(false);
    kms.deploy(first(accountAccess));
    expect(stateOf(kms, keyArn).enabled).toBe(true);
  });

  test('is rolled back to what it was when the update fails', () => {
    // GIVEN
    const before = stateOf(kms, keyArn);

    // WHEN
    const update = () => kms.deploy(failing(accountAccess));

    // THEN
    expect(update).toThrow(DeploymentError);
    expect(update).toThrow(/alias\/taken already exists/);
    expect(stateOf(kms, keyArn)).toEqual(before);
  });

  test('is scheduled for deletion with its window when its stack goes', () => {
    // WHEN
    kms.destroy(stack);

    // THEN
    const { deletion } = kms.engine.store.keys.get(keyArn)!;
    expect(deletion?.windowInDays).toBe(7);
    kms.clock.advance({ days: 8 });
    expect(() => kms.call('DescribeKey', { KeyId: keyArn }, { as: kms.engine.accountId })).toThrow('does not exist');
  });
});

describe('changes of accountAccess', () => {
  const levels = Object.values(AccountAccess);
  const pairs = levels.flatMap((from) =>
    levels.filter((to) => to !== from).map((to): [AccountAccess, AccountAccess] => [from, to]),
  );

  test.each(pairs)('%s becomes %s', (from, to) => {
    // GIVEN
    const kms = LocalKms.fromStack(first(from));

    // WHEN
    const stack = first(to);
    kms.deploy(stack);

    // THEN
    const { policy } = kms.engine.store.keys.get(kms.arn(keyOf(stack)))!;
    expect(JSON.parse(policy).Statement).toHaveLength(to === AccountAccess.NONE ? 3 : to.startsWith('ROOT') ? 4 : 3);
  });
});

describe('a key without a deployer', () => {
  test('is refused by the local KMS, as it is by AWS, when its policy locks CloudFormation out', () => {
    // GIVEN a template whose policy names nobody who could change it
    const stack = new Stack(new App(), 'Keys');
    const key = new SymmetricKey(stack, 'Key', {});
    const resource = key.node.defaultChild as {
      addPropertyOverride(path: string, value: unknown): void;
    } & SymmetricKey['node']['defaultChild'];
    resource!.addPropertyOverride('KeyPolicy.Statement.0.Action', ['kms:DescribeKey']);

    // THEN
    expect(() => LocalKms.fromStack(stack)).toThrow(
      'The new key policy will not allow you to update the key policy in the future.',
    );
  });
});
