import * as sdk from '@aws-sdk/client-kms';
import {
  CreateAliasCommand,
  type DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  type KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { LocalRequestHandler } from '../../src/local/request-handler';
import { OPERATIONS } from '../../src/spec/generated/operations';
import { SHAPES } from '../../src/spec/generated/shapes';
import { ADMIN, addRole, clientFor, DELEGATE, localKms, OTHER_ACCOUNT, policy, refusal } from '../local-client';
import { granteeOf, grantOf } from '../operations/grantee';
import { keyOf } from '../operations/key-of';
import { SAMPLE_CALLS, type SampleCall } from './sample-calls';

const kms = localKms();
const client = clientFor(kms);
const GRANTEE = granteeOf(kms);

/** Sends a command by its name, through the real client. */
function send(as: KMSClient, operation: string, input: object): Promise<unknown> {
  const Command = (sdk as unknown as Record<string, new (input: object) => DescribeKeyCommand>)[`${operation}Command`];
  return as.send(new Command(input));
}

async function prepared({ spec, usage, input }: SampleCall, Policy?: string) {
  const key = await keyOf(kms, { KeySpec: spec, KeyUsage: usage, Policy });
  return { ...key, input: { KeyId: key.KeyId, ...(await input(kms, key.KeyId)) } };
}

/** The key may be looked at and its grants managed while it is disabled or going, and so may its public key. */
const WHILE_DISABLED = ['GetPublicKey'];

describe.each(SAMPLE_CALLS)('$operation', (sample) => {
  const { operation } = sample;

  it('answers with the ARN of the key, however it is named', async () => {
    const { Arn, KeyId, input } = await prepared(sample);
    const AliasName = `alias/sample/${operation}`;
    await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));

    for (const name of [KeyId, Arn, AliasName, Arn.replace(/key\/.*/, AliasName)]) {
      expect(await send(client, operation, { ...input, KeyId: name })).toMatchObject({ KeyId: Arn });
    }
  });

  it('gives a client that speaks HTTP the same answer', async () => {
    const { input } = await prepared(sample);
    const http = new sdk.KMSClient({
      region: kms.region,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
      requestHandler: new LocalRequestHandler(kms, { principal: ADMIN }),
    });
    const shape = (answer: unknown) =>
      Object.entries(answer as object)
        .filter(([member]) => member !== '$metadata')
        .map(([member, value]) => [member, value instanceof Uint8Array ? value.length > 0 : value])
        .sort();

    expect(shape(await send(http, operation, input))).toEqual(shape(await send(client, operation, input)));
  });

  it('is refused for a key that is disabled or pending deletion, in those words', async () => {
    const { Arn, KeyId, input } = await prepared(sample);

    await client.send(new DisableKeyCommand({ KeyId }));
    const whileDisabled = send(client, operation, input);
    if (WHILE_DISABLED.includes(operation)) await expect(whileDisabled).resolves.toBeDefined();
    else expect(await refusal(whileDisabled)).toEqual({ name: 'DisabledException', message: `${Arn} is disabled.` });

    await client.send(new EnableKeyCommand({ KeyId }));
    await expect(send(client, operation, input)).resolves.toBeDefined();

    await client.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect(await refusal(send(client, operation, input))).toEqual({
      name: 'KMSInvalidStateException',
      message: `${Arn} is pending deletion.`,
    });
  });

  it('is refused for keys that are not there, by the form of their name', async () => {
    const { KeyId: _, ...input } = (await prepared(sample)).input;
    const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
    const arn = `arn:aws:kms:us-east-1:111122223333:key/${id}`;

    for (const [KeyId, message] of [
      [id, `Key '${arn}' does not exist`],
      [arn, `Key '${arn}' does not exist`],
      [id.replaceAll('-', ''), `Invalid keyId '${id.replaceAll('-', '')}'`],
      ['alias/none', 'Alias arn:aws:kms:us-east-1:111122223333:alias/none is not found.'],
      [arn.replace('us-east-1', 'eu-west-1'), 'Invalid arn eu-west-1'],
    ]) {
      expect(await refusal(send(client, operation, { ...input, KeyId }))).toEqual({
        name: 'NotFoundException',
        message,
      });
    }
  });

  it('is allowed by a grant of this operation alone, with its token or without', async () => {
    // GIVEN
    const { KeyId, input } = await prepared(sample);
    const grantee = clientFor(kms, { as: GRANTEE });
    expect((await refusal(send(grantee, operation, input))).name).toBe('AccessDeniedException');

    // WHEN
    const grant = { KeyId, GranteePrincipal: GRANTEE };
    await grantOf(kms, { ...grant, Operations: ['CreateGrant', 'RetireGrant', 'DescribeKey'] });
    expect((await refusal(send(grantee, operation, input))).name).toBe('AccessDeniedException');
    const { GrantToken } = await grantOf(kms, { ...grant, Operations: [operation] });

    // THEN
    await expect(send(grantee, operation, input)).resolves.toBeDefined();
    await expect(send(grantee, operation, { ...input, GrantTokens: [GrantToken] })).resolves.toBeDefined();
    expect(await refusal(send(grantee, operation, { ...input, GrantTokens: ['nonsense'] }))).toEqual({
      name: 'InvalidGrantTokenException',
      message: 'The grant token is not valid: give one that CreateGrant returned.',
    });
  });

  it('is allowed to another account when both accounts allow it', async () => {
    const partner = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Partner`, [{ Action: `kms:${operation}` }]);
    const other = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Other`);
    const trusting = policy(DELEGATE, { Principal: { AWS: [partner, other] }, Action: `kms:${operation}` });
    const trusted = await prepared(sample, trusting);
    const untrusted = await prepared(sample);
    const call = (as: string, { Arn, input }: typeof trusted) =>
      send(clientFor(kms, { as }), operation, { ...input, KeyId: Arn });

    await expect(call(partner, trusted)).resolves.toBeDefined();
    expect((await refusal(call(other, trusted))).name).toBe('AccessDeniedException');
    expect((await refusal(call(partner, untrusted))).name).toBe('AccessDeniedException');
  });

  it('answers a dry run with an exception, and only the caller who may', async () => {
    const { input } = await prepared(sample);
    const takesDryRun = SHAPES[OPERATIONS[operation].input].members!.DryRun !== undefined;
    expect(takesDryRun).toBe(operation !== 'GetPublicKey');
    if (!takesDryRun) return;

    expect(await refusal(send(client, operation, { ...input, DryRun: true }))).toEqual({
      name: 'DryRunOperationException',
      message: 'The request would have succeeded, but the DryRun option is set.',
    });
    expect((await refusal(send(clientFor(kms, { as: GRANTEE }), operation, { ...input, DryRun: true }))).name).toBe(
      'AccessDeniedException',
    );
  });
});

describe('the sample calls', () => {
  it('are of every operation that a grant can allow and that uses one key', () => {
    const others = ['CreateGrant', 'DescribeKey', 'ReEncryptFrom', 'ReEncryptTo', 'RetireGrant'];
    const all = SHAPES.GrantOperation.enum!.filter((operation) => !others.includes(operation));

    expect(SAMPLE_CALLS.map(({ operation }) => operation).sort()).toEqual([...all].sort());
  });
});
