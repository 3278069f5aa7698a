import { GetKeyPolicyCommand, ListKeyPoliciesCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { ACCOUNT, ADMIN, addRole, clientFor, DELEGATE, localKms, newKey, policy, refusal } from '../local-client';

const nobodyElse = policy({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Other` }, Action: 'kms:*' });

describe('how input is read', () => {
  test('the only name of a policy is default', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const expected = { name: 'NotFoundException', message: 'No such policy exists' };
    const get = clientFor(kms).send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'other' }));
    const put = clientFor(kms).send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'other', Policy: policy(DELEGATE) }));
    expect([await refusal(get), await refusal(put)]).toEqual([expected, expected]);
  });

  test('characters that a policy cannot have', async () => {
    const kms = localKms();
    const call = clientFor(kms).send(new PutKeyPolicyCommand({ ...newKey(kms), Policy: '{"Id":"\u2603"}' }));
    expect(await refusal(call)).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(
        "at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern",
      ),
    });
  });
});

describe('what is refused', () => {
  test.each([
    ['no JSON', '{"Version":'],
    ['a list', '[]'],
    ['an effect that does not exist', policy({ ...DELEGATE, Effect: 'Permit' })],
    ['an operator that does not exist', policy({ ...DELEGATE, Condition: { StringSame: { 'aws:userid': 'x' } } })],
  ])('PutKeyPolicy with %s', async (_, Policy) => {
    const kms = localKms();
    const call = clientFor(kms).send(new PutKeyPolicyCommand({ ...newKey(kms), Policy }));
    expect(await refusal(call)).toMatchObject({ name: 'MalformedPolicyDocumentException' });
  });

  test('PutKeyPolicy with a principal that cannot be one', async () => {
    const kms = localKms();
    const Policy = policy(DELEGATE, { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:group/Admins` }, Action: 'kms:*' });
    const call = clientFor(kms).send(new PutKeyPolicyCommand({ ...newKey(kms), Policy }));
    expect(await refusal(call)).toEqual({
      name: 'MalformedPolicyDocumentException',
      message: 'Policy contains a statement with one or more invalid principals.',
    });
  });

  test('PutKeyPolicy that locks the caller out leaves the old policy in force', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const before = kms.call('GetKeyPolicy', { KeyId }, ADMIN).Policy;
    const call = clientFor(kms).send(new PutKeyPolicyCommand({ KeyId, Policy: nobodyElse }));
    expect(await refusal(call)).toEqual({
      name: 'MalformedPolicyDocumentException',
      message: 'The new key policy will not allow you to update the key policy in the future.',
    });
    expect(kms.call('GetKeyPolicy', { KeyId }, ADMIN).Policy).toBe(before);
  });

  test('the lockout check looks at Deny statements and at IAM, too', async () => {
    // GIVEN a caller who may put policies by IAM alone
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Administrator`, [{ Action: 'kms:PutKeyPolicy' }]);
    const put = (Policy: string) => refusal(clientFor(kms, { as }).send(new PutKeyPolicyCommand({ KeyId, Policy })));
    // WHEN, THEN
    const deny = { Effect: 'Deny', Principal: { AWS: as }, Action: 'kms:Put*' };
    expect(await put(policy(DELEGATE, deny))).toMatchObject({ name: 'MalformedPolicyDocumentException' });
    expect(await put(nobodyElse)).toMatchObject({ name: 'MalformedPolicyDocumentException' });
    await clientFor(kms, { as }).send(new PutKeyPolicyCommand({ KeyId, Policy: policy(DELEGATE) }));
  });

  test('a policy of exactly the limit is accepted, one byte more is not', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const filled = (size: number) => policy(DELEGATE).replace('{', `{${' '.repeat(size - policy(DELEGATE).length)}`);
    await clientFor(kms).send(new PutKeyPolicyCommand({ KeyId, Policy: filled(32_768) }));
    const call = clientFor(kms).send(new PutKeyPolicyCommand({ KeyId, Policy: filled(32_769) }));
    expect(await refusal(call)).toMatchObject({ name: 'LimitExceededException' });
  });
});

describe('what they do', () => {
  test('the policy is given back byte for byte', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const Policy = ` ${policy(DELEGATE)}\n`;
    await clientFor(kms).send(new PutKeyPolicyCommand({ KeyId, Policy }));
    expect(await clientFor(kms).send(new GetKeyPolicyCommand({ KeyId }))).toMatchObject({
      Policy,
      PolicyName: 'default',
    });
  });

  test('GIVEN a bypass THEN the caller may lock himself out', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const client = clientFor(kms);
    await client.send(new PutKeyPolicyCommand({ KeyId, Policy: nobodyElse, BypassPolicyLockoutSafetyCheck: true }));
    expect(await refusal(client.send(new GetKeyPolicyCommand({ KeyId })))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('because no resource-based policy allows the kms:GetKeyPolicy action'),
    });
  });

  test('a statement without Action or Resource is accepted and does nothing', async () => {
    const kms = localKms();
    const { KeyId } = newKey(kms);
    const as = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/App`);
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', ...DELEGATE, Resource: '*' },
        { Effect: 'Allow', Principal: { AWS: as }, Action: 'kms:*' },
        { Effect: 'Allow', Principal: { AWS: as }, Resource: '*' },
      ],
    });
    await clientFor(kms).send(new PutKeyPolicyCommand({ KeyId, Policy }));
    expect(() => kms.call('DescribeKey', { KeyId }, as)).toThrow('not authorized');
  });

  test('ListKeyPolicies lists the one name', async () => {
    const kms = localKms();
    expect(await clientFor(kms).send(new ListKeyPoliciesCommand(newKey(kms)))).toMatchObject({
      PolicyNames: ['default'],
      Truncated: false,
    });
  });
});

describe('GIVEN only known principals are accepted', () => {
  test('a policy may name a role that exists, and none that does not', async () => {
    const kms = localKms({ knownPrincipalsOnly: true });
    const { KeyId } = newKey(kms);
    const known = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/App`);
    const naming = (AWS: string) =>
      clientFor(kms).send(
        new PutKeyPolicyCommand({ KeyId, Policy: policy(DELEGATE, { Principal: { AWS }, Action: 'kms:Decrypt' }) }),
      );
    await naming(known);
    expect(await refusal(naming(`${known}s`))).toEqual({
      name: 'MalformedPolicyDocumentException',
      message: 'Policy contains a statement with one or more invalid principals.',
    });
  });
});
