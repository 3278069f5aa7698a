import { CreateKeyCommand, DecryptCommand, EncryptCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { SignatureV4 } from '@smithy/signature-v4';
import { type AccessKey, accessKeyOf } from '../../src/sts/access-key';
import { SessionTokens } from '../../src/sts/session-tokens';
import { bySignature } from '../../src/wire/by-signature';
import { Credentials } from '../../src/wire/credentials';
import { Sha256 } from '../../src/wire/sha256';
import { WireServer } from '../../src/wire/wire-server';
import { ACCOUNT, ADMIN, addRole, localKms, OTHER_ACCOUNT, policy, refusal } from '../local-client';
import { ROOT, SEED } from './local-server';

const kms = localKms();
const tokens = new SessionTokens(SEED, kms.random);
const credentials = new Credentials(SEED, tokens, () => kms.clock.now(), [
  { accessKeyId: 'AKIAROOT', secretAccessKey: 'root', caller: { principal: ROOT } },
]);
const clients: KMSClient[] = [];
let address: string;
let server: WireServer;

const trust = (...statements: object[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((one) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...one })),
  });

const APP = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/team/App`, [{ Action: 'kms:*' }], {
  trustPolicy: trust({
    Principal: { AWS: ACCOUNT },
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
  }),
  maxSessionSeconds: 7200,
});
const STRICT = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Strict`, [{ Action: 'kms:*' }], {
  trustPolicy: trust({
    Principal: { AWS: APP },
    Condition: { StringEquals: { 'sts:ExternalId': 'seven', 'sts:RoleSessionName': 'allowed' } },
  }),
});
const CLOSED = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Closed`, [], {
  trustPolicy: trust({ Principal: { Service: 'lambda.amazonaws.com' } }),
});
const POWERLESS = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Powerless`);
const FOREIGN = addRole(kms, `arn:aws:iam::${OTHER_ACCOUNT}:role/Foreign`, [{ Action: 'sts:AssumeRole' }]);
const SHARED = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Shared`, [], {
  trustPolicy: trust({ Principal: { AWS: FOREIGN } }),
});

beforeAll(async () => {
  credentials.learn(kms.store.principals.all());
  const authenticate = bySignature(credentials, () => Date.now());
  server = new WireServer({ kms, tokens, seed: SEED, authenticate, pages: {} });
  address = await server.listen();
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.close();
});

interface StsAnswer {
  readonly status: number;
  readonly xml: string;
  value(element: string): string | undefined;
}

/** Calls STS as its clients do: a signed form. */
async function sts(parameters: Record<string, string>, as: AccessKey = accessKeyOf(ADMIN, SEED)): Promise<StsAnswer> {
  const body = String(new URLSearchParams({ Version: '2011-06-15', ...parameters }));
  const signer = new SignatureV4({ credentials: as, region: 'us-east-1', service: 'sts', sha256: Sha256 });
  const { host, hostname } = new URL(address);
  const headers = { host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const signed = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname,
    path: '/',
    query: {},
    headers,
    body,
  });
  const response = await fetch(address, { method: 'POST', headers: signed.headers, body });
  const xml = await response.text();
  return { status: response.status, xml, value: (element) => new RegExp(`<${element}>([^<]*)</`).exec(xml)?.[1] };
}

const assume = (RoleArn: string, more: Record<string, string> = {}, as?: AccessKey) =>
  sts({ Action: 'AssumeRole', RoleArn, RoleSessionName: 'me', ...more }, as);

async function assumed(answer: Promise<StsAnswer>): Promise<Required<AccessKey>> {
  const { value, xml, status } = await answer;
  if (status !== 200) throw new Error(xml);
  return {
    accessKeyId: value('AccessKeyId')!,
    secretAccessKey: value('SecretAccessKey')!,
    sessionToken: value('SessionToken')!,
  };
}

function client(as: AccessKey): KMSClient {
  const made = new KMSClient({ endpoint: address, region: 'us-east-1', credentials: as, maxAttempts: 1 });
  clients.push(made);
  return made;
}

describe('GetCallerIdentity', () => {
  test('tells a role who it is', async () => {
    const { status, value } = await sts({ Action: 'GetCallerIdentity' });
    expect(status).toBe(200);
    expect(value('Arn')).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/Admin/keysmith`);
    expect(value('UserId')).toBe('AROAADMIN:keysmith');
    expect(value('Account')).toBe(ACCOUNT);
    expect(value('RequestId')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    [
      'a wrong secret',
      { accessKeyId: accessKeyOf(ADMIN, SEED).accessKeyId, secretAccessKey: 'x' },
      'SignatureDoesNotMatch',
    ],
    ['an unknown access key', { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }, 'InvalidClientTokenId'],
  ])('refuses %s in the words of STS', async (_what, as, code) => {
    const { status, value } = await sts({ Action: 'GetCallerIdentity' }, as);
    expect([status, value('Type'), value('Code')]).toEqual([403, 'Sender', code]);
  });
});

