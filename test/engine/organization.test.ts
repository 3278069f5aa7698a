import { DescribeKeyCommand, EncryptCommand } from '@aws-sdk/client-kms';
import type { KmsOptions } from '../../src/engine/kms';
import {
  ACCOUNT,
  ADMIN,
  addRole,
  clientFor,
  DELEGATE,
  localKms,
  newKey,
  OTHER_ACCOUNT,
  policy,
  refusal,
} from '../local-client';

const ID = 'o-a1b2c3d4e5';
const MANAGEMENT = '999988887777';
const full = policy({ Action: '*' });
const noEncryption = policy({ Effect: 'Deny', Action: 'kms:Encrypt' });
const rcp = (statement: object) => policy({ Principal: '*', ...statement });
const fullRcp = rcp({ Action: '*' });

const organization = (account: object, id = ACCOUNT): KmsOptions['organization'] => ({
  id: ID,
  managementAccount: MANAGEMENT,
  accounts: { [id]: account },
});
const encrypt = (kms: ReturnType<typeof localKms>, KeyId: string, as = ADMIN) =>
  clientFor(kms, { as }).send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) }));

describe('service control policies', () => {
  test('a Deny at any level binds everybody in the account, the root user too', async () => {
    const kms = localKms({ organization: organization({ serviceControlPolicies: [[full], [full, noEncryption]] }) });
    const { KeyId } = newKey(kms);
    for (const as of [ADMIN, ACCOUNT]) {
      expect(await refusal(encrypt(kms, KeyId, as))).toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining('with an explicit deny in a service control policy'),
      });
    }
    await clientFor(kms).send(new DescribeKeyCommand({ KeyId }));
  });

  test('every level must allow', async () => {
    const kms = localKms({
      organization: organization({
        serviceControlPolicies: [[full], [policy({ Action: ['kms:CreateKey', 'kms:PutKeyPolicy'] })]],
      }),
    });
    const { KeyId } = newKey(kms);
    expect(await refusal(encrypt(kms, KeyId))).toMatchObject({
      message: expect.stringContaining('because no service control policy allows the kms:Encrypt action'),
    });
  });

  test('the management account is exempt, and so is an account outside', async () => {
    const kms = localKms({
      organization: organization({ serviceControlPolicies: [[full, noEncryption]] }, MANAGEMENT),
    });
    const manager = addRole(kms, `arn:aws:iam::${MANAGEMENT}:role/Manager`, [{ Action: 'kms:*' }]);
    const { KeyMetadata } = kms.call('CreateKey', {}, manager);
    await encrypt(kms, KeyMetadata!.KeyId, manager);
    await encrypt(kms, newKey(kms).KeyId);
  });
});

describe('resource control policies', () => {
  test("bind whoever uses a key of the account, and not the account's own use of other keys", async () => {
    // GIVEN
    const organizationOnly = rcp({
      Effect: 'Deny',
      Action: 'kms:*',
      Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ID } },
    });
    const kms = localKms({ organization: organization({ resourceControlPolicies: [[fullRcp, organizationOnly]] }) });
    const guest = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Guest`, [{ Action: 'kms:*' }]);
    const shared = newKey(kms, { Policy: policy(DELEGATE, { Principal: { AWS: guest }, Action: 'kms:Encrypt' }) });
    // WHEN, THEN
    await encrypt(kms, shared.Arn);
    expect(await refusal(encrypt(kms, shared.Arn, guest))).toMatchObject({
      message: expect.stringContaining('with an explicit deny in a resource control policy'),
    });
    const { KeyMetadata } = kms.call('CreateKey', {}, guest);
    await encrypt(kms, KeyMetadata!.KeyId, guest);
  });

  test('do not bind keys of the management account', async () => {
    const denyAll = rcp({ Effect: 'Deny', Action: 'kms:Encrypt' });
    const kms = localKms({ organization: organization({ resourceControlPolicies: [[fullRcp, denyAll]] }, MANAGEMENT) });
    const manager = addRole(kms, `arn:aws:iam::${MANAGEMENT}:role/Manager`, [{ Action: 'kms:*' }]);
    const { KeyMetadata } = kms.call('CreateKey', {}, manager);
    await encrypt(kms, KeyMetadata!.KeyId, manager);
  });
});

describe('what conditions see of an organization', () => {
  const path = `${ID}/r-ab12/ou-ab12-11111111/`;
  test.each([
    ['aws:PrincipalOrgID', ID],
    ['aws:ResourceOrgID', ID],
    ['aws:PrincipalOrgPaths', path],
    ['aws:ResourceOrgPaths', path],
  ])('%s', async (key, value) => {
    const kms = localKms({ organization: organization({ path }) });
    const { KeyId } = newKey(kms);
    const operator = key.endsWith('Paths') ? 'ForAnyValue:StringEquals' : 'StringEquals';
    const role = (name: string, wanted: string) =>
      addRole(kms, `arn:aws:iam::${ACCOUNT}:role/${name}`, [
        { Action: 'kms:Encrypt', Condition: { [operator]: { [key]: wanted } } },
      ]);
    await encrypt(kms, KeyId, role('Matching', value));
    expect(await refusal(encrypt(kms, KeyId, role('Other', 'o-other')))).toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});

describe('endpoint policies', () => {
  test('bind the calls that come through the endpoint', async () => {
    // GIVEN
    const kms = localKms({
      vpcEndpointPolicies: { 'vpce-1': policy({ Principal: '*', Action: 'kms:DescribeKey' }) },
    });
    const { KeyId } = newKey(kms);
    const through = (id: string) => clientFor(kms, { context: { 'aws:SourceVpce': id } });
    const command = new EncryptCommand({ KeyId, Plaintext: new Uint8Array(1) });
    // WHEN, THEN
    await through('vpce-1').send(new DescribeKeyCommand({ KeyId }));
    expect(await refusal(through('vpce-1').send(command))).toMatchObject({
      message: expect.stringContaining('because no VPC endpoint policy allows the kms:Encrypt action'),
    });
    await through('vpce-2').send(command);
    await clientFor(kms).send(command);
  });
});
