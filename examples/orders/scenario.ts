import { createPublicKey, verify } from 'node:crypto';
import {
  CancelKeyDeletionCommand,
  DecryptCommand,
  EnableKeyCommand,
  EncryptCommand,
  GetPublicKeyCommand,
  ScheduleKeyDeletionCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ManagedKey } from 'cdk-keysmith';
import type { LocalKms } from 'cdk-keysmith/local';
import type { OrdersStack } from './orders-stack';

/** One thing that somebody tries. */
export interface Step {
  readonly who: string;
  readonly as: IRole;
  readonly does: string;
  readonly action: string;
  readonly key: ManagedKey;
  readonly context?: Record<string, string>;
  /** `allowed`, `denied`, or the name of the error with which KMS answers somebody who is allowed. */
  readonly expected: string;
  try(): Promise<unknown>;
}

/** What came of it. */
export interface Outcome extends Step {
  readonly actual: string;
  /** The statement that decided, as `kms.explain()` tells it. */
  readonly because: string;
}

/** Plays the life of an order with the real SDK client, and looks at who may do what. */
export async function play(stack: OrdersStack, kms: LocalKms): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps(stack, kms)) outcomes.push(await attempt(step, kms));
  return outcomes;
}

/** The steps that did not go as expected. */
export const surprises = (outcomes: readonly Outcome[]): Outcome[] =>
  outcomes.filter(({ actual, expected }) => actual !== expected);

async function attempt(step: Step, kms: LocalKms): Promise<Outcome> {
  const { as, action, key, context } = step;
  const because = kms.explain({ as, action, key, encryptionContext: context }).text.split('\n')[1];
  try {
    await step.try();
    return { ...step, actual: 'allowed', because };
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'AccessDeniedException') return { ...step, actual: 'denied', because };
    // Some errors of KMS carry no text; the SDK then says UnknownError.
    const said = message === 'UnknownError' ? name : `${name}: ${message}`;
    return { ...step, actual: name, because: `The policies allow it, and KMS answers ${said}` };
  }
}

