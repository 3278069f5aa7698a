import * as sdk from '@aws-sdk/client-kms';
import { LocalKms } from 'cdk-keysmith/local';
import { tenStacks } from '../../examples/ten-stacks/ten-stacks';
import { AccessModel } from '../../src/report/access-model';
import type { ModelKey } from '../../src/report/model-key';
import { holds, type ModelRequest } from './real-answer';

const SAMPLE = 500;

const BYTES = Buffer.from('x');
const POLICY = '{"Version":"2012-10-17","Statement":[]}';

/** What each operation needs besides the key to get as far as the question of access. */
const INPUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  CreateAlias: { AliasName: 'alias/new' },
  CreateGrant: { GranteePrincipal: 'arn:aws:iam::111122223333:role/Auditor', Operations: ['DescribeKey'] },
  Decrypt: { CiphertextBlob: BYTES },
  DeriveSharedSecret: { KeyAgreementAlgorithm: 'ECDH', PublicKey: BYTES },
  Encrypt: { Plaintext: BYTES },
  GenerateDataKey: { KeySpec: 'AES_256' },
  GenerateDataKeyPair: { KeyPairSpec: 'ECC_NIST_P256' },
  GenerateDataKeyPairWithoutPlaintext: { KeyPairSpec: 'ECC_NIST_P256' },
  GenerateDataKeyWithoutPlaintext: { KeySpec: 'AES_256' },
  GenerateMac: { Message: BYTES, MacAlgorithm: 'HMAC_SHA_256' },
  PutKeyPolicy: { Policy: POLICY },
  RevokeGrant: { GrantId: '0'.repeat(64) },
  Sign: { Message: BYTES, SigningAlgorithm: 'ECDSA_SHA_256' },
  TagResource: { Tags: [{ TagKey: 'a', TagValue: 'b' }] },
  UntagResource: { TagKeys: ['a'] },
  UpdateKeyDescription: { Description: 'x' },
  Verify: { Message: BYTES, Signature: BYTES, SigningAlgorithm: 'ECDSA_SHA_256' },
  VerifyMac: { Message: BYTES, Mac: BYTES, MacAlgorithm: 'HMAC_SHA_256' },
};

/** Those that a client calls with other things than a key: aliases, two keys, a replica. */
const NOT_BY_CLIENT = new Set(['DeleteAlias', 'UpdateAlias', 'ReEncryptFrom', 'ReEncryptTo', 'CreateAlias']);

/** Numbers that are the same in every run, so that a failure can be looked into. */
function* random(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

describe('the access model', () => {
  test(`agrees with real calls through the client for ${SAMPLE} triples drawn at random`, async () => {
    // GIVEN
    const kms = LocalKms.fromApp(tenStacks());
    const { keys: table, grants } = kms.engine.store;
    const model = new AccessModel(kms.engine);
    const numbers = random(20_261_124);
    const draw = <T>(list: readonly T[]): T => list[Math.floor(numbers.next().value * list.length)];
    // A client signs with an identity; services and rows that stand for many do not.
    const principals = model.principals.filter(({ kind }) => ['role', 'user', 'root', 'session'].includes(kind));
    const seen = { allowed: 0, denied: 0 };

    for (let drawn = 0; drawn < SAMPLE; ) {
      // Half of the pairs at least have something: most have nothing.
      const key = draw(model.keys);
      const principal = draw(principals);
      if (drawn % 2 === 0 && model.access(key, principal).isNone) continue;
      const action = draw([...key.actions.values()].flat());
      if (NOT_BY_CLIENT.has(action.slice('kms:'.length))) continue;
      drawn++;

      // WHEN
      const client = kms.client<sdk.KMSClient>({ as: principal.id, region: key.record.region });
      const isDenied = await refusesAccess(client, action, key);
      table.put(key.record);
      for (const { keyArn, grantId } of grants.all()) grants.delete(`${keyArn}#${grantId}`);

      // THEN
      const request: ModelRequest = { action, key, principal, input: INPUTS[action.slice('kms:'.length)] };
      const expected = holds(model.access(key, principal).outcome(action)!, kms.engine, request);
      expect(`${principal.name} ${action} ${key.name}: ${!isDenied}`).toBe(
        `${principal.name} ${action} ${key.name}: ${expected}`,
      );
      seen[expected ? 'allowed' : 'denied']++;
    }
    expect(Math.min(seen.allowed, seen.denied)).toBeGreaterThan(100);
  });
});

type Command = new (input: object) => sdk.DescribeKeyCommand;

/** Whatever else goes wrong went wrong after access was given. */
async function refusesAccess(client: sdk.KMSClient, action: string, key: ModelKey): Promise<boolean> {
  const operation = action.slice('kms:'.length);
  const command = (sdk as unknown as Record<string, Command>)[`${operation}Command`];
  try {
    await client.send(
      new command({ KeyId: key.arn, PendingWindowInDays: 30, ...algorithmOf(key, operation), ...INPUTS[operation] }),
    );
    return false;
  } catch (error) {
    return (error as Error).name === 'AccessDeniedException';
  }
}

function algorithmOf({ record }: ModelKey, operation: string): object {
  const asymmetric = record.keySpec !== 'SYMMETRIC_DEFAULT' && ['Encrypt', 'Decrypt'].includes(operation);
  return asymmetric ? { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' } : {};
}
