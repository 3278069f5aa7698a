import { KMSClient } from '@aws-sdk/client-kms';
import type { Kms } from '../../src/engine/kms';
import { accessKeyOf } from '../../src/sts/access-key';
import { SessionTokens } from '../../src/sts/session-tokens';
import { byAccessKey } from '../../src/wire/authenticate';
import { Credentials, type Identity } from '../../src/wire/credentials';
import { WireServer, type WireServerOptions } from '../../src/wire/wire-server';
import { ACCOUNT, ADMIN, localKms } from '../local-client';

export const SEED = Buffer.from('a seed for tests');
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

export interface LocalServer {
  readonly kms: Kms;
  readonly address: string;
  readonly credentials: Credentials;
  close(): Promise<void>;
}

/** A server on a free port of this machine that believes access keys, unless the options say otherwise. */
export async function startServer(
  kms: Kms = localKms(),
  options: Partial<WireServerOptions> & { readonly given?: readonly Identity[] } = {},
): Promise<LocalServer> {
  const tokens = new SessionTokens(SEED, kms.random);
  const credentials = new Credentials(SEED, tokens, () => kms.clock.now(), options.given);
  credentials.learn([kms.store.principals.get(ADMIN)!]);
  const server = new WireServer({
    kms,
    tokens,
    seed: SEED,
    authenticate: byAccessKey(credentials, ROOT),
    pages: { health: () => ({ status: 'ok' }) },
    ...options,
  });
  const address = await server.listen();
  return { kms, address, credentials, close: () => server.close() };
}

const clients: KMSClient[] = [];

/** A real client over HTTP. */
export function httpClient(address: string, as = ADMIN, region = 'us-east-1'): KMSClient {
  const client = new KMSClient({ endpoint: address, region, credentials: accessKeyOf(as, SEED), maxAttempts: 1 });
  clients.push(client);
  return client;
}

export function destroyClients(): void {
  for (const client of clients.splice(0)) client.destroy();
}
