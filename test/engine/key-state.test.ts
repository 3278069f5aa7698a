import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_STATES } from '../../src/spec/generated/key-states';
import type { OperationName } from '../../src/spec/generated/operations';
import type { CreateKeyRequest, KeyState } from '../../src/spec/generated/types';
import type { KeyRecord } from '../../src/store/records';
import { ACCOUNT, ADMIN, addRole, localKms, newKey } from '../local-client';

const FACTS = join(__dirname, '../../../shared/facts/key-state.json');
const OTHER_REGION = 'eu-west-1';
const GRANTEE = `arn:aws:iam::${ACCOUNT}:role/Grantee`;

/** What the footnotes of the page say, written down a second time. */
const FOOTNOTES: Record<string, (key: KeyRecord) => string | undefined> = {
  1: ({ arn }) => `DisabledException: ${arn} is disabled.`,
  3: ({ arn, deletion }) =>
    `KMSInvalidStateException: ${arn} is pending ${deletion!.date === undefined ? 'replica ' : ''}deletion.`,
  4: ({ arn }) => `KMSInvalidStateException: ${arn} is not pending deletion.`,
  5: ({ arn }) => `KMSInvalidStateException: ${arn} is pending import.`,
  6: ({ arn }) => `UnsupportedOperationException: ${arn} origin is EXTERNAL which is not valid for this operation.`,
  7: ({ arn, origin, customKeyStoreId }) =>
    customKeyStoreId &&
    `UnsupportedOperationException: ${arn} origin is ${origin} which is not valid for this operation.`,
  8: (key) => (key.origin === 'EXTERNAL' ? FOOTNOTES[3](key) : undefined),
  9: ({ arn, origin }) =>
    origin === 'EXTERNAL'
      ? undefined
      : `UnsupportedOperationException: ${arn} origin is ${origin} which is not valid for this operation.`,
  11: ({ arn }) => `KMSInvalidStateException: ${arn} is unavailable.`,
  14: ({ arn }) => `KMSInvalidStateException: ${arn} is creating.`,
  15: ({ arn }) => `KMSInvalidStateException: ${arn} is updating.`,
};

/** What a cell demands: an error, or none. */
function demanded(cell: string, key: KeyRecord): string {
  const errors = (cell.match(/\d+/g) ?? []).map((footnote) => FOOTNOTES[footnote]?.(key));
  const error = errors.find((text) => text !== undefined);
  // ImportKeyMaterial on a key pending deletion fails by the table, and no footnote says how.
  return error ?? (cell.startsWith('X') ? FOOTNOTES[3](key)! : 'success');
}

