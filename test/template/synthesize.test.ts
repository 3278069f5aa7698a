import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aspects, NestedStack, Stack, Stage, Tags } from 'aws-cdk-lib';
import { AccountRootPrincipal, type CfnRole, ManagedPolicy, PolicyStatement, Role, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { readAssembly } from '../../src/template/read-assembly';
import { synthesizeApp, synthesizeStack } from '../../src/template/synthesize';
import { ACCOUNT, Deployed, failure, REGION } from './deployed';

const DEFAULTS = { account: ACCOUNT, region: REGION };
const assumedBy = new AccountRootPrincipal();

const idOf = (construct: Key | Role | Bucket | User) =>
  construct.stack.getLogicalId(construct.node.defaultChild as CfnRole);

/** The layout of most apps: data in one stack, who uses it in another. */
function twoStacks(app = new App()) {
  const data = new Stack(app, 'Data');
  const key = new Key(data, 'Key', { alias: 'orders' });
  const service = new Stack(app, 'Service');
  const role = new Role(service, 'Role', { assumedBy });
  key.grantDecrypt(role);
  new Stack(app, 'Unrelated');
  return { app, data, key, service, role };
}

describe('a stack', () => {
  test('brings the stacks that it depends on, in their order, and no others', () => {
    const { service, data } = twoStacks();

    expect(synthesizeStack(service, DEFAULTS).map(({ name }) => name)).toEqual(['Data', 'Service']);
    expect(synthesizeStack(data, DEFAULTS).map(({ name }) => name)).toEqual(['Data']);
  });

  test('goes to the account and Region that it leaves open, as the role of the bootstrap stack there', () => {
    const [stack] = synthesizeStack(twoStacks().data, DEFAULTS);

    expect(stack).toMatchObject({
      account: ACCOUNT,
      region: REGION,
      executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${REGION}`,
    });
  });

  test('is deployed as it was synthesized, across stacks', () => {
    const { key, role, service } = twoStacks();
    const deployed = new Deployed();

    deployed.deployments.deploy(synthesizeStack(service, DEFAULTS));

    const roleArn = deployed.arn(idOf(role), 'Service');
    const KeyId = deployed.arn(idOf(key), 'Data');
    expect(
      deployed.may(roleArn, 'Decrypt', {
        KeyId,
        CiphertextBlob: deployed.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') }).CiphertextBlob,
      }),
    ).toBe(true);
    expect(deployed.mayEncrypt(roleArn, KeyId)).toBe(false);
  });

  test('has its construct paths, and its tags', () => {
    const stack = new Stack(new App(), 'App', { tags: { team: 'orders' } });
    const key = new Key(stack, 'Key');

    const [template] = synthesizeStack(stack, DEFAULTS);

    expect(template.constructPaths).toMatchObject({ [idOf(key)]: 'App/Key/Resource' });
    expect(template.tags).toEqual({ team: 'orders' });
  });

  test('of a stage, of another account, or with another qualifier is what it says', () => {
    const stage = new Stage(new App(), 'Prod', { env: { account: '222233334444', region: 'eu-west-1' } });
    const stack = new Stack(stage, 'App');

    expect(synthesizeStack(stack, DEFAULTS)).toMatchObject([
      { name: 'Prod-App', account: '222233334444', region: 'eu-west-1' },
    ]);
  });

  test('brings its nested stacks, however deep', () => {
    // GIVEN
    const stack = new Stack(new App(), 'App');
    const key = new Key(stack, 'Key');
    const outer = new NestedStack(stack, 'Outer');
    const inner = new NestedStack(outer, 'Inner');
    const role = new Role(inner, 'Role', { assumedBy });
    key.grantEncrypt(role);

    // WHEN
    const deployed = new Deployed();
    const { changes } = deployed.deployments.deploy(synthesizeStack(inner, DEFAULTS));

    // THEN
    const path = [
      stack.getLogicalId(outer.nestedStackResource!),
      outer.getLogicalId(inner.nestedStackResource!),
      idOf(role),
    ];
    const roleArn = deployed.deployments.resource('App', path)!.attribute('Arn') as string;
    expect(deployed.mayEncrypt(roleArn, deployed.arn(idOf(key)))).toBe(true);
    expect(changes.find(({ type }) => type === 'AWS::IAM::Role')!.constructPath).toBe('App/Outer/Inner/Role/Resource');

    // WHEN
    const removed = deployed.deployments.destroy(['App']).changes.map(({ action, type }) => `${type} ${action}`);

    // THEN
    expect(removed).toContain('AWS::IAM::Role deleted');
    expect(deployed.kms.store.principals.get(roleArn)).toBeUndefined();
  });

  test('that stands in no app is refused', () => {
    const stack = new Stack(undefined, 'App');
    expect(synthesizeStack(stack, DEFAULTS)).toHaveLength(1);
  });
});

describe('the app of the user', () => {
  test('can be synthesized several times, with what was added in between', () => {
    const { app, data } = twoStacks();
    const first = synthesizeStack(data, DEFAULTS);
    new Key(data, 'Second');
    const second = synthesizeStack(data, DEFAULTS);

    const keys = ([{ template }]: typeof first) =>
      Object.values((template as { Resources: Record<string, { Type: string }> }).Resources).filter(
        ({ Type }) => Type === 'AWS::KMS::Key',
      );
    expect([keys(first).length, keys(second).length]).toEqual([1, 2]);
    expect(() => app.synth()).not.toThrow();
  });

  test('runs its own synth afterwards as if ours had not been', () => {
    // GIVEN a validation that counts
    const { app, data } = twoStacks();
    let validations = 0;
    data.node.addValidation({
      validate: () => {
        validations++;
        return [];
      },
    });

    // WHEN
    synthesizeStack(data, DEFAULTS);
    const afterOurs = validations;
    const assembly = app.synth();

    // THEN
    expect(validations).toBe(afterOurs + 1);
    expect(app.synth()).toBe(assembly);
  });

  test('keeps the assembly that it has synthesized before', () => {
    const { app, data } = twoStacks();
    const assembly = app.synth();
    synthesizeStack(data, DEFAULTS);
    expect(app.synth()).toBe(assembly);
  });

  test('is told what its own validations find', () => {
    const { data } = twoStacks();
    data.node.addValidation({ validate: () => ['the key has no owner'] });
    expect(() => synthesizeStack(data, DEFAULTS)).toThrow('the key has no owner');
  });

  test('has its aspects applied, those of the app included', () => {
    const { app, data, key } = twoStacks();
    Tags.of(app).add('stage', 'test');
    Aspects.of(app).add({
      visit: (node) =>
        node === key.node.defaultChild &&
        (key.node.defaultChild as never as { addPropertyOverride(n: string, v: string): void }).addPropertyOverride(
          'Description',
          'by an aspect',
        ),
    });

    const deployed = new Deployed();
    deployed.deployments.deploy(synthesizeStack(data, DEFAULTS));

    expect(deployed.key(idOf(key), 'Data')).toMatchObject({ description: 'by an aspect', tags: { stage: 'test' } });
  });

  test('finds the environment as it was', () => {
    const before = process.env.CDK_VALIDATION;
    try {
      delete process.env.CDK_VALIDATION;
      synthesizeStack(twoStacks().data, DEFAULTS);
      expect('CDK_VALIDATION' in process.env).toBe(false);
      const { app, data } = twoStacks();
      data.node.addValidation({ validate: () => ['no'] });
      failure(() => synthesizeApp(app, DEFAULTS));
      expect('CDK_VALIDATION' in process.env).toBe(false);
    } finally {
      process.env.CDK_VALIDATION = before;
    }
  });
});

describe('an app', () => {
  test('with stages, accounts and Regions is deployed as a whole', () => {
    // GIVEN
    const app = new App();
    const keys = ['eu-west-1', 'us-west-2'].map((region, index) => {
      const stage = new Stage(app, `Stage${index}`, { env: { account: `11111111111${index}`, region } });
      return new Key(new Stack(stage, 'Stack'), 'Key');
    });

    // WHEN
    const deployed = new Deployed();
    deployed.deployments.deploy(synthesizeApp(app, DEFAULTS));

    // THEN
    const arns = keys.map((key, index) => deployed.arn(idOf(key), `Stage${index}-Stack`));
    expect(arns[0]).toMatch(/^arn:aws:kms:eu-west-1:111111111110:key\//);
    expect(arns[1]).toMatch(/^arn:aws:kms:us-west-2:111111111111:key\//);
  });

  test('passes values on to another Region', () => {
    // GIVEN
    const app = new App();
    const stackIn = (region: string) =>
      new Stack(app, region, { env: { account: ACCOUNT, region }, crossRegionReferences: true });
    const key = new Key(stackIn('us-east-1'), 'Key');
    const role = new Role(stackIn('eu-west-1'), 'Role', { assumedBy });
    role.addToPolicy(new PolicyStatement({ actions: ['kms:Encrypt'], resources: [key.keyArn] }));

    // WHEN
    const deployed = new Deployed();
    deployed.deployments.deploy(synthesizeApp(app, DEFAULTS));

    // THEN
    const roleArn = deployed.arn(idOf(role), 'eu-west-1');
    expect(deployed.mayEncrypt(roleArn, deployed.arn(idOf(key), 'us-east-1'))).toBe(true);
  });

  test('passes values on through the Parameter Store', () => {
    const app = new App();
    const data = new Stack(app, 'Data');
    const key = new Key(data, 'Key');
    new StringParameter(data, 'Arn', { parameterName: '/key/arn', stringValue: key.keyArn });
    const service = new Stack(app, 'Service');
    service.addDependency(data);
    const role = new Role(service, 'Role', { assumedBy });
    Key.fromKeyArn(service, 'Imported', StringParameter.valueForStringParameter(service, '/key/arn')).grantEncrypt(
      role,
    );

    const deployed = new Deployed();
    deployed.deployments.deploy(synthesizeApp(app, DEFAULTS));

    expect(deployed.mayEncrypt(deployed.arn(idOf(role), 'Service'), deployed.arn(idOf(key), 'Data'))).toBe(true);
  });
});

describe('a cloud assembly', () => {
  test('is read from its folder as it is synthesized', () => {
    const { app } = twoStacks();
    const { directory } = app.synth();

    expect(readAssembly(directory, DEFAULTS)).toEqual(synthesizeApp(app, DEFAULTS));
  });

  test('has nested stacks by their asset path as well', () => {
    // GIVEN what `cdk synth` writes, with asset metadata
    const app = new App({ context: { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true } });
    const stack = new Stack(app, 'App');
    const nested = new NestedStack(stack, 'Nested');
    const key = new Key(nested, 'Key');
    const { directory } = app.synth();

    // WHEN
    const deployed = new Deployed();
    const { changes } = deployed.deployments.deploy(readAssembly(directory, DEFAULTS));

    // THEN
    expect(
      deployed.deployments.resource('App', [stack.getLogicalId(nested.nestedStackResource!), idOf(key)]),
    ).toBeDefined();
    expect(changes[0].constructPath).toBe('App/Nested/Key/Resource');
  });

  test('that is none is refused', () => {
    expect(() => readAssembly('/nowhere', DEFAULTS)).toThrow('/nowhere/manifest.json cannot be read');
    const { directory } = twoStacks().app.synth();
    const template = join(directory, readdirSync(directory).find((file) => file === 'Data.template.json')!);
    writeFileSync(template, readFileSync(template, 'utf8').slice(0, 100));
    expect(() => readAssembly(directory, DEFAULTS)).toThrow(`${template} cannot be read`);
    writeFileSync(join(directory, 'manifest.json'), '{}');
    expect(() => readAssembly(directory, DEFAULTS)).toThrow('is no manifest of a cloud assembly');
  });
});

test('a role with managed policies of the stack and of AWS may do what all of them say', () => {
  const stack = new Stack(new App(), 'App');
  const key = new Key(stack, 'Key');
  const policy = new ManagedPolicy(stack, 'Policy');
  const user = new User(stack, 'User', {
    managedPolicies: [policy, ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
  });
  key.grantEncrypt(policy.grantPrincipal ?? user);

  const deployed = new Deployed();
  deployed.deployments.deploy(synthesizeStack(stack, DEFAULTS));

  const userArn = deployed.arn(idOf(user));
  const KeyId = deployed.arn(idOf(key));
  expect(deployed.mayEncrypt(userArn, KeyId)).toBe(true);
  expect(deployed.may(userArn, 'GetKeyPolicy', { KeyId })).toBe(true);
  expect(deployed.may(userArn, 'DisableKey', { KeyId })).toBe(false);
});

test('a bucket makes its own key', () => {
  const stack = new Stack(new App(), 'App');
  const bucket = new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS });
  const role = new Role(stack, 'Role', { assumedBy });
  bucket.grantRead(role);

  const deployed = new Deployed();
  deployed.deployments.deploy(synthesizeStack(stack, DEFAULTS));

  const KeyId = deployed.arn(stack.getLogicalId(bucket.encryptionKey!.node.defaultChild as CfnRole));
  const { CiphertextBlob } = deployed.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') });
  expect(deployed.may(deployed.arn(idOf(role)), 'Decrypt', { CiphertextBlob })).toBe(true);
  expect(deployed.mayEncrypt(deployed.arn(idOf(role)), KeyId)).toBe(false);
});