function steps(stack: OrdersStack, kms: LocalKms): Step[] {
  const { application, auditor, keyAdmin, ordersKey, platformAdmin, receiptsKey, reporting } = stack;
  const order = Buffer.from('order 4711: two candles');
  const context = { tenant: 'a' };
  const receipt = Buffer.from('receipt 4711: paid');
  let ciphertext: Uint8Array | undefined;
  let signature: Uint8Array | undefined;

  const orders = (
    who: string,
    as: IRole,
    does: string,
    action: string,
    expected: string,
    run: () => Promise<unknown>,
  ): Step => ({
    who,
    as,
    does,
    action,
    key: ordersKey,
    context,
    expected,
    try: run,
  });
  const receipts = (
    who: string,
    as: IRole,
    does: string,
    action: string,
    expected: string,
    run: () => Promise<unknown>,
  ): Step => ({
    who,
    as,
    does,
    action,
    key: receiptsKey,
    expected,
    try: run,
  });
  const encrypt = (as: IRole) =>
    kms
      .client({ as })
      .send(new EncryptCommand({ KeyId: 'alias/orders', Plaintext: order, EncryptionContext: context }));
  const decrypt = async (as: IRole, encryptionContext = context) => {
    const { Plaintext } = await kms
      .client({ as })
      .send(new DecryptCommand({ CiphertextBlob: ciphertext, EncryptionContext: encryptionContext }));
    if (!order.equals(Plaintext!)) throw new Error('The plaintext is not the order.');
  };
  const keyId = kms.arn(ordersKey);

  return [
    orders('Application', application, 'encrypts an order', 'kms:Encrypt', 'allowed', async () => {
      ciphertext = (await encrypt(application)).CiphertextBlob;
    }),
    orders('Application', application, 'decrypts it again', 'kms:Decrypt', 'allowed', () => decrypt(application)),
    orders(
      'Application',
      application,
      'decrypts it for another tenant',
      'kms:Decrypt',
      'InvalidCiphertextException',
      () => decrypt(application, { tenant: 'b' }),
    ),
    orders('Reporting', reporting, 'decrypts the order', 'kms:Decrypt', 'allowed', () => decrypt(reporting)),
    orders('Reporting', reporting, 'encrypts one of its own', 'kms:Encrypt', 'denied', () => encrypt(reporting)),
    orders('KeyAdmin', keyAdmin, 'decrypts the order', 'kms:Decrypt', 'denied', () => decrypt(keyAdmin)),
    orders('KeyAdmin', keyAdmin, 'schedules the key for deletion', 'kms:ScheduleKeyDeletion', 'denied', () =>
      kms.client({ as: keyAdmin }).send(new ScheduleKeyDeletionCommand({ KeyId: keyId })),
    ),
    orders('PlatformAdmin', platformAdmin, 'decrypts the order', 'kms:Decrypt', 'denied', () => decrypt(platformAdmin)),
    orders('PlatformAdmin', platformAdmin, 'schedules the key for deletion', 'kms:ScheduleKeyDeletion', 'allowed', () =>
      kms.client({ as: platformAdmin }).send(new ScheduleKeyDeletionCommand({ KeyId: keyId })),
    ),
    orders(
      'Application',
      application,
      'decrypts, with the key pending deletion',
      'kms:Decrypt',
      'KMSInvalidStateException',
      () => decrypt(application),
    ),
    orders('PlatformAdmin', platformAdmin, 'cancels the deletion', 'kms:CancelKeyDeletion', 'allowed', () =>
      kms.client({ as: platformAdmin }).send(new CancelKeyDeletionCommand({ KeyId: keyId })),
    ),
    orders('Application', application, 'decrypts, with the key disabled', 'kms:Decrypt', 'DisabledException', () =>
      decrypt(application),
    ),
    orders('Reporting', reporting, 'enables the key', 'kms:EnableKey', 'denied', () =>
      kms.client({ as: reporting }).send(new EnableKeyCommand({ KeyId: keyId })),
    ),
    orders('KeyAdmin', keyAdmin, 'enables the key', 'kms:EnableKey', 'allowed', () =>
      kms.client({ as: keyAdmin }).send(new EnableKeyCommand({ KeyId: keyId })),
    ),
    orders('Application', application, 'decrypts the order once more', 'kms:Decrypt', 'allowed', () =>
      decrypt(application),
    ),
    receipts('Application', application, 'signs a receipt', 'kms:Sign', 'allowed', async () => {
      const command = new SignCommand({ KeyId: 'alias/receipts', Message: receipt, SigningAlgorithm: 'ECDSA_SHA_256' });
      signature = (await kms.client({ as: application }).send(command)).Signature;
    }),
    receipts('Auditor', auditor, 'verifies it with the public key alone', 'kms:GetPublicKey', 'allowed', async () => {
      const { PublicKey } = await kms
        .client({ as: auditor })
        .send(new GetPublicKeyCommand({ KeyId: kms.arn(receiptsKey) }));
      const publicKey = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
      if (!verify('sha256', receipt, publicKey, signature!)) throw new Error('The signature is not valid.');
    }),
    receipts('Auditor', auditor, 'signs a receipt', 'kms:Sign', 'denied', () =>
      kms
        .client({ as: auditor })
        .send(new SignCommand({ KeyId: kms.arn(receiptsKey), Message: receipt, SigningAlgorithm: 'ECDSA_SHA_256' })),
    ),
    receipts('PlatformAdmin', platformAdmin, 'signs a receipt', 'kms:Sign', 'denied', () =>
      kms
        .client({ as: platformAdmin })
        .send(new SignCommand({ KeyId: kms.arn(receiptsKey), Message: receipt, SigningAlgorithm: 'ECDSA_SHA_256' })),
    ),
  ];
}