const SIGNING: CreateKeyRequest = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' };
const MAC: CreateKeyRequest = { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' };
const AGREEMENT: CreateKeyRequest = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' };
const KINDS: Partial<Record<OperationName, CreateKeyRequest>> = {
  DeriveSharedSecret: AGREEMENT,
  GenerateMac: MAC,
  GetPublicKey: SIGNING,
  Sign: SIGNING,
  Verify: SIGNING,
  VerifyMac: MAC,
  ReplicateKey: { MultiRegion: true },
  UpdatePrimaryRegion: { MultiRegion: true },
};
const IMPORTS = new Set(['DeleteImportedKeyMaterial', 'GetParametersForImport', 'ImportKeyMaterial']);

/** One key in one state, with everything that calls with it need. */
function setUp(operation: OperationName, state: string, origin: 'AWS_KMS' | 'EXTERNAL') {
  const kms = localKms();
  addRole(kms, GRANTEE);
  const call = (name: OperationName, input: object) => kms.call(name, input as never, ADMIN) as Record<string, never>;
  const kind = KINDS[operation] ?? {};
  const { KeyId, Arn } = newKey(kms, keyInput());
  call('CreateAlias', { AliasName: 'alias/mine', TargetKeyId: KeyId });
  if (origin === 'EXTERNAL' && state !== 'PendingImport') importMaterial();
  // A public key can be had when there was a private key once.
  if (operation === 'GetPublicKey' && state === 'PendingImport') importMaterial({ present: false });
  if (operation === 'UpdatePrimaryRegion' && state !== 'PendingImport') {
    call('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION });
  }
  const input = inputFor();
  const key = { ...kms.store.keys.get(Arn)!, ...inState() };
  kms.store.keys.put(key);
  return { kms, key, input };

  function keyInput(): CreateKeyRequest {
    if (state !== 'Unavailable') return { ...kind, ...(origin === 'EXTERNAL' && { Origin: 'EXTERNAL' }) };
    const { CustomKeyStoreId } = call('CreateCustomKeyStore', {
      CustomKeyStoreName: 'hsm',
      CloudHsmClusterId: 'cluster-2a23b4cdefg',
      KeyStorePassword: 'kmsPswd0',
      TrustAnchorCertificate: 'certificate',
    });
    call('ConnectCustomKeyStore', { CustomKeyStoreId });
    return { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId };
  }

  function importMaterial({ present = true } = {}) {
    const record = kms.store.keys.get(Arn)!;
    const id = '0'.repeat(64);
    const imported = { present, expirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE', state: 'CURRENT' } as const;
    kms.store.keys.put({
      ...record,
      materials: [{ id, imported, publicKey: Buffer.from('x') }],
      currentMaterialId: id,
    });
    if (present) kms.store.secrets.put({ keyArn: Arn, materialId: id, secret: Buffer.alloc(32, 1) });
  }

  function inState(): Partial<KeyRecord> {
    const until = kms.clock.now() + 60_000;
    const states: Partial<Record<KeyState, Partial<KeyRecord>>> = {
      Disabled: { enabled: false },
      PendingDeletion: { enabled: false, deletion: { windowInDays: 7, date: until } },
      PendingReplicaDeletion: { enabled: false, deletion: { windowInDays: 7 } },
      Unavailable: { unavailable: true },
      Creating: { transition: { state: 'Creating', until } },
      Updating: { transition: { state: 'Updating', until } },
    };
    return states[state as KeyState] ?? {};
  }

  /** Made while the key is enabled: the ciphertext is a real one, where the key has material. */
  function inputFor(): object {
    const usable = state !== 'PendingImport';
    const Plaintext = Buffer.from('x');
    const Message = Buffer.from('x');
    const blob = () => (usable ? call('Encrypt', { KeyId, Plaintext }).CiphertextBlob : Buffer.from('x'));
    const grantId = () => (usable ? newGrant() : grantInStore());
    const inputs: Partial<Record<OperationName, () => object>> = {
      CreateAlias: () => ({ AliasName: 'alias/second', TargetKeyId: KeyId }),
      CreateGrant: () => ({ KeyId, GranteePrincipal: GRANTEE, Operations: ['DescribeKey'] }),
      Decrypt: () => ({ KeyId, CiphertextBlob: blob() }),
      DeleteAlias: () => ({ AliasName: 'alias/mine' }),
      DeriveSharedSecret: () => ({ KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey: peerKey() }),
      Encrypt: () => ({ KeyId, Plaintext }),
      GenerateDataKey: () => ({ KeyId, KeySpec: 'AES_256' }),
      GenerateDataKeyPair: () => ({ KeyId, KeyPairSpec: 'ECC_NIST_P256' }),
      GenerateDataKeyPairWithoutPlaintext: () => ({ KeyId, KeyPairSpec: 'ECC_NIST_P256' }),
      GenerateDataKeyWithoutPlaintext: () => ({ KeyId, KeySpec: 'AES_256' }),
      GenerateMac: () => ({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' }),
      GetParametersForImport: () => ({ KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' }),
      ImportKeyMaterial: () => ({
        KeyId,
        ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
        ImportToken: Buffer.from('x'),
        EncryptedKeyMaterial: Buffer.from('x'),
      }),
      PutKeyPolicy: () => ({ KeyId, Policy: kms.store.keys.get(Arn)!.policy }),
      ReEncrypt: () => ({ CiphertextBlob: blob(), SourceKeyId: KeyId, DestinationKeyId: KeyId }),
      ReplicateKey: () => ({ KeyId, ReplicaRegion: OTHER_REGION }),
      RetireGrant: () => ({ KeyId: Arn, GrantId: grantId() }),
      RevokeGrant: () => ({ KeyId, GrantId: grantId() }),
      Sign: () => ({ KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' }),
      TagResource: () => ({ KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
      UntagResource: () => ({ KeyId, TagKeys: ['a'] }),
      UpdateAlias: () => ({ AliasName: 'alias/mine', TargetKeyId: newKey(kms).KeyId }),
      UpdateKeyDescription: () => ({ KeyId, Description: 'x' }),
      UpdatePrimaryRegion: () => ({ KeyId, PrimaryRegion: OTHER_REGION }),
      Verify: () => ({ KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256', Signature: signature() }),
      VerifyMac: () => ({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256', Mac: mac() }),
    };
    return inputs[operation]?.() ?? { KeyId };

    function signature() {
      return usable ? call('Sign', { KeyId, Message, SigningAlgorithm: 'ECDSA_SHA_256' }).Signature : Buffer.from('x');
    }
    function mac() {
      return usable ? call('GenerateMac', { KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' }).Mac : Buffer.from('x');
    }
    function peerKey() {
      const peer = newKey(kms, AGREEMENT);
      return call('GetPublicKey', { KeyId: peer.KeyId }).PublicKey;
    }
    function newGrant() {
      return call('CreateGrant', {
        KeyId,
        GranteePrincipal: GRANTEE,
        RetiringPrincipal: ADMIN,
        Operations: ['DescribeKey'],
      }).GrantId;
    }
    /** CreateGrant is refused for a key that waits for its material; a grant may be there all the same. */
    function grantInStore() {
      kms.store.grants.put({
        grantId: 'f'.repeat(64),
        keyArn: Arn,
        name: '',
        creationDate: 0,
        effectiveDate: 0,
        issuingAccount: ACCOUNT,
        granteePrincipal: GRANTEE,
        retiringPrincipal: ADMIN,
        operations: ['DescribeKey'],
        tokens: [],
      });
      return 'f'.repeat(64);
    }
  }
}

function outcome({ kms, input }: ReturnType<typeof setUp>, operation: OperationName): string {
  try {
    kms.call(operation, input as never, ADMIN);
    return 'success';
  } catch (error) {
    const { name, message } = error as Error;
    // The token is none: that it was looked at shows that the state was not in the way.
    return name === 'InvalidImportTokenException' ? 'success' : `${name}: ${message}`;
  }
}

const rows = Object.entries(KEY_STATES) as [OperationName, Record<string, string>][];
const cells = rows.flatMap(([operation, row]) =>
  Object.entries(row)
    .filter(([, cell]) => cell !== 'NA')
    .map(([state, cell]) => ({ operation, state, cell })),
);

test.each(cells)('$operation on a key that is $state: $cell', ({ operation, state, cell }) => {
  // A key with the origin EXTERNAL and one of KMS, where the cell tells them apart or the state allows only one.
  const origins: ('AWS_KMS' | 'EXTERNAL')[] =
    state === 'PendingImport'
      ? ['EXTERNAL']
      : state === 'Unavailable' || !IMPORTS.has(operation)
        ? ['AWS_KMS']
        : ['AWS_KMS', 'EXTERNAL'];
  for (const origin of origins) {
    const given = setUp(operation, state, origin);
    expect(outcome(given, operation)).toBe(demanded(cell, given.key));
  }
});

const conditional = rows.filter(([, row]) => row.Enabled === '?7').map(([operation]) => operation);

test.each(conditional)('%s on an enabled key of a custom key store: unsupported', (operation) => {
  const { kms, key, input } = setUp(operation, 'Unavailable', 'AWS_KMS');
  const { unavailable, ...enabled } = key;
  kms.store.keys.put(enabled);
  expect(outcome({ kms, key: enabled, input }, operation)).toBe(FOOTNOTES[7](enabled));
});

test.each(['Encapsulate', 'Decapsulate'] as const)(
  '%s, which the page does not list, is for enabled keys only',
  (operation) => {
    const kms = localKms();
    const { KeyId, Arn } = newKey(kms, { KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' });
    kms.call('DisableKey', { KeyId }, ADMIN);
    const input = { KeyId, EncapsulationAlgorithm: 'ML_KEM', SharedSecretCiphertextBlob: Buffer.alloc(768) } as const;
    expect(() => kms.call(operation, input, ADMIN)).toThrow(`${Arn} is disabled.`);
  },
);

(existsSync(FACTS) ? test : test.skip)(
  'the table is that of the collected facts (skipped where they are not beside the repository)',
  () => {
    const { table } = JSON.parse(readFileSync(FACTS, 'utf8')) as { table: Record<string, Record<string, string>> };
    const read = Object.entries(table).map(([operation, row]) => {
      const { 'PendingDeletion/PendingReplicaDeletion': deleting, ...others } = row;
      return [operation, { ...others, PendingDeletion: deleting, PendingReplicaDeletion: deleting }];
    });
    expect(KEY_STATES).toEqual(Object.fromEntries(read));
  },
);
