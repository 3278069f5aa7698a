import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from './command-error';
import { ExitCode } from './exit-code';

export interface SeedOptions {
  readonly credentialsKey?: string;
  readonly dataDir?: string;
  readonly auth?: 'off' | 'sigv4';
}

const BYTES = 32;
/** Good enough where nobody looks at signatures: then an access key is a name and no proof. */
const KNOWN_SEED = Buffer.from('cdk-keysmith, signatures off');

/**
 * What the secrets of access keys follow from: a file that is made at first use, or else a new one for each server;
 * one that everybody knows where signatures are not verified.
 */
export function credentialSeed({ credentialsKey, dataDir, auth }: SeedOptions): Uint8Array {
  const path = credentialsKey ?? (dataDir === undefined ? undefined : join(dataDir, 'credentials.key'));
  if (path !== undefined) return seedFile(path);
  return auth === 'sigv4' ? randomBytes(BYTES) : KNOWN_SEED;
}

function seedFile(path: string): Uint8Array {
  try {
    writeFileSync(path, randomBytes(BYTES), { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new CommandError(`${path} cannot be written: ${(cause as Error).message}`, ExitCode.FAILURE, { cause });
    }
  }
  const seed = readFileSync(path);
  if (seed.length < BYTES) throw new CommandError(`${path} must have at least ${BYTES} bytes.`, ExitCode.FAILURE);
  return seed;
}
