import { randomBytes } from 'node:crypto';
import type { Database } from './lmdb';
import { Seal } from './seal';
import { StoreError } from './store-error';
import { describeWriter, isAlive, thisWriter, type Writer } from './writer';

/** The form in which records are stored. A change of it needs a step in MIGRATIONS, and a new number. */
export const FORMAT = 1;

/** How data of an older form becomes data of the next one, by the number of the older one. */
const MIGRATIONS: Readonly<Record<number, (tables: ReadonlyMap<string, Database>) => void>> = {};

const CHECK = 'cdk-keysmith';

/** What a data directory says about itself. */
export class Metadata {
  constructor(private readonly database: Database) {}

  get<T>(name: string): T | undefined {
    const value = this.database.get(name);
    return value && (JSON.parse(value.toString('utf8')) as T);
  }

  put(name: string, value: unknown): void {
    void this.database.put(name, Buffer.from(JSON.stringify(value)));
  }

  remove(name: string): void {
    void this.database.remove(name);
  }

  /** @throws StoreError for data of a newer version of keysmith. */
  checkFormat(): number | undefined {
    const format = this.get<number>('format');
    if (format === undefined || format <= FORMAT) return format;
    throw new StoreError(
      `The data has format ${format}, and this version of cdk-keysmith knows formats up to ${FORMAT}. Use a newer version.`,
    );
  }

  /** Brings data of an older form up to date; within a transaction. */
  migrate(tables: ReadonlyMap<string, Database>): void {
    for (let format = this.checkFormat() ?? FORMAT; format < FORMAT; format += 1) MIGRATIONS[format](tables);
    this.put('format', FORMAT);
  }

  /** Makes this process the one that writes; within a transaction. @throws StoreError that names the one which does already. */
  claim(): void {
    const writer = this.get<Writer>('writer');
    if (writer && isAlive(writer)) {
      throw new StoreError(
        `The data is in use by ${describeWriter(writer)}. Only one process can write: stop that one first.`,
      );
    }
    this.put('writer', thisWriter());
  }

  /** Says that the writer is alive. */
  beat(): void {
    this.put('writer', thisWriter(this.get<Writer>('writer')?.since));
  }

  release(): void {
    this.remove('writer');
  }

  /**
   * The seal of the secrets, if they have one.
   *
   * @throws StoreError when the passphrase is missing, wrong, or given for data that was stored without one.
   */
  seal(passphrase: string | Uint8Array | undefined): Seal | undefined {
    const stored = this.get<{ salt: string; check: string }>('seal');
    if (!stored) {
      if (passphrase === undefined) return undefined;
      throw new StoreError(
        'The data is stored without a passphrase. Export it, and import it into a new directory with one.',
      );
    }
    if (passphrase === undefined)
      throw new StoreError('The secrets are encrypted: give the passphrase or the key file.');
    const seal = new Seal(passphrase, Buffer.from(stored.salt, 'base64'));
    try {
      seal.open(Buffer.from(stored.check, 'base64'), CHECK);
    } catch (cause) {
      throw new StoreError('The passphrase or the key file is not that of this data.', { cause });
    }
    return seal;
  }

  /** For a new directory; within a transaction. */
  makeSeal(passphrase: string | Uint8Array): void {
    const salt = randomBytes(16);
    const check = new Seal(passphrase, salt).close(Buffer.from(CHECK), CHECK);
    this.put('seal', { salt: salt.toString('base64'), check: check.toString('base64') });
  }
}
