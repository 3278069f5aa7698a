import { ACCOUNT, alias, DELEGATE, Deployed, failure, key, policy, REGION, ROOT, role } from './deployed';

describe('a key', () => {
  test('without a policy any more gets the default one', () => {
    const deployed = new Deployed();
    deployed.deploy({ Key: key() });
    deployed.deploy({ Key: { Type: 'AWS::KMS::Key' } });

    expect(JSON.parse(deployed.key('Key').policy)).toMatchObject({
      Id: 'key-default',
      Statement: [{ Principal: { AWS: ROOT }, Action: 'kms:*' }],
    });
  });

  test('changes its rotation in every way', () => {
    const deployed = new Deployed();
    const periods: [object, number | undefined][] = [
      [{}, undefined],
      [{ EnableKeyRotation: true }, 365],
      [{ EnableKeyRotation: true, RotationPeriodInDays: 90 }, 90],
      [{ EnableKeyRotation: true }, 365],
      [{ EnableKeyRotation: false, RotationPeriodInDays: 90 }, undefined],
    ];
    for (const [properties, period] of periods) {
      deployed.deploy({ Key: key(properties) });
      expect(deployed.key('Key').rotation?.periodInDays).toBe(period);
    }
  });

  test('that nobody else may tag is left with the tags that it has, when the template does not change them', () => {
    // GIVEN a key that somebody has tagged by hand, and a deployer who may not tag
    const deployed = new Deployed();
    deployed.deploy({ Key: key() });
    deployed.call('TagResource', { KeyId: deployed.id('Key'), Tags: [{ TagKey: 'by', TagValue: 'hand' }] });
    const deployAs = `arn:aws:iam::${ACCOUNT}:role/Deployer`;
    const allowed = policy({ Effect: 'Allow', NotAction: 'kms:*tag*', Resource: '*' });
    const record = {
      arn: deployAs,
      type: 'role',
      accountId: ACCOUNT,
      name: 'Deployer',
      uniqueId: 'AROADEPLOYER',
      tags: {},
    } as const;
    deployed.kms.store.principals.put({ ...record, policies: [{ name: 'P', document: JSON.stringify(allowed) }] });

    // THEN
    deployed.deploy({ Key: key({ Description: 'new' }) }, {}, { deployAs });
    expect(deployed.key('Key')).toMatchObject({ description: 'new', tags: { by: 'hand' } });
    expect(
      failure(() =>
        deployed.deploy({ Key: key({ Description: 'new', Tags: [{ Key: 'a', Value: 'b' }] }) }, {}, { deployAs }),
      ).message,
    ).toContain('ListResourceTags');

    // AND whoever may, mends what was done by hand
    deployed.deploy({ Key: key({ Description: 'newer' }) });
    expect(deployed.key('Key').tags).toEqual({});
  });

  test('may be read by fewer than it is managed by', () => {
    const deployed = new Deployed();
    const KeyPolicy = policy({
      Effect: 'Allow',
      Principal: { AWS: ROOT },
      Action: ['kms:DescribeKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
      Resource: '*',
    });
    expect(() => deployed.deploy({ Key: key({ KeyPolicy }) })).not.toThrow();
    const hidden = policy({
      Effect: 'Allow',
      Principal: { AWS: ROOT },
      Action: ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
      Resource: '*',
    });
    expect(
      failure(() => deployed.deploy({ Hidden: key({ KeyPolicy: hidden }) }, { name: 'Hidden' })).message,
    ).toContain('kms:DescribeKey');
  });

  test('that is gone already, or scheduled, counts as deleted; one that may not be deleted stays', () => {
    // GIVEN
    const deployed = new Deployed();
    const forever = policy(
      { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' },
      { Effect: 'Deny', Principal: '*', Action: 'kms:ScheduleKeyDeletion', Resource: '*' },
    );
    deployed.deploy({
      Role: role(),
      Gone: key(),
      Scheduled: key(),
      Forever: key({ KeyPolicy: forever }),
      Alias: alias('alias/gone', 'Gone'),
    });
    deployed.call('ScheduleKeyDeletion', { KeyId: deployed.id('Gone'), PendingWindowInDays: 7 });
    deployed.kms.clock.advance({ days: 8 });
    deployed.call('ListKeys', {});
    deployed.call('ScheduleKeyDeletion', { KeyId: deployed.id('Scheduled'), PendingWindowInDays: 7 });

    // WHEN
    const { changes } = deployed.deploy({ Role: role() });

    // THEN
    expect(changes.map(({ logicalId, action }) => `${logicalId} ${action}`).sort()).toEqual([
      'Alias deleted',
      'Forever deletionFailed',
      'Gone scheduledForDeletion',
      'Scheduled scheduledForDeletion',
    ]);
    expect(changes.find(({ logicalId }) => logicalId === 'Forever')!.reason).toContain('explicit deny');
    expect(deployed.deploy({ Role: role() }).toString()).toBe('Nothing changes.');
  });

  test.each<[object, string]>([
    [{ Enabled: 'perhaps' }, 'Properties.Enabled: must be true or false, not the string "perhaps"'],
    [{ PendingWindowInDays: 'x' }, 'Properties.PendingWindowInDays: must be a whole number'],
    [{ PendingWindowInDays: 31 }, 'Properties.PendingWindowInDays: must be at most 30'],
    [{ RotationPeriodInDays: 89 }, 'Properties.RotationPeriodInDays: must be at least 90'],
    [{ KeySpec: 'RSA_1024' }, 'Properties.KeySpec: RSA_1024 is not a valid enum value'],
    [{ KeySpec: 'ML_KEM_768' }, 'Properties.KeySpec: ML_KEM_768 is not a valid enum value'],
    [{ Description: ['x'] }, 'Properties.Description: must be a string, not a list'],
    [{ Description: 'x'.repeat(8193) }, 'Properties.Description: must be at most 8192 characters'],
    [{ KeyPolicy: [] }, 'Properties.KeyPolicy: must be a policy document, not a list'],
    [{ KeyPolicy: '{' }, 'Properties.KeyPolicy: Resource handler returned message'],
  ])('with %j is refused', (properties, message) => {
    expect(failure(() => new Deployed().deploy({ Key: key(properties) })).message).toContain(message);
  });

  test('has no attributes but its own', () => {
    const error = failure(() =>
      new Deployed().deploy({
        Key: key(),
        Alias: {
          Type: 'AWS::KMS::Alias',
          Properties: { AliasName: 'alias/x', TargetKeyId: { 'Fn::GetAtt': ['Key', 'Id'] } },
        },
      }),
    );
    expect(error.message).toContain('Requested attribute Id does not exist in schema for AWS::KMS::Key (Key)');
  });

  test('with a deletion policy that it cannot have is refused', () => {
    expect(failure(() => new Deployed().deploy({ Key: key({}, { DeletionPolicy: 'Snapshot' }) })).message).toContain(
      'DeletionPolicy: must be Delete, Retain or RetainExceptOnCreate, not Snapshot',
    );
  });
});

describe('a replica', () => {
  const place = { name: 'Replica', region: 'eu-west-1' };
  const replica = (deployed: Deployed, properties: object = {}) => ({
    Replica: {
      Type: 'AWS::KMS::ReplicaKey',
      Properties: { PrimaryKeyArn: deployed.arn('Key'), KeyPolicy: DELEGATE, ...properties },
    },
  });

  function withPrimary() {
    const deployed = new Deployed();
    deployed.deploy({ Key: key({ MultiRegion: true }) });
    return deployed;
  }

  test('decrypts what its primary has encrypted, and changes by itself', () => {
    // GIVEN
    const deployed = withPrimary();
    deployed.deploy(replica(deployed, { Tags: [{ Key: 'a', Value: '1' }] }), place);
    const { CiphertextBlob } = deployed.call('Encrypt', { KeyId: deployed.arn('Key'), Plaintext: Buffer.from('x') });
    const there = { principal: ROOT, region: 'eu-west-1' };

    // THEN
    expect(
      deployed.kms.call(
        'Decrypt',
        { CiphertextBlob: CiphertextBlob!, KeyId: deployed.arn('Replica', 'Replica') },
        there,
      ).Plaintext,
    ).toBeDefined();

    // WHEN
    const changed = {
      Description: 'new',
      Enabled: false,
      Tags: [{ Key: 'b', Value: '2' }],
      KeyPolicy: policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*' }),
    };
    const { changes } = deployed.deploy(replica(deployed, changed), place);

    // THEN
    expect(changes).toMatchObject([
      {
        action: 'updated',
        properties: [{ name: 'KeyPolicy' }, { name: 'Tags' }, { name: 'Description' }, { name: 'Enabled' }],
      },
    ]);
    expect(deployed.key('Replica', 'Replica')).toMatchObject({ description: 'new', enabled: false, tags: { b: '2' } });
    expect(deployed.key('Key')).toMatchObject({ description: '', enabled: true, tags: {} });

    // WHEN
    deployed.deploy(replica(deployed), place);
    expect(deployed.key('Replica', 'Replica')).toMatchObject({ description: '', enabled: true, tags: {} });
    const removed = deployed.deployments.destroy(['Replica']);
    expect(removed.changes).toMatchObject([{ action: 'scheduledForDeletion' }]);
  });

  test('of what is no multi-Region key is refused', () => {
    const deployed = new Deployed();
    deployed.deploy({ Key: key() });
    expect(failure(() => deployed.deploy(replica(deployed), place)).message).toContain(
      'is no ARN of a multi-Region key',
    );
  });

  test('cannot be made twice in a Region', () => {
    const deployed = withPrimary();
    deployed.deploy(replica(deployed), place);
    expect(failure(() => deployed.deploy(replica(deployed), { ...place, name: 'Again' })).message).toContain(
      'AlreadyExists',
    );
  });
});

test('an alias whose name is taken is refused, as CloudFormation says it', () => {
  const deployed = new Deployed();
  deployed.deploy({ Key: key(), Alias: alias('alias/orders') });
  expect(
    failure(() => deployed.deploy({ Key: key(), Alias: alias('alias/orders') }, { name: 'Second' })).message,
  ).toContain(
    `Resource handler returned message: "An alias with the name arn:aws:kms:${REGION}:${ACCOUNT}:alias/orders already exists (Service: Kms, Status Code: 400)" (HandlerErrorCode: AlreadyExists)`,
  );
});

describe('the Parameter Store', () => {
  const name = (Value: unknown, Name?: string) => ({
    Type: 'AWS::SSM::Parameter',
    Properties: { Type: 'String', Value, ...(Name && { Name }) },
  });
  const reader = (parameter: string) => ({ Key: key({ Description: `{{resolve:ssm:${parameter}}}` }) });

  test('follows its stack through updates, rollbacks and deletion', () => {
    const deployed = new Deployed();
    const described = (stack: string) => {
      deployed.deploy(reader('/p'), { name: stack });
      return deployed.key('Key', stack).description;
    };
    deployed.deploy({ Parameter: name('one', '/p'), Other: name('made up') });
    expect(described('First')).toBe('one');
    deployed.deploy({ Parameter: name('two', '/p'), Other: name('made up') });
    expect(described('Second')).toBe('two');
    failure(() =>
      deployed.deploy({
        Parameter: name('three', '/p'),
        Bad: { ...alias('alias/aws/x', 'Key'), DependsOn: 'Parameter' },
        Key: key(),
      }),
    );
    expect(described('Third')).toBe('two');
    deployed.deployments.destroy(['App']);
    expect(() => described('Fourth')).toThrow('{{resolve:ssm:/p}} is not known here');
  });

  test('carries values of the CDK to another Region', () => {
    const writer = (value: string, exportName = '/cdk/exports/B/x') => ({
      Writer: {
        Type: 'Custom::CrossRegionExportWriter',
        Properties: { ServiceToken: 'arn', WriterProps: { region: 'eu-west-1', exports: { [exportName]: value } } },
      },
    });
    const consumer = {
      Reader: {
        Type: 'Custom::CrossRegionExportReader',
        Properties: {
          ServiceToken: 'arn',
          ReaderProps: {
            region: 'eu-west-1',
            prefix: 'B',
            imports: { '/cdk/exports/B/x': '{{resolve:ssm:/cdk/exports/B/x}}' },
          },
        },
      },
      Key: key({ Description: { 'Fn::GetAtt': ['Reader', '/cdk/exports/B/x'] } }),
    };
    const B = { name: 'B', region: 'eu-west-1' };
    const deployed = new Deployed();

    deployed.deploy(writer('one'));
    deployed.deploy(consumer, B);
    expect(deployed.key('Key', 'B').description).toBe('one');

    deployed.deploy(writer('two'));
    deployed.deploy(consumer, B);
    expect(deployed.key('Key', 'B').description).toBe('two');

    deployed.deploy(writer('two', '/cdk/exports/B/y'));
    expect(failure(() => deployed.deploy(consumer, { ...B, name: 'C' })).message).toContain(
      '{{resolve:ssm:/cdk/exports/B/x}} is not known here',
    );
    expect(
      failure(() =>
        deployed.deploy(
          { W: { Type: 'Custom::CrossRegionExportWriter', Properties: { WriterProps: {} } } },
          { name: 'D' },
        ),
      ).message,
    ).toContain('must have region and exports');
    expect(
      failure(() =>
        deployed.deploy(
          { R: { Type: 'Custom::CrossRegionExportReader', Properties: { ReaderProps: {} } } },
          { name: 'E' },
        ),
      ).message,
    ).toContain('must have imports');
  });
});

describe('a nested stack', () => {
  const parent = { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Description: 'one' } } } };
  const child = (more: object = {}) => ({
    Child: {
      template: {
        Parameters: { Description: { Type: 'String' } },
        Resources: { Key: key({ Description: { Ref: 'Description' } }), ...more },
        Outputs: { Id: { Value: { Ref: 'Key' } } },
      },
    },
  });
  const nestedKey = (deployed: Deployed) => {
    const arn = deployed.deployments.resource('App', ['Child', 'Key'])!.attribute('Arn') as string;
    return deployed.kms.store.keys.get(arn)!;
  };
  const described = (Description: string) => ({
    Child: { ...parent.Child, Properties: { Parameters: { Description } } },
  });

  test('is updated with its parent, and rolled back with it', () => {
    // GIVEN
    const deployed = new Deployed();
    deployed.deploy(parent, { nested: child() });
    expect(nestedKey(deployed).description).toBe('one');

    // WHEN
    const { changes } = deployed.deploy(described('two'), { nested: child() });

    // THEN
    expect(changes).toMatchObject([
      { action: 'updated', stack: expect.stringMatching(/^App-Child-[A-Z2-7]{12}$/), logicalId: 'Key' },
    ]);
    expect(nestedKey(deployed).description).toBe('two');

    // WHEN something in the child, or after it, fails
    failure(() => deployed.deploy(described('three'), { nested: child({ Bad: alias('alias/aws/x') }) }));
    expect(nestedKey(deployed).description).toBe('two');
    const after = {
      Bad: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: 'alias/aws/x', TargetKeyId: { 'Fn::GetAtt': ['Child', 'Outputs.Id'] } },
      },
    };
    failure(() => deployed.deploy({ ...described('three'), ...after }, { nested: child() }));
    expect(nestedKey(deployed).description).toBe('two');
  });

  test('goes when its resource goes', () => {
    const deployed = new Deployed();
    deployed.deploy({ ...parent, Role: role() }, { nested: child() });
    const { arn } = nestedKey(deployed);

    const { changes } = deployed.deploy({ Role: role() });

    expect(changes).toMatchObject([{ action: 'scheduledForDeletion', logicalId: 'Key' }]);
    expect(deployed.kms.store.keys.get(arn)!.deletion).toBeDefined();
  });

  test('whose template nobody gives is refused', () => {
    expect(failure(() => new Deployed().deploy(parent)).message).toContain(
      'the template of this nested stack is not known: give it in nested',
    );
  });
});

