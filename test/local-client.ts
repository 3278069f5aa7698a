import type { KMSClient } from '@aws-sdk/client-kms';
import type { CallerOptions } from '../src/engine/caller';
import { Kms, type KmsOptions } from '../src/engine/kms';
import { answerInProcess } from '../src/local/in-process';
import { loadSdk } from '../src/local/sdk';
import { operations } from '../src/operations/operations';
import type { CreateKeyRequest } from '../src/spec/generated/types';
import type { PrincipalRecord } from '../src/store/records';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const REGION = 'us-east-1';

/** A role that may do everything that IAM can allow. */
export const ADMIN = `arn:aws:iam::${ACCOUNT}:role/Admin`;

/** A local KMS where `ADMIN` exists. */
export function localKms(options: KmsOptions = {}): Kms {
  const kms = new Kms(operations, options);
  addRole(kms, ADMIN, [{ Action: '*' }]);
  return kms;
}

type Statement = Readonly<Record<string, unknown>>;

/** Registers a role with one inline policy; a statement allows on every resource unless it says otherwise. */
export function addRole(
  kms: Kms,
  arn: string,
  statements: Statement[] = [],
  more: Partial<PrincipalRecord> = {},
): string {
  const name = arn.split('/').at(-1)!;
  kms.store.principals.put({
    arn,
    type: 'role',
    accountId: arn.split(':')[4],
    name,
    uniqueId: `AROA${name.toUpperCase()}`,
    policies: statements.length > 0 ? [{ name: `inline policy ${name}`, document: policy(...statements) }] : [],
    tags: {},
    ...more,
  });
  return arn;
}

/** A policy document; a statement allows on every resource unless it says otherwise. */
export function policy(...statements: Statement[]): string {
  const Statement = statements.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement }));
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** The statement that lets the account's IAM decide, as every default key policy has it. */
export const DELEGATE = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*' };

export interface ClientOptions extends Partial<Omit<CallerOptions, 'principal'>> {
  /** @default ADMIN */
  readonly as?: string;
}

/** A real client of @aws-sdk/client-kms that acts as somebody. */
export function clientFor(kms: Kms, { as = ADMIN, ...options }: ClientOptions = {}): KMSClient {
  const region = options.region ?? kms.region;
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' };
  const sdk = loadSdk();
  const client = new sdk.KMSClient({ region, credentials, maxAttempts: 1 });
  answerInProcess(client, sdk, kms, { ...options, principal: as });
  return client as unknown as KMSClient;
}

/** Makes a key as ADMIN and gives its id and ARN. */
export function newKey(kms: Kms, input: CreateKeyRequest = {}, region = kms.region): { KeyId: string; Arn: string } {
  const { KeyMetadata } = kms.call('CreateKey', input, { principal: ADMIN, region });
  return { KeyId: KeyMetadata!.KeyId, Arn: KeyMetadata!.Arn! };
}

/** What a call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  throw new Error('The call was not refused.');
}
