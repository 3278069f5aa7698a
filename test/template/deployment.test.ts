import { ACCOUNT, alias, DELEGATE, Deployed, failure, key, policy, REGION, ROOT, role } from './deployed';

const keyArn = { 'Fn::GetAtt': ['Key', 'Arn'] };

const inlinePolicy = (Action: string[], Roles: unknown[] = [{ Ref: 'Role' }]) => ({
  Type: 'AWS::IAM::Policy',
  Properties: {
    PolicyName: 'Use',
    Roles,
    PolicyDocument: policy({ Effect: 'Allow', Action, Resource: keyArn }),
  },
});

describe('a stack', () => {
  test('brings keys, aliases and the policies of roles into being', () => {
    // GIVEN
    const deployed = new Deployed();

    // WHEN
    const { changes } = deployed.deploy({
      Alias: alias('alias/orders'),
      Key: key({ Description: 'orders', EnableKeyRotation: true, Tags: [{ Key: 'team', Value: 'orders' }] }),
      Policy: inlinePolicy(['kms:Encrypt', 'kms:Decrypt']),
      Role: role(),
    });

    // THEN
    expect(changes.map(({ action, logicalId }) => `${logicalId} ${action}`)).toEqual([
      'Key created',
      'Alias created',
      'Role created',
      'Policy created',
    ]);
    const caller = deployed.arn('Role');
    const { CiphertextBlob } = deployed.call(
      'Encrypt',
      { KeyId: 'alias/orders', Plaintext: Buffer.from('data') },
      caller,
    );
    const { Plaintext } = deployed.call('Decrypt', { CiphertextBlob: CiphertextBlob! }, caller);
    expect(Buffer.from(Plaintext!).toString()).toBe('data');
    expect(deployed.may(caller, 'DisableKey', { KeyId: deployed.id('Key') })).toBe(false);
    expect(deployed.key('Key')).toMatchObject({
      description: 'orders',
      tags: { team: 'orders' },
      rotation: { periodInDays: 365 },
    });
  });

  test('has the same names in every run', () => {
    const [first, second] = [new Deployed(), new Deployed()];
    for (const deployed of [first, second])
      deployed.deploy({ Key: key(), Replicated: key({ MultiRegion: true }), Role: role() });

    expect(first.id('Key')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first.id('Replicated')).toMatch(/^mrk-[0-9a-f]{32}$/);
    expect(first.id('Role')).toMatch(/^App-Role-[A-Z2-7]{12}$/);
    for (const logicalId of ['Key', 'Replicated', 'Role']) expect(second.arn(logicalId)).toBe(first.arn(logicalId));
  });

  test('passes its tags on to its resources, and those of the resource win', () => {
    const deployed = new Deployed();
    deployed.deploy(
      { Key: key({ Tags: [{ Key: 'team', Value: 'mine' }] }) },
      { tags: { team: 'stack', stage: 'test' } },
    );

    expect(deployed.key('Key').tags).toEqual({ team: 'mine', stage: 'test' });
  });

  test('changes nothing when its template did not change', () => {
    const deployed = new Deployed();
    const resources = { Key: key(), Alias: alias('alias/orders'), Role: role(), Policy: inlinePolicy(['kms:Encrypt']) };
    deployed.deploy(resources);
    const events = deployed.kms.store.keys.get(deployed.arn('Key'));

    expect(deployed.deploy(resources).changes).toEqual([]);
    expect(deployed.kms.store.keys.get(deployed.arn('Key'))).toBe(events);
  });

  test('is found by name, account and Region', () => {
    const deployed = new Deployed();
    deployed.deploy({ Key: key() });
    deployed.deploy({ Key: key() }, { region: 'eu-west-1' });

    expect(() => deployed.arn('Key')).toThrow('There are 2 stacks with the name App: give account and Region.');
    expect(deployed.deployments.resource('App', 'Key', { region: 'eu-west-1' })?.attribute('Arn')).toContain(
      ':eu-west-1:',
    );
    expect(deployed.deployments.resource('Other', 'Key')).toBeUndefined();
  });
});

