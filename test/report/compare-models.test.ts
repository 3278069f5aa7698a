import type { Kms } from '../../src/engine/kms';
import { AccessModel } from '../../src/report/access-model';
import { compareModels, comparisonText } from '../../src/report/compare-models';
import { ACCOUNT, ADMIN, addRole, localKms, policy } from '../local-client';

const APP = `arn:aws:iam::${ACCOUNT}:role/App`;
const KEEP = { Principal: { AWS: ADMIN }, Action: ['kms:PutKeyPolicy', 'kms:DescribeKey'] };
const decrypt = (more: object = {}) => ({
  Principal: { AWS: APP },
  Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
  ...more,
});
const only = (tenant: string | string[]) => ({
  Condition: { StringEquals: { 'kms:EncryptionContext:tenant': tenant } },
});
const through = (service: string) => ({ StringEquals: { 'kms:ViaService': service } });

/** Two moments of one key, of which only the policy differs. */
function change(before: Record<string, unknown>[], after: Record<string, unknown>[]) {
  const kms: Kms = localKms();
  addRole(kms, APP);
  const pinned = { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' };
  kms.call('CreateKey', { Policy: policy(KEEP, ...before) }, ADMIN, pinned);
  const old = new AccessModel(kms);
  kms.call('PutKeyPolicy', { KeyId: pinned.keyId, Policy: policy(KEEP, ...after) }, ADMIN);
  return compareModels(old, new AccessModel(kms));
}

describe('the comparison of two models', () => {
  test('says who gained and who lost', () => {
    const comparison = change([], [decrypt()]);

    expect(comparisonText(comparison)).toBe(
      '+ App, decrypt with 1234abcd-12ab-34cd-56ef-1234567890ab: nothing -> all of it\n',
    );
    expect(comparison.widens).toBe(true);
    const back = change([decrypt()], []);
    expect(comparisonText(back)).toBe(
      '- App, decrypt with 1234abcd-12ab-34cd-56ef-1234567890ab: all of it -> nothing\n',
    );
    expect(back.widens).toBe(false);
  });

  test('says nothing where nothing has changed', () => {
    const statement = decrypt(only('a'));
    const comparison = change([statement], [{ ...statement, Sid: 'OfAnotherName' }]);

    expect(comparison).toEqual({ changes: [], widens: false });
    expect(comparisonText(comparison)).toBe('Nobody has gained or lost anything.\n');
  });

  test.each([
    ['a condition goes', only('a'), {}, 'gained'],
    ['a condition comes', {}, only('a'), 'lost'],
    [
      'a condition more',
      only('a'),
      {
        Condition: {
          StringEquals: { ...only('a').Condition.StringEquals, ...through('s3.us-east-1.amazonaws.com').StringEquals },
        },
      },
      'lost',
    ],
    [
      'a condition less',
      {
        Condition: {
          StringEquals: { ...only('a').Condition.StringEquals, ...through('s3.us-east-1.amazonaws.com').StringEquals },
        },
      },
      only('a'),
      'gained',
    ],
    ['another condition', only('a'), only('b'), 'changed'],
  ])('%s', (_name, before, after, kind) => {
    const { changes } = change([decrypt(before)], [decrypt(after)]);

    expect(changes.map((one) => [one.kind, one.group, one.principal.name])).toEqual([[kind, 'decrypt', 'App']]);
  });

  test('a second way is more, and an exception is less', () => {
    const deny = { ...decrypt(only('secret')), Effect: 'Deny' };

    expect(change([decrypt(only('a'))], [decrypt(only('a')), decrypt(only('b'))]).changes[0].kind).toBe('gained');
    expect(change([decrypt(only('a'))], [decrypt(only('a')), deny]).changes[0].kind).toBe('lost');
  });

  test('power counts: whoever could take what he could not take before has gained', () => {
    const { changes, widens } = change([], [{ Principal: { AWS: APP }, Action: 'kms:CreateGrant' }]);

    expect(widens).toBe(true);
    expect(changes.map(({ group, after }) => `${group}: ${after}`)).toEqual(
      expect.arrayContaining(['decrypt: not by itself; could after 1 call: kms:CreateGrant', 'grant: all of it']),
    );
  });

  test('a key that is new, and a key that is gone', () => {
    // GIVEN
    const kms = localKms();
    addRole(kms, APP);
    const before = new AccessModel(kms);
    const { KeyMetadata } = kms.call('CreateKey', { Policy: policy(KEEP, decrypt()) }, ADMIN);
    const after = new AccessModel(kms);

    // THEN
    const decryption = (from: AccessModel, to: AccessModel) =>
      compareModels(from, to).changes.filter(({ group, principal }) => group === 'decrypt' && principal.name === 'App');
    expect(decryption(before, after)).toMatchObject([{ kind: 'gained', key: { arn: KeyMetadata!.Arn } }]);
    expect(decryption(after, before)).toMatchObject([{ kind: 'lost', after: 'nothing' }]);
  });
});
