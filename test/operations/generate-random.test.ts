import { GenerateRandomCommand, type GenerateRandomCommandInput } from '@aws-sdk/client-kms';
import { addRole, clientFor, localKms, refusal } from '../local-client';

const kms = localKms();
const client = clientFor(kms);
const random = (input: GenerateRandomCommandInput, as = client) => as.send(new GenerateRandomCommand(input));

describe('GenerateRandom: how input is read', () => {
  it.each([
    ['no length', {}, 'NumberOfBytes is required.'],
    [
      'no bytes',
      { NumberOfBytes: 0 },
      "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'more than 1024 bytes',
      { NumberOfBytes: 1025 },
      "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
    ],
  ])('refuses %s', async (_what, input, message) => {
    expect(await refusal(random(input))).toEqual({ name: 'ValidationException', message });
  });

  it('refuses a Recipient', async () => {
    expect((await refusal(random({ NumberOfBytes: 1, Recipient: {} }))).name).toBe('ValidationException');
  });
});

describe('GenerateRandom: what is refused', () => {
  it('a caller whom IAM does not allow', async () => {
    const nobody = clientFor(kms, { as: addRole(kms, 'arn:aws:iam::111122223333:role/Nobody') });

    expect((await refusal(random({ NumberOfBytes: 1 }, nobody))).message).toBe(
      'User: arn:aws:sts::111122223333:assumed-role/Nobody/keysmith is not authorized to perform: kms:GenerateRandom on resource: * because no identity-based policy allows the kms:GenerateRandom action',
    );
  });
});

describe('GenerateRandom: what it does', () => {
  it('gives as many bytes as were asked for, and others each time', async () => {
    const seen = new Set<string>();
    for (const NumberOfBytes of [1, 32, 1024]) {
      const { $metadata, ...answer } = await random({ NumberOfBytes });
      expect(answer).toEqual({ Plaintext: expect.any(Uint8Array) });
      expect(answer.Plaintext).toHaveLength(NumberOfBytes);
    }
    for (let time = 0; time < 100; time += 1) {
      seen.add(Buffer.from((await random({ NumberOfBytes: 16 })).Plaintext!).toString('hex'));
    }
    expect(seen.size).toBe(100);
  });

  it('gives what an injected random source gives, so that a test can be reproduced', async () => {
    const kms = localKms({ random: (size) => new Uint8Array(size).fill(9) });

    const { Plaintext } = await random({ NumberOfBytes: 4 }, clientFor(kms));

    expect([...Plaintext!]).toEqual([9, 9, 9, 9]);
  });
});
