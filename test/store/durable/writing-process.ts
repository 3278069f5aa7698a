import { Kms } from '../../../src/engine/kms';
import { operations } from '../../../src/operations/operations';
import { DurableStore } from '../../../src/store/durable/durable-store';

/** Creates keys, several at a time, until it is stopped; prints the id of each that was acknowledged. */
async function main(directory: string): Promise<void> {
  const kms = new Kms(operations, { store: DurableStore.open({ directory }) });
  const createKeys = async () => {
    for (;;) {
      const { KeyMetadata } = await kms.handle('CreateKey', {}, 'arn:aws:iam::111122223333:root');
      process.stdout.write(`${KeyMetadata!.KeyId}\n`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, createKeys));
}

main(process.argv[2]).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(3);
});
