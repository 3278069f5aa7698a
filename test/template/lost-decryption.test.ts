import { ACCOUNT, alias, Deployed, key, policy, REGION, ROOT, role } from './deployed';

const DECRYPT = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };
const MANAGE = {
  Effect: 'Allow',
  Principal: { AWS: ROOT },
  Action: ['kms:*Key*', 'kms:List*', 'kms:*Alias'],
  Resource: '*',
};

const reader = (logicalId: string) => ({ AWS: { 'Fn::GetAtt': [logicalId, 'Arn'] } });

function app(...statements: object[]) {
  return {
    App: role(),
    Report: role(),
    Key: key({ KeyPolicy: policy(MANAGE, ...statements) }),
    Alias: alias('alias/orders'),
  };
}

describe('what an update loses', () => {
  test('is nothing when everybody can decrypt as before', () => {
    const deployed = new Deployed();
    const first = deployed.deploy(app({ ...DECRYPT, Principal: reader('App') }));
    const second = deployed.deploy(
      app({ ...DECRYPT, Principal: reader('App') }, { ...DECRYPT, Principal: reader('Report') }),
    );

    expect(first.lostDecryption).toEqual([]);
    expect(second.lostDecryption).toEqual([]);
    expect(second.toString()).toContain('Everything that could be decrypted still can.');
  });

  test('is the data of a key that leaves the stack, for everybody who could read it', () => {
    // GIVEN an application that encrypts its orders
    const deployed = new Deployed();
    deployed.deploy(app({ ...DECRYPT, Action: ['kms:Encrypt', 'kms:Decrypt'], Principal: reader('App') }));
    const [keyArn, appArn] = [deployed.arn('Key'), deployed.arn('App')];
    const { CiphertextBlob } = deployed.call('Encrypt', { KeyId: keyArn, Plaintext: Buffer.from('order') }, appArn);

    // WHEN somebody renames the construct of the key: to CloudFormation, that is another key
    const { Key, ...rest } = app({ ...DECRYPT, Action: ['kms:Encrypt', 'kms:Decrypt'], Principal: reader('App') });
    const changeSet = deployed.deploy({ ...rest, Renamed: Key, Alias: alias('alias/orders', 'Renamed') });

    // THEN
    expect(changeSet.lostDecryption).toEqual([
      { keyArn, reason: 'is pending deletion', principals: [{ arn: appArn, under: {} }] },
    ]);
    expect(changeSet.toString()).toBe(
      [
        `+ App/Renamed (AWS::KMS::Key ${deployed.id('Renamed')}) created`,
        '~ App/Alias (AWS::KMS::Alias alias/orders) updated',
        `    TargetKeyId: ${JSON.stringify(keyArn).slice(0, 57)}... -> ${JSON.stringify(deployed.arn('Renamed')).slice(0, 57)}...`,
        `- App/Key (AWS::KMS::Key ${keyArn.split('/')[1]}) scheduled for deletion`,
        '',
        'Data that can no longer be decrypted:',
        `  ${keyArn} is pending deletion`,
        `    ${appArn}`,
      ].join('\n'),
    );
    expect(() => deployed.call('Decrypt', { CiphertextBlob: CiphertextBlob! }, appArn)).toThrow('is pending deletion');
  });

  test('is what a principal may no longer read, for that principal only', () => {
    const deployed = new Deployed();
    deployed.deploy(app({ ...DECRYPT, Principal: reader('App') }, { ...DECRYPT, Principal: reader('Report') }));

    const { lostDecryption } = deployed.deploy(app({ ...DECRYPT, Principal: reader('App') }));

    expect(lostDecryption).toEqual([
      {
        keyArn: deployed.arn('Key'),
        reason: 'does not allow them any more',
        principals: [{ arn: deployed.arn('Report'), under: {} }],
      },
    ]);
  });

  test('is told with the encryption context that it had', () => {
    const narrowed = (tenant: string) => ({
      ...DECRYPT,
      Principal: reader('App'),
      Condition: { StringEquals: { 'kms:EncryptionContext:tenant': tenant } },
    });
    const deployed = new Deployed();
    deployed.deploy(app(narrowed('a'), narrowed('b')));

    const { lostDecryption } = deployed.deploy(app(narrowed('a')));

    expect(lostDecryption).toMatchObject([
      { principals: [{ arn: deployed.arn('App'), under: { EncryptionContext: { tenant: 'b' } } }] },
    ]);
  });

  test('is told with the service that it went through', () => {
    const viaS3 = { StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } };
    const deployed = new Deployed();
    deployed.deploy(app({ ...DECRYPT, Principal: reader('App'), Condition: viaS3 }));

    const { lostDecryption } = deployed.deploy(app());

    expect(lostDecryption).toMatchObject([
      { principals: [{ under: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } }] },
    ]);
  });

  test('is what a role loses with its own policy', () => {
    const delegated = policy(MANAGE, { ...DECRYPT, Principal: { AWS: ROOT } });
    const resources = (Policies?: object[]) => ({ App: role({ Policies }), Key: key({ KeyPolicy: delegated }) });
    const deployed = new Deployed();
    deployed.deploy(resources([{ PolicyName: 'Read', PolicyDocument: policy(DECRYPT) }]));

    const { lostDecryption } = deployed.deploy(resources());

    expect(lostDecryption).toMatchObject([{ keyArn: deployed.arn('Key'), principals: [{ arn: deployed.arn('App') }] }]);
  });

  test('counts a key that is disabled, and a principal of another account', () => {
    const other = 'arn:aws:iam::444455556666:root';
    const resources = (Enabled: boolean) => ({
      Key: key({ Enabled, KeyPolicy: policy(MANAGE, { ...DECRYPT, Principal: { AWS: other } }) }),
    });
    const deployed = new Deployed();
    const arn = 'arn:aws:iam::444455556666:role/Partner';
    const document = JSON.stringify(policy(DECRYPT));
    deployed.kms.store.principals.put({
      arn,
      type: 'role',
      accountId: '444455556666',
      name: 'Partner',
      uniqueId: 'AROAPARTNER',
      tags: {},
      policies: [{ name: 'P', document }],
    });
    deployed.deploy(resources(true));

    const { lostDecryption } = deployed.deploy(resources(false));

    expect(lostDecryption).toMatchObject([{ reason: 'is disabled', principals: [{ arn }] }]);
  });

  test('is what was lost at the time, whatever happens later', () => {
    const deployed = new Deployed();
    deployed.deploy(app({ ...DECRYPT, Principal: reader('App') }));
    const changeSet = deployed.deploy(app());
    deployed.deploy(app({ ...DECRYPT, Principal: reader('App') }));
    const before = deployed.key('Key');

    expect(changeSet.lostDecryption).toMatchObject([{ principals: [{ arn: deployed.arn('App') }] }]);
    expect(deployed.key('Key')).toBe(before);
    expect(deployed.kms.store.principals.list(ACCOUNT).records).toHaveLength(3);
  });
});