describe('an update', () => {
  test('changes a key in place, in the order of the handler', () => {
    // GIVEN
    const deployed = new Deployed();
    deployed.deploy({ Key: key({ Enabled: false, EnableKeyRotation: true, Tags: [{ Key: 'old', Value: '1' }] }) });
    const { arn } = deployed.key('Key');
    const calls: string[] = [];
    const call = deployed.kms.call.bind(deployed.kms);
    deployed.kms.call = ((operation, ...rest) => {
      calls.push(operation);
      return call(operation, ...rest);
    }) as typeof call;

    // WHEN
    const KeyPolicy = policy({ Effect: 'Allow', Principal: { AWS: ROOT }, Action: ['kms:*'], Resource: '*' });
    const changed = { Enabled: true, Description: 'new', KeyPolicy, Tags: [{ Key: 'new', Value: '2' }] };
    const { changes } = deployed.deploy({ Key: key(changed) });

    // THEN
    expect(calls).toEqual([
      'DescribeKey',
      'EnableKey',
      'DisableKeyRotation',
      'UpdateKeyDescription',
      'PutKeyPolicy',
      'ListResourceTags',
      'UntagResource',
      'TagResource',
      'DescribeKey',
      'GetKeyPolicy',
      'GetKeyRotationStatus',
      'ListResourceTags',
    ]);
    expect(deployed.key('Key')).toMatchObject({ arn, enabled: true, description: 'new', tags: { new: '2' } });
    expect(deployed.key('Key').rotation).toBeUndefined();
    expect(changes).toMatchObject([{ action: 'updated', physicalId: deployed.id('Key') }]);
  });

  test.each([
    [{ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }, 'Properties.KeySpec'],
    [{ Origin: 'EXTERNAL' }, 'Properties.Origin'],
    [{ MultiRegion: true }, 'Properties.MultiRegion'],
  ])('to %j is refused in the words of the handler', (properties, property) => {
    const deployed = new Deployed();
    deployed.deploy({ Key: key() });

    expect(failure(() => deployed.deploy({ Key: key(properties) })).message).toBe(
      `Stack App is UPDATE_ROLLBACK_COMPLETE. Stack App, Key AWS::KMS::Key, ${property}: You cannot change the values of the KeySpec, KeyUsage, Origin, or MultiRegion properties of an AWS::KMS::Key resource.`,
    );
  });

  test('takes the defaults for what they are: writing them out changes nothing', () => {
    const deployed = new Deployed();
    deployed.deploy({ Key: key() });
    const defaults = {
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyUsage: 'ENCRYPT_DECRYPT',
      Origin: 'AWS_KMS',
      MultiRegion: false,
      Enabled: true,
    };

    expect(() => deployed.deploy({ Key: key(defaults) })).not.toThrow();
  });

  test('moves an alias to another key in place, and replaces it for another name', () => {
    // GIVEN
    const deployed = new Deployed();
    deployed.deploy({ Key: key(), Second: key(), Alias: alias('alias/orders') });

    // WHEN
    const moved = deployed.deploy({ Key: key(), Second: key(), Alias: alias('alias/orders', 'Second') });
    const renamed = deployed.deploy({ Key: key(), Second: key(), Alias: alias('alias/sales', 'Second') });

    // THEN
    expect(moved.changes).toMatchObject([{ action: 'updated', properties: [{ name: 'TargetKeyId' }] }]);
    expect(renamed.changes).toMatchObject([
      { action: 'replaced', physicalId: 'alias/sales', previousPhysicalId: 'alias/orders' },
      { action: 'deleted', physicalId: 'alias/orders' },
    ]);
    expect(deployed.call('DescribeKey', { KeyId: 'alias/sales' }).KeyMetadata!.KeyId).toBe(deployed.id('Second'));
    expect(() => deployed.call('DescribeKey', { KeyId: 'alias/orders' })).toThrow('is not found');
  });

  test('that swaps the names of two aliases fails, as it does on AWS', () => {
    const deployed = new Deployed();
    deployed.deploy({ Key: key(), One: alias('alias/one'), Two: alias('alias/two') });

    const swap = failure(() => deployed.deploy({ Key: key(), One: alias('alias/two'), Two: alias('alias/one') }));
    expect(swap.message).toContain('An alias with the name');
    expect(deployed.id('One')).toBe('alias/one');
  });

  test('schedules a removed key for deletion with its own window, and keeps one that is to be retained', () => {
    // GIVEN
    const deployed = new Deployed();
    deployed.deploy({ Key: key(), Gone: key({ PendingWindowInDays: 7 }), Kept: key({}, { DeletionPolicy: 'Retain' }) });
    const [gone, kept] = [deployed.arn('Gone'), deployed.arn('Kept')];

    // WHEN
    const { changes } = deployed.deploy({ Key: key() });

    // THEN
    expect(changes.map(({ action, logicalId }) => `${logicalId} ${action}`)).toEqual([
      'Kept retained',
      'Gone scheduledForDeletion',
    ]);
    expect(deployed.kms.store.keys.get(gone)!.deletion).toMatchObject({ windowInDays: 7 });
    expect(deployed.kms.store.keys.get(kept)!.deletion).toBeUndefined();
  });

  test('gives a key that comes back another id', () => {
    const deployed = new Deployed();
    deployed.deploy({ Role: role(), Key: key() });
    const first = deployed.id('Key');
    deployed.deploy({ Role: role() });
    deployed.deploy({ Role: role(), Key: key() });

    expect(deployed.id('Key')).not.toBe(first);
  });

  test('cannot change the type of a resource', () => {
    const deployed = new Deployed();
    deployed.deploy({ Key: key(), Thing: alias('alias/thing') });

    expect(failure(() => deployed.deploy({ Key: key(), Thing: role() })).message).toContain(
      'Update of resource type is not permitted: Thing was AWS::KMS::Alias.',
    );
  });

  test('of a key that somebody has scheduled for deletion does not find it', () => {
    const deployed = new Deployed();
    deployed.deploy({ Key: key() });
    deployed.call('ScheduleKeyDeletion', { KeyId: deployed.id('Key') });

    expect(failure(() => deployed.deploy({ Key: key({ Description: 'new' }) })).message).toContain(
      `Resource of type 'AWS::KMS::Key' with identifier '${deployed.id('Key')}' was not found.`,
    );
  });
});

