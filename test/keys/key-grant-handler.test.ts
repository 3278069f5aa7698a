import { KEY_GRANT_HANDLER } from '../../src/keys/key-grant-handler';

const KEY_ARN = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const PROPERTIES = {
  ServiceToken: 'arn:aws:lambda:eu-central-1:111122223333:function:f',
  KeyId: KEY_ARN,
  GranteePrincipal: 'arn:aws:iam::111122223333:role/worker',
  Operations: ['Decrypt'],
  ProviderRole: 'arn:aws:iam::111122223333:role/provider',
};

interface Answer {
  Status: string;
  PhysicalResourceId: string;
  Reason?: string;
  Data?: object;
}

/** Runs the function with an AWS KMS that answers so, one answer or error for each call. */
async function handle(event: object, ...answers: (object | Error)[]) {
  const calls: [string, object][] = [];
  const regions: string[] = [];
  class Command {
    constructor(readonly input: object) {}
  }
  const sdk = {
    KMSClient: class {
      constructor({ region }: { region: string }) {
        regions.push(region);
      }
      async send(command: Command) {
        calls.push([command.constructor.name, command.input]);
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return answer;
      }
    },
    CreateGrantCommand: class CreateGrant extends Command {},
    RevokeGrantCommand: class RevokeGrant extends Command {},
    RetireGrantCommand: class RetireGrant extends Command {},
  };
  const sent: string[] = [];
  const https = {
    request: (_url: string, _options: object, done: () => void) => ({
      on() {
        return this;
      },
      end(body: string) {
        sent.push(body);
        done();
      },
    }),
  };
  const exported: { handler?: (event: object) => Promise<void> } = {};
  const modules: Record<string, unknown> = { '@aws-sdk/client-kms': sdk, 'node:https': https };
  new Function('require', 'exports', 'setTimeout', KEY_GRANT_HANDLER)(
    (name: string) => modules[name],
    exported,
    (resolve: () => void) => resolve(),
  );
  const log = jest.spyOn(console, 'log');
  await exported.handler!({
    ResponseURL: 'https://example.com',
    StackId: 's',
    RequestId: 'r',
    LogicalResourceId: 'l',
    ResourceProperties: PROPERTIES,
    ...event,
  });
  expect(log).not.toHaveBeenCalled();
  log.mockRestore();
  expect(sent).toHaveLength(1);
  return { calls, regions, answer: JSON.parse(sent[0]) as Answer, body: sent[0] };
}

const error = (name: string) => Object.assign(new Error(`${name} it is`), { name });
const granted = { GrantId: 'id', GrantToken: 'secret' };

describe('the function behind KeyGrant', () => {
  test('is short enough to be written into a template', () => {
    expect(KEY_GRANT_HANDLER.length).toBeLessThan(4096);
  });

  test('creates the grant in the Region of the key, and never gives its token out', async () => {
    const { calls, regions, answer, body } = await handle({ RequestType: 'Create' }, granted);
    const { ServiceToken: _, ProviderRole: __, ...input } = PROPERTIES;

    expect(regions).toEqual(['eu-central-1']);
    expect(calls).toEqual([['CreateGrant', input]]);
    expect(answer).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'id',
      Data: { GrantId: 'id' },
      StackId: 's',
      RequestId: 'r',
      LogicalResourceId: 'l',
    });
    expect(body).not.toContain('secret');
  });

  test('waits for roles and policies that are new', async () => {
    const early = ['AccessDeniedException', 'InvalidArnException', 'NotFoundException'].map(error);
    const { calls, answer } = await handle({ RequestType: 'Create' }, ...early, granted);

    expect(calls).toHaveLength(4);
    expect(answer.Status).toBe('SUCCESS');
  });

  test('gives up in the end, and has nothing to remove then', async () => {
    const { calls, answer } = await handle({ RequestType: 'Create' }, ...Array(8).fill(error('AccessDeniedException')));

    expect(calls).toHaveLength(8);
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: 'AccessDeniedException: AccessDeniedException it is',
      PhysicalResourceId: 'none',
    });
    const deletion = await handle({ RequestType: 'Delete', PhysicalResourceId: 'none' });
    expect(deletion).toMatchObject({ calls: [], answer: { Status: 'SUCCESS' } });
  });

  test('does not wait for what will not change', async () => {
    const { calls, answer } = await handle({ RequestType: 'Create' }, error('ValidationException'));

    expect(calls).toHaveLength(1);
    expect(answer.Status).toBe('FAILED');
  });

  test('makes another grant where one is to change, and leaves it where it is not', async () => {
    const update = { RequestType: 'Update', PhysicalResourceId: 'old' };
    const changed = await handle(
      { ...update, OldResourceProperties: { ...PROPERTIES, Operations: ['Encrypt'] } },
      granted,
    );
    const unchanged = await handle({ ...update, OldResourceProperties: { ...PROPERTIES, ProviderRole: 'another' } });

    expect(changed.answer.PhysicalResourceId).toBe('id');
    expect(unchanged).toMatchObject({ calls: [], answer: { Status: 'SUCCESS', PhysicalResourceId: 'old' } });
  });

  test.each<[string, (object | Error)[], string[], string]>([
    ['revokes the grant', [{}], ['RevokeGrant'], 'SUCCESS'],
    ['has nothing to revoke where the grant is gone', [error('NotFoundException')], ['RevokeGrant'], 'SUCCESS'],
    [
      'retires it where the key policy no longer lets it revoke',
      [error('AccessDeniedException'), {}],
      ['RevokeGrant', 'RetireGrant'],
      'SUCCESS',
    ],
    [
      'fails where it can do neither',
      [error('AccessDeniedException'), error('AccessDeniedException')],
      ['RevokeGrant', 'RetireGrant'],
      'FAILED',
    ],
    ['fails where AWS KMS does', [error('KMSInternalException')], ['RevokeGrant'], 'FAILED'],
  ])('%s', async (_what, answers, names, status) => {
    const { calls, answer } = await handle({ RequestType: 'Delete', PhysicalResourceId: 'id' }, ...answers);

    expect(calls).toEqual(names.map((name) => [name, { KeyId: KEY_ARN, GrantId: 'id' }]));
    expect(answer).toMatchObject({ Status: status, PhysicalResourceId: 'id' });
  });
});
