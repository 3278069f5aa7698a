import { ADMINISTRATION, ATTACHMENT, DEPLOYMENT, USES } from '../../src/key-policy/actions';
import { isPossible, matchingActions, usersActions } from '../../src/key-policy/key-actions';
import type { KeyKind, KeyTraits } from '../../src/key-policy/key-traits';

const KINDS = Object.keys(USES) as KeyKind[];
const traits = (kind: KeyKind, more: Partial<KeyTraits> = {}): KeyTraits => ({
  kind,
  keySpec: '',
  rotates: false,
  rotatesOnDemand: false,
  multiRegion: false,
  importedMaterial: false,
  ...more,
});
const EVERYTHING = { rotates: true, rotatesOnDemand: true, multiRegion: true, importedMaterial: true };
const uses = KINDS.flatMap((kind) => Object.values(USES[kind]).flat());
const administration = Object.values(ADMINISTRATION).flat();
const deployment = Object.values(DEPLOYMENT).flat();

describe('the lists of actions', () => {
  test('hold nothing but single actions that a key policy decides', () => {
    for (const action of [...uses, ...administration, ...deployment, ...ATTACHMENT]) {
      expect(matchingActions(action)).toEqual([action]);
    }
  });

  test('keep administration and use apart, but for the reading of metadata', () => {
    const both = administration.filter((action) => (uses as string[]).includes(action));

    expect(both).toEqual(['kms:DescribeKey']);
    expect(administration).not.toContain('kms:CreateGrant');
  });

  test.each(KINDS)('give a %s key nothing that it cannot do', (kind) => {
    for (const action of usersActions({ kind })) expect(isPossible(action, traits(kind))).toBe(true);
  });

  test('give each cryptographic action to the kinds that can do it', () => {
    const kindsOf = (action: string) => KINDS.filter((kind) => isPossible(action, traits(kind)));

    expect(kindsOf('kms:Encrypt')).toEqual(['symmetric', 'asymmetricEncryption']);
    expect(kindsOf('kms:GenerateDataKey')).toEqual(['symmetric']);
    expect(kindsOf('kms:Sign')).toEqual(['signing']);
    expect(kindsOf('kms:VerifyMac')).toEqual(['mac']);
    expect(kindsOf('kms:DeriveSharedSecret')).toEqual(['keyAgreement']);
    expect(kindsOf('kms:Decapsulate')).toEqual(['encapsulation']);
    expect(kindsOf('kms:GetPublicKey')).toEqual(['asymmetricEncryption', 'signing', 'keyAgreement', 'encapsulation']);
  });

  test.each([
    ['kms:EnableKeyRotation', 'rotates'],
    ['kms:RotateKeyOnDemand', 'rotatesOnDemand'],
    ['kms:ReplicateKey', 'multiRegion'],
    ['kms:ImportKeyMaterial', 'importedMaterial'],
    ['kms:DeleteImportedKeyMaterial', 'importedMaterial'],
  ] as const)('%s is for keys of which %s holds', (action, trait) => {
    expect(isPossible(action, traits('symmetric', { ...EVERYTHING, [trait]: false }))).toBe(false);
    expect(isPossible(action, traits('symmetric', { [trait]: true }))).toBe(true);
  });
});

describe('patterns', () => {
  test.each([
    ['kms:ReEncrypt*', ['kms:ReEncryptFrom', 'kms:ReEncryptTo']],
    ['KMS:decrypt', ['kms:Decrypt']],
    ['kms:GenerateDataKeyWithoutPlainText', ['kms:GenerateDataKeyWithoutPlaintext']],
    ['kms:Verif?', ['kms:Verify']],
    ['kms:ReEncrypt', []],
    ['kms:List', []],
    ['s3:*', []],
    ['kms.Decrypt', []],
  ])('%s means %p', (pattern, actions) => {
    expect(matchingActions(pattern)).toEqual(actions);
  });
});
