import { DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { SymmetricKey } from 'cdk-keysmith';
import { LocalKms } from 'cdk-keysmith/local';
import type { Construct } from 'constructs';

const assumedBy = new AccountRootPrincipal();

function dataIn(scope: Construct) {
  const key = new SymmetricKey(scope, 'Key', { aliases: ['data'] });
  const bucket = new Bucket(scope, 'Bucket', { encryption: BucketEncryption.KMS, encryptionKey: key });
  return { key, bucket };
}

const Plaintext = Buffer.from('data');

/** Whether the roles can do with the real client what the layout was made for. */
async function roundTrip(kms: LocalKms, key: SymmetricKey, writer: Role, reader: Role): Promise<void> {
  const { CiphertextBlob } = await kms
    .client({ as: writer })
    .send(new EncryptCommand({ KeyId: kms.arn(key), Plaintext }));
  const read = await kms.client({ as: reader }).send(new DecryptCommand({ CiphertextBlob }));
  expect(Buffer.from(read.Plaintext!)).toEqual(Plaintext);
}

describe('the key and the data in one stack, the application in another', () => {
  test.each([
    ['a role whose name CloudFormation makes', undefined],
    ['a role with a name', 'application'],
  ])('%s uses the key, a stranger does not', async (_, roleName) => {
    // GIVEN
    const app = new App();
    const env = { account: '111122223333', region: 'eu-central-1' };
    const { key, bucket } = dataIn(new Stack(app, 'Data', { env }));
    const applicationStack = new Stack(app, 'Application', { env });
    const role = new Role(applicationStack, 'Role', { assumedBy, roleName });
    const stranger = new Role(applicationStack, 'Stranger', { assumedBy });
    bucket.grantReadWrite(role);
    key.grantEncryptDecrypt(role);

    // WHEN
    const kms = LocalKms.fromStack(applicationStack, { region: 'eu-central-1' });

    // THEN
    await roundTrip(kms, key, role, role);
    expect(kms.isAllowed({ as: stranger, action: 'kms:Decrypt', key })).toBe(false);
    expect(kms.isAllowed({ as: role, action: 'kms:ScheduleKeyDeletion', key })).toBe(false);
  });

  test('IAM power elsewhere does not reach what the policy gives to one role by its name', () => {
    // GIVEN
    const app = new App();
    const env = { account: '111122223333', region: 'us-east-1' };
    const { key } = dataIn(new Stack(app, 'Data', { env }));
    const applicationStack = new Stack(app, 'Application', { env });
    const role = new Role(applicationStack, 'Role', { assumedBy, roleName: 'application' });
    const powerful = new Role(applicationStack, 'Powerful', { assumedBy });
    powerful.addToPolicy(new PolicyStatement({ actions: ['kms:*'], resources: ['*'] }));
    key.grantDecrypt(role);

    // WHEN
    const kms = LocalKms.fromStack(applicationStack);

    // THEN
    expect(kms.isAllowed({ as: role, action: 'kms:Decrypt', key })).toBe(true);
    expect(kms.isAllowed({ as: powerful, action: 'kms:Decrypt', key })).toBe(false);
    expect(kms.isAllowed({ as: powerful, action: 'kms:DisableKey', key })).toBe(true);
  });
});

describe('the application in a stack made before that of the key and the data', () => {
  test('the role uses the key', async () => {
    // GIVEN
    const app = new App();
    const applicationStack = new Stack(app, 'Application');
    const role = new Role(applicationStack, 'Role', { assumedBy });
    const { key } = dataIn(new Stack(app, 'Data'));
    key.grantEncryptDecrypt(role);

    // WHEN
    const kms = LocalKms.fromStack(applicationStack);

    // THEN
    await roundTrip(kms, key, role, role);
  });
});

describe('nested stacks', () => {
  test('a key in a nested stack serves a role of the stack around it', async () => {
    // GIVEN
    const stack = new Stack(new App(), 'Stack');
    const role = new Role(stack, 'Role', { assumedBy });
    const { key } = dataIn(new NestedStack(stack, 'Nested'));
    key.grantEncryptDecrypt(role);

    // WHEN
    const kms = LocalKms.fromStack(stack);

    // THEN
    await roundTrip(kms, key, role, role);
  });

  test('a key serves a role in a nested stack', async () => {
    // GIVEN
    const stack = new Stack(new App(), 'Stack');
    const { key } = dataIn(stack);
    const nested = new NestedStack(stack, 'Nested');
    const writer = new Role(nested, 'Writer', { assumedBy });
    const reader = new Role(nested, 'Reader', { assumedBy });
    key.grantEncrypt(writer);
    key.grantDecrypt(reader);

    // WHEN
    const kms = LocalKms.fromStack(stack);

    // THEN
    await roundTrip(kms, key, writer, reader);
    expect(kms.isAllowed({ as: reader, action: 'kms:Encrypt', key })).toBe(false);
  });
});

describe('a role that names the key in its own policies', () => {
  test('is granted beside them', async () => {
    // GIVEN
    const stack = new Stack(new App(), 'Stack');
    const { key } = dataIn(stack);
    const role = new Role(stack, 'Role', { assumedBy });
    role.addToPolicy(new PolicyStatement({ actions: ['kms:DescribeKey'], resources: [key.keyArn] }));
    key.grantEncryptDecrypt(role);

    // WHEN
    const kms = LocalKms.fromStack(stack);

    // THEN
    await roundTrip(kms, key, role, role);
  });
});