describe('AssumeRole', () => {
  test('makes the caller the role: KMS sees the session, its name and its policies', async () => {
    // WHEN
    const session = await assumed(assume(APP));
    const as = client(session);
    const { KeyMetadata } = await as.send(new CreateKeyCommand({}));
    const { CiphertextBlob } = await as.send(
      new EncryptCommand({ KeyId: KeyMetadata!.KeyId, Plaintext: Buffer.from('x') }),
    );

    // THEN
    expect((await as.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toEqual(new Uint8Array([120]));
    expect(session.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const identity = await sts({ Action: 'GetCallerIdentity' }, session);
    expect(identity.value('Arn')).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/App/me`);
  });

  test('narrows the role by a session policy', async () => {
    const session = await assumed(assume(APP, { Policy: policy({ Action: 'kms:ListKeys' }) }));
    const as = client(session);
    await as.send(new ListKeysCommand({}));
    const refused = await refusal(as.send(new CreateKeyCommand({})));
    expect(refused.message).toContain('because no session policy allows the kms:CreateKey action');
  });

  test('passes tags, and keeps transitive ones in the next role', async () => {
    // GIVEN a role that only a session with the tag can use, and one that the session may become
    const tagged = {
      'Tags.member.1.Key': 'team',
      'Tags.member.1.Value': 'orders',
      'TransitiveTagKeys.member.1': 'team',
    };
    const next = addRole(
      kms,
      `arn:aws:iam::${ACCOUNT}:role/Next`,
      [{ Action: 'kms:ListKeys', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'orders' } } }],
      { trustPolicy: trust({ Principal: { AWS: APP }, Action: ['sts:AssumeRole', 'sts:TagSession'] }) },
    );

    // WHEN
    const first = await assumed(assume(APP, tagged));
    const second = await assumed(assume(next, {}, first));
    const untagged = await assumed(assume(next, {}, await assumed(assume(APP))));

    // THEN
    await client(second).send(new ListKeysCommand({}));
    expect((await refusal(client(untagged).send(new ListKeysCommand({})))).name).toBe('AccessDeniedException');
    const changed = await assume(next, { 'Tags.member.1.Key': 'Team', 'Tags.member.1.Value': 'other' }, first);
    expect([changed.status, changed.value('Code')]).toEqual([400, 'ValidationError']);
  });

  test('needs what the trust policy asks for', async () => {
    const app = accessKeyOf(APP, SEED);
    const wanted = { ExternalId: 'seven', RoleSessionName: 'allowed' };
    expect((await assume(STRICT, wanted, app)).status).toBe(200);
    const others: Record<string, string>[] = [{}, { ExternalId: 'seven' }, { ...wanted, ExternalId: 'eight' }];
    for (const other of others) {
      const { status, value } = await assume(STRICT, other, app);
      expect([status, value('Code')]).toEqual([403, 'AccessDenied']);
    }
    const withTag = await assume(STRICT, { ...wanted, 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' }, app);
    expect(withTag.value('Message')).toBe(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/App/keysmith is not authorized to perform: sts:TagSession on resource: ${STRICT}`,
    );
  });

  test.each([
    ['a role that trusts a service only', () => assume(CLOSED)],
    ['a role that does not exist', () => assume(`arn:aws:iam::${ACCOUNT}:role/Missing`)],
    ['a role that trusts the account, when IAM does not allow it', () => assume(APP, {}, accessKeyOf(POWERLESS, SEED))],
    ['a role of another account that does not name the caller', () => assume(APP, {}, accessKeyOf(FOREIGN, SEED))],
    ['any role to the root user', () => assume(APP, {}, { accessKeyId: 'AKIAROOT', secretAccessKey: 'root' })],
  ])('refuses %s', async (_what, call) => {
    const { status, value } = await call();
    expect([status, value('Code')]).toEqual([403, 'AccessDenied']);
  });

  test('reaches across accounts when both sides allow', async () => {
    expect((await assume(SHARED, {}, accessKeyOf(FOREIGN, SEED))).status).toBe(200);
  });

  test.each([
    ['no session name', { RoleSessionName: '' }, 'ValidationError'],
    ['a short time', { DurationSeconds: '60' }, 'ValidationError'],
    ['a time that is no number', { DurationSeconds: 'long' }, 'ValidationError'],
    ['no policy', { Policy: '{"Statement":[{"Effect":"Perhaps"}]}' }, 'MalformedPolicyDocument'],
    ['an unknown managed policy', { 'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/Nothing' }, 'ValidationError'],
    [
      'two tags of one name',
      {
        'Tags.member.1.Key': 'a',
        'Tags.member.1.Value': '1',
        'Tags.member.2.Key': 'A',
        'Tags.member.2.Value': '2',
      },
      'ValidationError',
    ],
    ['an action of another kind', { Action: 'GetSessionToken' }, 'InvalidAction'],
  ])('refuses %s', async (_what, parameters: Record<string, string>, code) => {
    const { status, value } = await assume(APP, parameters);
    expect([status, value('Code')]).toEqual([400, code]);
  });

  test('lasts as long as the role allows, and an hour in a chain', async () => {
    const user = `arn:aws:iam::${ACCOUNT}:user/Someone`;
    kms.store.principals.put({
      arn: user,
      type: 'user',
      accountId: ACCOUNT,
      name: 'Someone',
      uniqueId: 'AIDASOMEONE',
      tags: {},
      policies: [{ name: 'inline', document: policy({ Action: '*' }) }],
    });
    credentials.learn(kms.store.principals.all());
    const someone = accessKeyOf(user, SEED);
    expect((await assume(APP, { DurationSeconds: '7200' }, someone)).status).toBe(200);
    expect((await assume(APP, { DurationSeconds: '7201' }, someone)).value('Message')).toMatch(/MaxSessionDuration/);
    expect((await assume(APP, { DurationSeconds: '7200' })).value('Message')).toMatch(/role chaining/);
  });

  test('keeps the source identity in the next role, which must take it', async () => {
    // GIVEN
    const actions = ['sts:AssumeRole', 'sts:SetSourceIdentity'];
    const takes = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Takes`, [], {
      trustPolicy: trust({ Principal: { AWS: APP }, Action: actions }),
    });
    const refuses = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Refuses`, [], {
      trustPolicy: trust({ Principal: { AWS: APP } }),
    });

    // WHEN
    const session = await assumed(assume(APP, { SourceIdentity: 'alice' }));

    // THEN
    expect((await assume(takes, {}, session)).value('SourceIdentity')).toBe('alice');
    expect((await assume(takes, { SourceIdentity: 'mallory' }, session)).value('Code')).toBe('AccessDenied');
    expect((await assume(refuses, {}, session)).value('Message')).toContain('sts:SetSourceIdentity');
  });

  test('ends when its time is over', async () => {
    const as = client(await assumed(assume(APP, { DurationSeconds: '900' })));
    await as.send(new ListKeysCommand({}));
    kms.clock.advance({ minutes: 15 });
    expect((await refusal(as.send(new ListKeysCommand({})))).name).toBe('ExpiredTokenException');
  });
});