test('an export belongs to one stack', () => {
  const deployed = new Deployed();
  const sections = { Outputs: { Id: { Value: { Ref: 'Key' }, Export: { Name: 'Key' } } } };
  deployed.deploy({ Key: key() }, { sections });
  expect(failure(() => deployed.deploy({ Key: key() }, { sections, name: 'Second' })).message).toContain(
    'Export with name Key is already exported by stack App.',
  );
  expect(deployed.deployments.outputs('App')).toEqual({ Id: deployed.id('Key') });
});

test('two stacks of a deployment have different names', () => {
  const stack = { name: 'App', account: ACCOUNT, region: REGION, template: { Resources: {} } };
  expect(() => new Deployed().deployments.deploy([stack, stack])).toThrow(
    'two stacks have this name in the same account and Region',
  );
});

describe('a grant of this library', () => {
  const provider = {
    Provider: role({
      Policies: [
        {
          PolicyName: 'P',
          PolicyDocument: policy({ Effect: 'Allow', Action: ['kms:CreateGrant', 'kms:RevokeGrant'], Resource: '*' }),
        },
      ],
    }),
  };
  const resources = (Operations?: string[]) => ({
    Key: key(),
    Grantee: role(),
    ...provider,
    ...(Operations && {
      Grant: {
        Type: 'Custom::KeysmithKeyGrant',
        Properties: {
          ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:grants',
          ProviderRole: { 'Fn::GetAtt': ['Provider', 'Arn'] },
          KeyId: { 'Fn::GetAtt': ['Key', 'Arn'] },
          GranteePrincipal: { 'Fn::GetAtt': ['Grantee', 'Arn'] },
          Operations,
          Constraints: { EncryptionContextSubset: { tenant: 'a' } },
        },
      },
    }),
  });
  const mayEncrypt = (deployed: Deployed, tenant: string) =>
    deployed.may(deployed.arn('Grantee'), 'Encrypt', {
      KeyId: deployed.arn('Key'),
      Plaintext: Buffer.from('x'),
      EncryptionContext: { tenant },
    });

  test('lets its grantee do what it says, until it goes', () => {
    const deployed = new Deployed();
    deployed.deploy(resources(['Encrypt']));
    expect([mayEncrypt(deployed, 'a'), mayEncrypt(deployed, 'b')]).toEqual([true, false]);

    const { changes } = deployed.deploy(resources(['Decrypt']));
    expect(changes.map(({ action, logicalId }) => `${logicalId} ${action}`)).toEqual([
      'Grant replaced',
      'Grant deleted',
    ]);
    expect(mayEncrypt(deployed, 'a')).toBe(false);

    const gone = deployed.deploy(resources());
    expect(gone.lostDecryption).toMatchObject([
      { principals: [{ arn: deployed.arn('Grantee'), under: { EncryptionContext: { tenant: 'a' } } }] },
    ]);
  });

  test('is made by its provider, who needs the permission', () => {
    const deployed = new Deployed();
    const error = failure(() => deployed.deploy({ ...resources(['Encrypt']), Provider: role() }));
    expect(error.message).toContain('Grant Custom::KeysmithKeyGrant');
    expect(error.message).toContain('App-Provider');
    expect(error.message).toContain('is not authorized to perform: kms:CreateGrant');
  });
});

test('a provider that may not revoke any more retires its grant', () => {
  const retiring = (Action: string[]) => ({
    Key: key(),
    Provider: role({
      Policies: [{ PolicyName: 'P', PolicyDocument: policy({ Effect: 'Allow', Action, Resource: '*' }) }],
    }),
  });
  const ProviderRole = { 'Fn::GetAtt': ['Provider', 'Arn'] };
  const Grant = {
    Type: 'Custom::KeysmithKeyGrant',
    Properties: {
      ProviderRole,
      KeyId: { 'Fn::GetAtt': ['Key', 'Arn'] },
      GranteePrincipal: ROOT,
      RetiringPrincipal: ProviderRole,
      Operations: ['Decrypt'],
    },
  };
  const deployed = new Deployed();
  deployed.deploy({ ...retiring(['kms:CreateGrant']), Grant });
  expect(deployed.kms.store.grants.all()).toHaveLength(1);

  const { changes } = deployed.deploy(retiring(['kms:CreateGrant']));

  expect(changes).toMatchObject([{ logicalId: 'Grant', action: 'deleted' }]);
  expect(deployed.kms.store.grants.all()).toEqual([]);
});