describe('a deployment that fails', () => {
  const lockout = policy({ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:Encrypt', Resource: '*' });

  test('tells resource, construct path, property and reason', () => {
    const deployed = new Deployed();
    const error = failure(() =>
      deployed.deploy({ Key: key({ KeyPolicy: lockout }, { Metadata: { 'aws:cdk:path': 'App/Key/Resource' } }) }),
    );

    expect(error).toMatchObject({
      name: 'DeploymentError',
      status: 'ROLLBACK_COMPLETE',
      failure: {
        place: {
          stack: 'App',
          logicalId: 'Key',
          type: 'AWS::KMS::Key',
          constructPath: 'App/Key/Resource',
          property: 'Properties.KeyPolicy',
        },
        reason:
          'Resource handler returned message: "The new key policy will not allow you to update the key policy in the future. (Service: Kms, Status Code: 400)" (HandlerErrorCode: InvalidRequest)',
      },
    });
  });

  test('leaves nothing of a new stack but keys that wait for their deletion', () => {
    // GIVEN
    const deployed = new Deployed();

    // WHEN
    failure(() =>
      deployed.deploy({
        Key: key({ PendingWindowInDays: 7 }),
        Role: role(),
        Bad: { ...alias('alias/aws/x'), DependsOn: 'Role' },
      }),
    );

    // THEN
    const { Keys } = deployed.call('ListKeys', {});
    expect(Keys).toHaveLength(1);
    expect(deployed.call('DescribeKey', { KeyId: Keys![0].KeyId! }).KeyMetadata).toMatchObject({
      KeyState: 'PendingDeletion',
      DeletionDate: expect.any(Date),
    });
    expect(deployed.deployments.resource('App', 'Key')).toBeUndefined();
    expect(deployed.kms.store.principals.list(ACCOUNT).records.map(({ name }) => name)).toEqual([
      `cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${REGION}`,
    ]);
  });

  test('keeps a new key that is to be retained, as CloudFormation does, and says so', () => {
    const deployed = new Deployed();
    const error = failure(() =>
      deployed.deploy({ Key: key({}, { DeletionPolicy: 'Retain' }), Bad: alias('alias/aws/x') }),
    );

    const [{ KeyId }] = deployed.call('ListKeys', {}).Keys!;
    expect(error.message).toContain(`Key (AWS::KMS::Key ${KeyId}) stays, as its DeletionPolicy asks.`);
    expect(deployed.call('DescribeKey', { KeyId: KeyId! }).KeyMetadata!.KeyState).toBe('Enabled');
  });

  test('removes a new key with RetainExceptOnCreate', () => {
    const deployed = new Deployed();
    failure(() =>
      deployed.deploy({ Key: key({}, { DeletionPolicy: 'RetainExceptOnCreate' }), Bad: alias('alias/aws/x') }),
    );

    const [{ KeyId }] = deployed.call('ListKeys', {}).Keys!;
    expect(deployed.call('DescribeKey', { KeyId: KeyId! }).KeyMetadata!.KeyState).toBe('PendingDeletion');
  });

  test('takes back what a handler had done before its key failed', () => {
    // GIVEN a deployer who may enable, but may not change the policy in a way that locks him out
    const deployed = new Deployed();
    deployed.deploy({ Key: key({ Enabled: false, Description: 'before' }) });
    const before = deployed.key('Key');

    // WHEN
    failure(() => deployed.deploy({ Key: key({ Enabled: true, Description: 'after', KeyPolicy: lockout }) }));

    // THEN
    expect(deployed.key('Key')).toEqual(before);
  });

  test('is stuck when the deployer may not take back what he did', () => {
    // GIVEN a new policy that locks the deployer out, with the check against that switched off
    const deployed = new Deployed();
    deployed.deploy({ Key: key() });

    // WHEN something else fails afterwards
    const error = failure(() =>
      deployed.deploy({
        Key: key({
          KeyPolicy: policy({ Effect: 'Allow', Principal: { AWS: ROOT }, Action: READ, Resource: '*' }),
          BypassPolicyLockoutSafetyCheck: true,
        }),
        Bad: alias('alias/aws/x'),
      }),
    );

    // THEN
    expect(error).toMatchObject({
      status: 'UPDATE_ROLLBACK_FAILED',
      rollbackFailures: [{ place: { logicalId: 'Key' } }],
    });
    expect(error.message).toContain('The rollback failed as well: Stack App, Key AWS::KMS::Key, Properties.KeyPolicy');
    expect(() => deployed.deploy({ Key: key() })).toThrow(
      'Stack App: is in UPDATE_ROLLBACK_FAILED state and can not be updated',
    );
  });

  const READ = [
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
    'kms:GetKeyRotationStatus',
    'kms:ListResourceTags',
    'kms:CreateAlias',
  ];
});

describe('the deployer', () => {
  test('is the execution role, an administrator unless it is known otherwise', () => {
    // GIVEN
    const deployed = new Deployed();
    const executionRoleArn = `arn:aws:iam::${ACCOUNT}:role/deploy/Limited`;
    const record = {
      arn: executionRoleArn,
      type: 'role',
      accountId: ACCOUNT,
      name: 'Limited',
      uniqueId: 'AROALIMITED',
      tags: {},
    } as const;
    deployed.kms.store.principals.put({ ...record, policies: [] });

    // THEN
    expect(failure(() => deployed.deploy({ Key: key() }, { executionRoleArn })).message).toContain(
      'is not authorized to perform: kms:CreateKey',
    );
  });

  test('can be anybody of the account', () => {
    const deployed = new Deployed();
    expect(() => deployed.deploy({ Key: key() }, {}, { deployAs: ROOT })).not.toThrow();
    expect(
      failure(() =>
        deployed.deploy({ Key: key({ Description: 'x' }) }, {}, { deployAs: `arn:aws:iam::${ACCOUNT}:user/Nobody` }),
      ).message,
    ).toContain(`User: arn:aws:iam::${ACCOUNT}:user/Nobody is not authorized to perform: kms:DescribeKey`);
  });

  test('needs kms:TagResource in IAM for the tags of a new key', () => {
    const deployed = new Deployed();
    const arn = `arn:aws:iam::${ACCOUNT}:role/Creator`;
    const document = JSON.stringify(
      policy({ Effect: 'Allow', Action: ['kms:CreateKey', 'kms:PutKeyPolicy', 'kms:Describe*'], Resource: '*' }),
    );
    const record = {
      arn,
      type: 'role',
      accountId: ACCOUNT,
      name: 'Creator',
      uniqueId: 'AROACREATOR',
      tags: {},
    } as const;
    deployed.kms.store.principals.put({ ...record, policies: [{ name: 'P', document }] });

    expect(() => deployed.deploy({ Key: key() }, {}, { deployAs: arn })).not.toThrow();
    expect(
      failure(() =>
        deployed.deploy({ Key: key({ Tags: [{ Key: 'a', Value: 'b' }] }) }, { name: 'Tagged' }, { deployAs: arn }),
      ).message,
    ).toContain('kms:TagResource');
  });
});

describe('stacks that use each other', () => {
  const producer = (Name = 'KeyArn') => ({ sections: { Outputs: { Key: { Value: keyArn, Export: { Name } } } } });
  const consumer = {
    Role: role({
      Policies: [
        {
          PolicyName: 'Use',
          PolicyDocument: policy({ Effect: 'Allow', Action: 'kms:Encrypt', Resource: { 'Fn::ImportValue': 'KeyArn' } }),
        },
      ],
    }),
  };

  test('import what others export', () => {
    const deployed = new Deployed();
    deployed.deploy({ Key: key() }, producer());
    deployed.deploy(consumer, { name: 'Consumer' });

    expect(deployed.mayEncrypt(deployed.arn('Role', 'Consumer'), deployed.arn('Key'))).toBe(true);
  });

  test('cannot import what nobody exports', () => {
    const error = failure(() => new Deployed().deploy(consumer));
    expect(error.message).toContain('No export named KeyArn found');
  });

  test('hold on to an export that is in use', () => {
    const deployed = new Deployed();
    deployed.deploy({ Key: key() }, producer());
    deployed.deploy(consumer, { name: 'Consumer' });

    expect(failure(() => deployed.deploy({ Key: key() })).message).toContain(
      'Export KeyArn cannot be deleted as it is in use by Consumer',
    );
    expect(failure(() => deployed.deployments.destroy(['App'])).message).toContain('in use by Consumer');

    deployed.deployments.destroy(['Consumer', 'App']);
    expect(deployed.deployments.resource('App', 'Key')).toBeUndefined();
  });

  test('are deployed in the order of their dependencies', () => {
    const deployed = new Deployed();
    const place = { account: ACCOUNT, region: REGION };
    const changeSet = deployed.deployments.deploy([
      { ...place, name: 'Consumer', template: { Resources: consumer }, dependsOn: ['Producer'] },
      { ...place, name: 'Producer', template: { Resources: { Key: key() }, ...producer().sections } },
    ]);

    expect(changeSet.changes.map(({ stack }) => stack)).toEqual(['Producer', 'Consumer']);
    expect(() =>
      deployed.deployments.deploy([
        { ...place, name: 'A', template: { Resources: {} }, dependsOn: ['B'] },
        { ...place, name: 'B', template: { Resources: {} }, dependsOn: ['A'] },
      ]),
    ).toThrow('Circular dependency');
  });
});

test('a deleted stack takes its keys with it, in the reverse order', () => {
  const deployed = new Deployed();
  deployed.deploy({
    Key: key({ KeyPolicy: DELEGATE, PendingWindowInDays: 10 }),
    Alias: alias('alias/orders'),
    Role: role(),
  });

  const { changes } = deployed.deployments.destroy(['App']);

  expect(changes.map(({ action, logicalId }) => `${logicalId} ${action}`)).toEqual([
    'Role deleted',
    'Alias deleted',
    'Key scheduledForDeletion',
  ]);
});
