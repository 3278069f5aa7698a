import type { OperationName } from '../../src/spec/generated/operations';
import { serialize } from '../../src/validation/serialize';
import { validate } from '../../src/validation/validate';

const KeyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const refused = (operation: OperationName, input: unknown, encoding: 'native' | 'wire' = 'native') => {
  try {
    validate(operation, input, encoding);
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  throw new Error('The input was not refused.');
};
const violation = (operation: OperationName, input: unknown) => refused(operation, input).message;

describe("constraints, in AWS's recorded words", () => {
  test.each<[OperationName, object, string]>([
    [
      'GenerateRandom',
      { NumberOfBytes: 0 },
      "Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'GenerateRandom',
      { NumberOfBytes: 1025 },
      "Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024",
    ],
    [
      'Encrypt',
      { KeyId, Plaintext: new Uint8Array(4097) },
      "Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    ],
    [
      'DeriveSharedSecret',
      { KeyId, PublicKey: new Uint8Array(1), KeyAgreementAlgorithm: 'INVALID' },
      "Value 'INVALID' at 'keyAgreementAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [ECDH]",
    ],
    [
      'TagResource',
      { KeyId, Tags: [{ TagKey: 'a'.repeat(129), TagValue: 'v'.repeat(257) }] },
      `Value '${'a'.repeat(129)}' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128; Value '${'v'.repeat(257)}' at 'tags.1.member.tagValue' failed to satisfy constraint: Member must have length less than or equal to 256`,
    ],
    ['DescribeKey', {}, "Value null at 'keyId' failed to satisfy constraint: Member must not be null"],
  ])('%s', (operation, input, text) => {
    const count = text.split('; ').length;
    expect(violation(operation, input)).toBe(`${count} validation error${count > 1 ? 's' : ''} detected: ${text}`);
  });

  test('enum values are named in the order of the model, whose order AWS does not keep', () => {
    const text = violation('GenerateMac', { KeyId, Message: Buffer.from('x'), MacAlgorithm: 'INVALID' });
    const [head, values] = text.split(': [');
    expect(head).toBe(
      "1 validation error detected: Value 'INVALID' at 'macAlgorithm' failed to satisfy constraint: Member must satisfy enum value set",
    );
    expect(values.replace(']', '').split(', ').sort()).toEqual([
      'HMAC_SHA_224',
      'HMAC_SHA_256',
      'HMAC_SHA_384',
      'HMAC_SHA_512',
    ]);
  });

  test('members of a list', () => {
    const GranteePrincipal = 'arn:aws:iam::111122223333:role/App';
    expect(violation('CreateGrant', { KeyId, GranteePrincipal, Operations: ['Decrypt', 'Fly'] })).toMatch(
      /^1 validation error detected: Value '\[Decrypt, Fly\]' at 'operations' failed to satisfy constraint: Member must satisfy constraint: \[Member must satisfy enum value set: \[Decrypt, /,
    );
    expect(violation('Encrypt', { KeyId, Plaintext: Buffer.from('x'), GrantTokens: Array(11).fill('t') })).toContain(
      "at 'grantTokens' failed to satisfy constraint: Member must have length less than or equal to 10",
    );
  });

  test('structures within structures', () => {
    const input = { KeyId, GranteeServicePrincipal: 'a.amazonaws.com', Operations: ['Decrypt'] };
    expect(violation('CreateGrant', { ...input, Constraints: { SourceArn: 'x' } })).toContain(
      "Value 'x' at 'constraints.sourceArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    );
  });

  test('all of them at once', () => {
    expect(violation('CreateAlias', { AliasName: ' ' })).toBe(
      "2 validation errors detected: Value null at 'targetKeyId' failed to satisfy constraint: Member must not be null; Value ' ' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
    );
  });

  test('secrets and bytes are never shown', () => {
    const KeyStorePassword = 'secret';
    const message = violation('CreateCustomKeyStore', { CustomKeyStoreName: 'a', KeyStorePassword });
    expect(message).toContain("Value at 'keyStorePassword' failed");
    expect(message).not.toContain(KeyStorePassword);
  });
});

describe('types', () => {
  test.each<[OperationName, object]>([
    ['DescribeKey', { KeyId: 7 }],
    ['DescribeKey', { KeyId: {} }],
    ['GenerateRandom', { NumberOfBytes: '7' }],
    ['GenerateRandom', { NumberOfBytes: 1.5 }],
    ['GenerateRandom', { NumberOfBytes: Number.NaN }],
    ['CreateKey', { MultiRegion: 'true' }],
    ['CreateKey', { Tags: {} }],
    ['CreateKey', { Tags: ['a'] }],
    ['Encrypt', { KeyId, Plaintext: 7 }],
    ['Encrypt', { KeyId, Plaintext: 'eA==', EncryptionContext: 'a=b' }],
    ['Encrypt', { KeyId, Plaintext: 'eA==', EncryptionContext: ['a'] }],
    ['Encrypt', { KeyId, Plaintext: 'eA==', EncryptionContext: { a: 1 } }],
    ['ImportKeyMaterial', { KeyId, ValidTo: 'tomorrow' }],
    ['ImportKeyMaterial', { KeyId, ValidTo: new Date(Number.NaN) }],
  ])('%s refuses %j', (operation, input) => {
    expect(refused(operation, input).name).toBe('SerializationException');
    expect(refused(operation, input, 'wire').name).toBe('SerializationException');
  });

  test.each(['x', '!!!!', 'eA', 'eA=\n', 'e==='])('a blob on the wire that is no base64: %j', (Plaintext) => {
    expect(refused('Encrypt', { KeyId, Plaintext }, 'wire')).toEqual({
      name: 'SerializationException',
      message: 'STRING_VALUE cannot be converted to Blob',
    });
  });

  test.each([[[]], ['text'], [7], [true]])('input that is no structure: %j', (input) => {
    expect(refused('ListKeys', input).name).toBe('SerializationException');
  });

  test('blobs are bytes or text in a program, and base64 on the wire', () => {
    const bytes = (Plaintext: unknown, encoding: 'native' | 'wire') =>
      Buffer.from(validate('Encrypt', { KeyId, Plaintext }, encoding).Plaintext).toString();
    expect(bytes(Buffer.from('hello'), 'native')).toBe('hello');
    expect(bytes('hello', 'native')).toBe('hello');
    expect(bytes('aGVsbG8=', 'wire')).toBe('hello');
  });

  test('moments are dates or seconds', () => {
    const date = new Date('2026-01-02T03:04:05.678Z');
    const read = (ValidTo: unknown, encoding: 'native' | 'wire') =>
      validate('ImportKeyMaterial', { KeyId, ImportToken: 'eA==', EncryptedKeyMaterial: 'eA==', ValidTo }, encoding)
        .ValidTo;
    expect(read(date, 'native')).toEqual(date);
    expect(read(date.getTime() / 1000, 'native')).toEqual(date);
    expect(read(date.getTime() / 1000, 'wire')).toEqual(date);
  });
});

describe('what is not there', () => {
  test('unknown members are dropped, and null is as good as absent', () => {
    expect(validate('CreateKey', { Colour: 'blue', Description: null, Tags: [null] })).toEqual({ Tags: [] });
    expect(validate('ListKeys', undefined)).toEqual({});
    expect(validate('ListKeys', null)).toEqual({});
  });

  test('names that every object has are names like others', () => {
    const EncryptionContext = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}');
    const input = validate('Encrypt', { KeyId, Plaintext: 'x', EncryptionContext });
    expect(Object.entries(input.EncryptionContext!)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ]);
    expect(validate('CreateKey', JSON.parse('{"__proto__":{"Description":"x"}}'))).toEqual({});
  });
});

test('output goes to the wire as AWS JSON 1.1 has it', () => {
  const output = {
    KeyId,
    ImportToken: Buffer.from('token'),
    PublicKey: new Uint8Array([1, 2, 3]),
    ParametersValidTo: new Date('2026-01-02T03:04:05.678Z'),
  };
  expect(serialize('GetParametersForImport', output)).toEqual({
    KeyId,
    ImportToken: 'dG9rZW4=',
    PublicKey: 'AQID',
    ParametersValidTo: 1767323045.678,
  });
  expect(serialize('DeleteAlias', {})).toEqual({});
});
