import {
  DecryptCommand,
  DescribeKeyCommand,
  DisabledException,
  DisableKeyCommand,
  EncryptCommand,
  KMSClient,
  NotFoundException,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import { App, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role, User } from 'aws-cdk-lib/aws-iam';
import { SymmetricKey } from 'cdk-keysmith';
import { LocalKms } from 'cdk-keysmith/local';

const Plaintext = Buffer.from('order 4711');

function deployed() {
  const stack = new Stack(new App(), 'Stack');
  const application = new Role(stack, 'Application', { assumedBy: new AccountRootPrincipal() });
  const stranger = new Role(stack, 'Stranger', { assumedBy: new AccountRootPrincipal() });
  const user = new User(stack, 'User');
  const key = new SymmetricKey(stack, 'Key', {
    aliases: ['orders'],
    users: [application, user],
    administrators: [user],
  });
  return { stack, application, stranger, user, key, kms: LocalKms.fromStack(stack) };
}

describe('client', () => {
  test('acts as a role construct, and as a user construct', async () => {
    // GIVEN
    const { kms, application, user } = deployed();

    // WHEN
    const { CiphertextBlob } = await kms
      .client({ as: application })
      .send(new EncryptCommand({ KeyId: 'alias/orders', Plaintext }));
    const decrypted = await kms.client({ as: user }).send(new DecryptCommand({ CiphertextBlob }));

    // THEN
    expect(Buffer.from(decrypted.Plaintext!)).toEqual(Plaintext);
    expect(decrypted.$metadata.httpStatusCode).toBe(200);
  });

  test('is denied in the words of AWS', async () => {
    // GIVEN
    const { kms, key, stranger } = deployed();

    // WHEN
    const answer = kms.client({ as: stranger }).send(new EncryptCommand({ KeyId: kms.arn(key), Plaintext }));

    // THEN
    await expect(answer).rejects.toMatchObject({ name: 'AccessDeniedException', $fault: 'client' });
    await expect(answer).rejects.toThrow(
      /^User: arn:aws:sts::\d{12}:assumed-role\/.+\/keysmith is not authorized to perform: kms:Encrypt on resource: arn:aws:kms:/,
    );
  });

  test('throws the exception classes of the SDK', async () => {
    // GIVEN
    const { kms, key, application, user } = deployed();
    await kms.client({ as: user }).send(new DisableKeyCommand({ KeyId: kms.arn(key) }));

    // WHEN
    const encrypt = kms.client({ as: application }).send(new EncryptCommand({ KeyId: 'alias/orders', Plaintext }));
    const describe = kms.client({ as: application }).send(new DescribeKeyCommand({ KeyId: 'alias/none' }));

    // THEN
    await expect(encrypt).rejects.toBeInstanceOf(DisabledException);
    await expect(describe).rejects.toBeInstanceOf(NotFoundException);
  });

  test('serves the paginators of the SDK', async () => {
    // GIVEN
    const { kms } = deployed();
    const client = kms.client<KMSClient>({ as: kms.engine.accountId });

    // WHEN
    const pages = [];
    for await (const page of paginateListKeys({ client, pageSize: 1 }, {})) pages.push(page.Keys?.length);

    // THEN
    expect(pages).toEqual([1]);
  });
});

describe('clientConfig', () => {
  test('makes a client of the user answer the same, through the serializers of the SDK', async () => {
    // GIVEN
    const { kms, application, stranger } = deployed();
    const client = new KMSClient(kms.clientConfig({ as: application }));

    // WHEN
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: 'alias/orders', Plaintext }));
    const { Plaintext: decrypted, KeyId } = await client.send(new DecryptCommand({ CiphertextBlob }));
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
    const denied = new KMSClient(kms.clientConfig({ as: stranger })).send(new DecryptCommand({ CiphertextBlob }));

    // THEN
    expect(Buffer.from(decrypted!)).toEqual(Plaintext);
    expect(KeyMetadata?.CreationDate).toBeInstanceOf(Date);
    await expect(denied).rejects.toThrow('not authorized to perform: kms:Decrypt');
    await expect(client.send(new DecryptCommand({ CiphertextBlob: Buffer.from('x') }))).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });
});

describe('explain', () => {
  test('names the statement of the policy that allows', () => {
    // GIVEN
    const { kms, key, application } = deployed();

    // WHEN
    const decision = kms.explain({ as: application, action: 'kms:Decrypt', key });

    // THEN
    expect(decision).toMatchObject({ decision: 'Allowed', decidedBy: 'keyPolicy' });
    expect(decision.text).toContain("statement 'Allow use of the key' of the key policy");
  });

  test('tells a denied caller what would allow it', () => {
    // GIVEN
    const { kms, stranger } = deployed();

    // WHEN
    const decision = kms.explain({ as: stranger, action: 'kms:Decrypt', key: 'alias/orders' });

    // THEN
    expect(decision.decision).toBe('ImplicitlyDenied');
    expect(decision.toString()).toContain('To allow it:');
  });

  test('refuses an action that KMS does not have', () => {
    const { kms, key, stranger } = deployed();
    expect(() => kms.explain({ as: stranger, action: 'kms:Decrpyt', key })).toThrow(
      "'kms:Decrpyt' is no action of KMS",
    );
  });
});

describe('arn', () => {
  test('refuses a construct of a stack that was not deployed', () => {
    // GIVEN
    const { kms } = deployed();
    const other = new SymmetricKey(new Stack(new App(), 'Other'), 'Key');

    // THEN
    expect(() => kms.arn(other)).toThrow(/Other\/Key/);
  });
});

describe('as', () => {
  test('refuses what is no principal', () => {
    const { kms } = deployed();
    expect(() => kms.isAllowed({ as: 'application', action: 'kms:Decrypt', key: 'alias/orders' })).toThrow(
      "'application' is no principal",
    );
  });
});
