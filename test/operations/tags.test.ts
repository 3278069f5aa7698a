import { ListResourceTagsCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-kms';
import { ACCOUNT, addRole, clientFor, localKms, newKey, refusal } from '../local-client';

const Tags = (record: Record<string, string>) =>
  Object.entries(record).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

describe('how input is read', () => {
  test('a tag value of more than 256 characters', async () => {
    const kms = localKms();
    const TagValue = 'v'.repeat(257);
    const call = clientFor(kms).send(new TagResourceCommand({ ...newKey(kms), Tags: Tags({ a: TagValue }) }));
    expect(await refusal(call)).toEqual({
      name: 'ValidationException',
      message: `1 validation error detected: Value '${TagValue}' at 'tags.1.member.tagValue' failed to satisfy constraint: Member must have length less than or equal to 256`,
    });
  });

  test('a tag without a value', async () => {
    const kms = localKms();
    const call = clientFor(kms).send(new TagResourceCommand({ ...newKey(kms), Tags: [{ TagKey: 'a' }] as never }));
    expect(await refusal(call)).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Value null at 'tags.1.member.tagValue'"),
    });
  });
});

describe('what is refused', () => {
  test.each([
    ['Duplicate tag keys', [...Tags({ a: '1' }), ...Tags({ a: '2' })]],
    ['Tags beginning with aws: are reserved', Tags({ 'AWS:team': 'x' })],
    ['Too many tags', Tags(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, ''])))],
  ])('%s: none of the tags is kept', async (message, tags) => {
    // GIVEN a key with a tag
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId } = newKey(kms, { Tags: Tags({ team: 'orders' }) });
    // WHEN, THEN
    const call = client.send(new TagResourceCommand({ KeyId, Tags: tags }));
    expect(await refusal(call)).toEqual({ name: 'TagException', message });
    expect((await client.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual(Tags({ team: 'orders' }));
  });

  test.each(['TagResource', 'UntagResource', 'ListResourceTags'] as const)(
    '%s without permission',
    async (operation) => {
      const kms = localKms();
      const { KeyId } = newKey(kms);
      const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Nobody`);
      expect(() => kms.call(operation, { KeyId, Tags: [], TagKeys: [] }, as)).toThrow(
        `because no identity-based policy allows the kms:${operation} action`,
      );
    },
  );
});

describe('what they do', () => {
  test('a tag gets a new value, an empty value is a value, keys differ by case', async () => {
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId } = newKey(kms, { Tags: Tags({ team: 'orders' }) });
    await client.send(new TagResourceCommand({ KeyId, Tags: Tags({ team: 'receipts', Team: '', stage: 'test' }) }));
    expect((await client.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual(
      Tags({ Team: '', stage: 'test', team: 'receipts' }),
    );
  });

  test('tags that are not there can be removed', async () => {
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId } = newKey(kms, { Tags: Tags({ a: '1', b: '2' }) });
    await client.send(new UntagResourceCommand({ KeyId, TagKeys: ['a', 'nobody'] }));
    expect(await client.send(new ListResourceTagsCommand({ KeyId }))).toMatchObject({
      Tags: Tags({ b: '2' }),
      Truncated: false,
    });
  });

  test('GIVEN a page of tags WHEN one is removed and one is added THEN no other is left out or comes twice', async () => {
    const kms = localKms();
    const client = clientFor(kms);
    const { KeyId } = newKey(kms, { Tags: Tags({ a: '1', b: '2', d: '4', e: '5' }) });
    const first = await client.send(new ListResourceTagsCommand({ KeyId, Limit: 2 }));
    await client.send(new UntagResourceCommand({ KeyId, TagKeys: ['b'] }));
    await client.send(new TagResourceCommand({ KeyId, Tags: Tags({ c: '3' }) }));
    const second = await client.send(new ListResourceTagsCommand({ KeyId, Limit: 10, Marker: first.NextMarker }));
    expect([first.Tags, second.Tags]).toEqual([Tags({ a: '1', b: '2' }), Tags({ c: '3', d: '4', e: '5' })]);
  });
});
