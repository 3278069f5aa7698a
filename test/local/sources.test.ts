import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { SymmetricKey } from 'cdk-keysmith';
import { LocalKms } from 'cdk-keysmith/local';

const YAML = `
Parameters:
  Name: { Type: String, Default: orders }
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      Description: !Sub 'Encrypts \${Name}'
  Alias:
    Type: AWS::KMS::Alias
    Properties: { AliasName: !Sub 'alias/\${Name}', TargetKeyId: !Ref Key }
`;

function metadata(kms: LocalKms, alias: string) {
  return kms.call('DescribeKey', { KeyId: alias }, { as: kms.engine.accountId }).KeyMetadata!;
}

function twoStacks(app: App) {
  const one = new SymmetricKey(new Stack(app, 'One'), 'Key', { aliases: ['one'] });
  const stack = new Stack(app, 'Two');
  const role = new Role(stack, 'Role', { assumedBy: new AccountRootPrincipal() });
  const two = new SymmetricKey(stack, 'Key', { aliases: ['two'], users: [role] });
  return { one, two, role };
}

describe('fromApp', () => {
  test('deploys every stack, and constructs are found', () => {
    // GIVEN
    const app = new App();
    const { one, two, role } = twoStacks(app);

    // WHEN
    const kms = LocalKms.fromApp(app);

    // THEN
    expect(metadata(kms, 'alias/one').Arn).toBe(kms.arn(one));
    expect(kms.isAllowed({ as: role, action: 'kms:Encrypt', key: two })).toBe(true);
    expect(kms.isAllowed({ as: role, action: 'kms:Encrypt', key: one })).toBe(false);
  });
});

describe('fromAssembly', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'keysmith-assembly-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('gives the same keys as the app that was synthesized', () => {
    // GIVEN
    const app = new App({ outdir: directory });
    const { two } = twoStacks(app);
    app.synth();

    // WHEN
    const kms = LocalKms.fromAssembly(directory);

    // THEN
    expect(metadata(kms, 'alias/two').Arn).toBe(LocalKms.fromApp(app).arn(two));
  });

  test('refuses a folder without an assembly', () => {
    expect(() => LocalKms.fromAssembly(directory)).toThrow(directory);
  });
});

describe('fromTemplate', () => {
  test('takes YAML with its short forms, and parameters', () => {
    // WHEN
    const kms = LocalKms.fromTemplate(YAML, { parameters: { Name: 'receipts' } });

    // THEN
    expect(metadata(kms, 'alias/receipts').Description).toBe('Encrypts receipts');
  });

  test('puts the stack where it is told to', () => {
    // WHEN
    const kms = LocalKms.fromTemplate(YAML, { account: '444455556666', region: 'eu-west-1' });

    // THEN
    const { KeyMetadata } = kms.call(
      'DescribeKey',
      { KeyId: 'alias/orders' },
      { as: '444455556666', region: 'eu-west-1' },
    );
    expect(KeyMetadata?.Arn).toMatch(/^arn:aws:kms:eu-west-1:444455556666:key\//);
  });

  test('is updated by the next template of the same name', () => {
    // GIVEN
    const kms = LocalKms.fromTemplate(YAML);

    // WHEN
    const { changes } = kms.deployTemplate(YAML.replace('Encrypts', 'Protects'));

    // THEN
    expect(changes).toMatchObject([{ logicalId: 'Key', action: 'updated' }]);
    expect(metadata(kms, 'alias/orders').Description).toBe('Protects orders');
  });

  test('refuses what is no template', () => {
    expect(() => LocalKms.fromTemplate('just text')).toThrow('CloudFormation template');
  });
});

describe('events and faults', () => {
  test('tell what was called, and make calls fail on demand', () => {
    // GIVEN
    const kms = LocalKms.fromTemplate(YAML);
    kms.faults.inject({ operation: 'DescribeKey', code: 'ThrottlingException', times: 1 });

    // WHEN
    expect(() => metadata(kms, 'alias/orders')).toThrow('exceeded the rate');
    metadata(kms, 'alias/orders');

    // THEN
    const events = kms
      .events()
      .filter(({ eventName }) => eventName === 'DescribeKey')
      .slice(-2);
    expect(events.map(({ errorCode }) => errorCode)).toEqual(['ThrottlingException', undefined]);
  });
});
