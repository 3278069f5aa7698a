import { CreateKeyCommand, type CreateKeyCommandInput, type KeyMetadata, type KMSClient } from '@aws-sdk/client-kms';
import type { Kms } from '../../src/engine/kms';
import { clientFor } from '../local-client';

/** A new key, as the administrator makes it. Without options it is a symmetric encryption key. */
export async function keyOf(kms: Kms, options: CreateKeyCommandInput = {}, client: KMSClient = clientFor(kms)) {
  const { KeyMetadata } = await client.send(new CreateKeyCommand(options));
  return KeyMetadata as KeyMetadata & { Arn: string; KeyId: string };
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
