import { ACCOUNT, Deployed, failure, key, policy, role, TRUST } from './deployed';

const allow = (...Action: string[]) => policy({ Effect: 'Allow', Action, Resource: '*' });
const inline = (PolicyName: string, ...actions: string[]) => ({ PolicyName, PolicyDocument: allow(...actions) });
const user = (Properties: object = {}) => ({ Type: 'AWS::IAM::User', Properties });
const group = (Properties: object = {}) => ({ Type: 'AWS::IAM::Group', Properties });
const managed = (PolicyDocument: object, Properties: object = {}) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { PolicyDocument, ...Properties },
});
const Key = key();

/** What the policies allow of Encrypt and Decrypt. */
function powers(deployed: Deployed, logicalId: string): string {
  const arn = deployed.arn(logicalId);
  const KeyId = deployed.arn('Key');
  const { CiphertextBlob } = deployed.call('Encrypt', { KeyId, Plaintext: Buffer.from('x') });
  return [deployed.mayEncrypt(arn, KeyId) && 'encrypt', deployed.may(arn, 'Decrypt', { CiphertextBlob }) && 'decrypt']
    .filter(Boolean)
    .join(' ');
}

const policyNames = (deployed: Deployed, logicalId: string) =>
  deployed.kms.store.principals.get(deployed.arn(logicalId))!.policies.map(({ name }) => name);

describe('an update of IAM', () => {
  test('changes, adds and removes the policies of a role', () => {
    const deployed = new Deployed();
    const steps: [object, string, string[]][] = [
      [{ Policies: [inline('A', 'kms:Encrypt')] }, 'encrypt', ['inline policy A']],
      [{ Policies: [inline('A', 'kms:Decrypt')] }, 'decrypt', ['inline policy A']],
      [
        { Policies: [inline('A', 'kms:Decrypt'), inline('B', 'kms:Encrypt')] },
        'encrypt decrypt',
        ['inline policy A', 'inline policy B'],
      ],
      [
        { Policies: [inline('B', 'kms:Encrypt')], ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
        'encrypt',
        ['inline policy B', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
      ],
      [{}, '', []],
    ];
    for (const [properties, expected, names] of steps) {
      deployed.deploy({ Key, Role: role(properties) });
      expect(powers(deployed, 'Role')).toBe(expected);
      expect(policyNames(deployed, 'Role')).toEqual(names);
    }
  });

  test('of a managed policy reaches everybody who has it', () => {
    const resources = (action: string) => ({
      Key,
      Policy: managed(allow(action), { Roles: [{ Ref: 'Attached' }] }),
      Attached: role(),
      ByArn: role({ ManagedPolicyArns: [{ Ref: 'Policy' }] }),
      Group: group({ ManagedPolicyArns: [{ Ref: 'Policy' }] }),
      Member: user({ Groups: [{ Ref: 'Group' }] }),
    });
    const deployed = new Deployed();
    for (const [action, expected] of [
      ['kms:Encrypt', 'encrypt'],
      ['kms:Decrypt', 'decrypt'],
    ]) {
      deployed.deploy(resources(action));
      for (const logicalId of ['Attached', 'ByArn', 'Member']) expect(powers(deployed, logicalId)).toBe(expected);
    }
  });

  test('moves a policy from one role to another', () => {
    const resources = (name: string) => ({
      Key,
      One: role(),
      Two: role(),
      Inline: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'P', PolicyDocument: allow('kms:Encrypt'), Roles: [{ Ref: name }] },
      },
      Managed: managed(allow('kms:Decrypt'), { Roles: [{ Ref: name }] }),
    });
    const deployed = new Deployed();
    deployed.deploy(resources('One'));
    expect([powers(deployed, 'One'), powers(deployed, 'Two')]).toEqual(['encrypt decrypt', '']);

    deployed.deploy(resources('Two'));
    expect([powers(deployed, 'One'), powers(deployed, 'Two')]).toEqual(['', 'encrypt decrypt']);
  });

  test('moves users between groups', () => {
    const resources = (member: string[], added: string[]) => ({
      Key,
      Readers: group({ Policies: [inline('Read', 'kms:Decrypt')] }),
      Writers: group({ Policies: [inline('Write', 'kms:Encrypt')] }),
      Alice: user({ Groups: member.map((Ref) => ({ Ref })) }),
      Bob: user(),
      Added: {
        Type: 'AWS::IAM::UserToGroupAddition',
        Properties: { GroupName: { Ref: 'Writers' }, Users: added.map((Ref) => ({ Ref })) },
      },
    });
    const deployed = new Deployed();
    deployed.deploy(resources(['Readers'], ['Alice']));
    expect([powers(deployed, 'Alice'), powers(deployed, 'Bob')]).toEqual(['encrypt decrypt', '']);

    deployed.deploy(resources([], ['Bob']));
    expect([powers(deployed, 'Alice'), powers(deployed, 'Bob')]).toEqual(['', 'encrypt']);
    expect(policyNames(deployed, 'Bob')).toEqual([`inline policy Write of group ${deployed.id('Writers')}`]);
  });

  test('gives and takes a boundary', () => {
    const resources = (bounded: boolean) => ({
      Key,
      Boundary: managed(allow('kms:Encrypt')),
      Role: role({ Policies: [inline('All', 'kms:*')], ...(bounded && { PermissionsBoundary: { Ref: 'Boundary' } }) }),
    });
    const deployed = new Deployed();
    for (const bounded of [false, true, false]) {
      deployed.deploy(resources(bounded));
      expect(powers(deployed, 'Role')).toBe(bounded ? 'encrypt' : 'encrypt decrypt');
    }
  });

  test('changes trust policy and tags in place, and keeps the unique id', () => {
    const deployed = new Deployed();
    deployed.deploy({ Role: role() });
    const before = deployed.kms.store.principals.get(deployed.arn('Role'))!;

    const trust = policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
    const { changes } = deployed.deploy({
      Role: role({ AssumeRolePolicyDocument: trust, Tags: [{ Key: 'a', Value: 'b' }] }),
    });

    expect(changes).toMatchObject([{ action: 'updated' }]);
    expect(deployed.kms.store.principals.get(before.arn)).toEqual({
      ...before,
      trustPolicy: JSON.stringify(trust),
      tags: { a: 'b' },
    });
    expect(JSON.parse(before.trustPolicy!)).toEqual(TRUST);
  });

  test('replaces a role for another path or name, and what refers to it follows', () => {
    // GIVEN
    const resources = (properties: object) => ({
      Role: role(properties),
      Key: key({
        KeyPolicy: policy(
          { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*' },
          {
            Effect: 'Allow',
            Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } },
            Action: 'kms:Encrypt',
            Resource: '*',
          },
        ),
      }),
    });
    const deployed = new Deployed();
    deployed.deploy(resources({ Path: '/a/' }));
    const before = deployed.arn('Role');

    // WHEN
    const { changes } = deployed.deploy(resources({ Path: '/b/' }));

    // THEN
    expect(changes.map(({ action, logicalId }) => `${logicalId} ${action}`)).toEqual([
      'Role replaced',
      'Key updated',
      'Role deleted',
    ]);
    expect(deployed.kms.store.principals.get(before)).toBeUndefined();
    expect(deployed.arn('Role')).toContain(':role/b/App-Role-');
    expect(powers(deployed, 'Role')).toBe('encrypt');
  });

  test('cannot replace a role that keeps its name', () => {
    const deployed = new Deployed();
    deployed.deploy({ Role: role({ RoleName: 'Same', Path: '/a/' }) });
    expect(failure(() => deployed.deploy({ Role: role({ RoleName: 'Same', Path: '/b/' }) })).message).toContain(
      "identifier 'Same' already exists",
    );
    expect(deployed.arn('Role')).toBe(`arn:aws:iam::${ACCOUNT}:role/a/Same`);
  });

  test('that fails leaves everybody as they were', () => {
    // GIVEN
    const resources = {
      Key,
      Role: role({ Policies: [inline('A', 'kms:Encrypt')] }),
      User: user({ Groups: [{ Ref: 'Group' }] }),
      Group: group(),
      Managed: managed(allow('kms:Decrypt'), { Users: [{ Ref: 'User' }] }),
    };
    const deployed = new Deployed();
    deployed.deploy(resources);
    const before = deployed.kms.store.principals.list(ACCOUNT).records;

    // WHEN
    failure(() =>
      deployed.deploy({
        Key,
        Role: role({ Policies: [inline('B', 'kms:Decrypt')], Tags: [{ Key: 'a', Value: 'b' }] }),
        New: role(),
        User: user(),
        Group: group({ Policies: [inline('C', 'kms:*')] }),
        Managed: managed(allow('kms:*'), { Roles: [{ Ref: 'Role' }] }),
        Bad: {
          ...role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/Nothing'] }),
          DependsOn: ['Managed', 'User', 'New', 'Group'],
        },
      }),
    );

    // THEN
    expect(deployed.kms.store.principals.list(ACCOUNT).records).toEqual(before);
  });
});

describe('a managed policy', () => {
  test('cannot go while somebody else has it', () => {
    const deployed = new Deployed();
    deployed.deploy({ Policy: managed(allow('kms:Encrypt'), { ManagedPolicyName: 'P' }) });
    const arn = `arn:aws:iam::${ACCOUNT}:policy/P`;
    deployed.deploy({ Key, Role: role({ ManagedPolicyArns: [arn] }) }, { name: 'Other' });

    const error = failure(() => deployed.deployments.destroy(['App']));
    expect(error).toMatchObject({ status: 'DELETE_FAILED' });
    expect(error.message).toBe(
      'Stack App is DELETE_FAILED. Stack App, Policy AWS::IAM::ManagedPolicy: Cannot delete a policy attached to entities.',
    );

    deployed.deployments.destroy(['Other', 'App']);
    expect(deployed.deployments.resource('App', 'Policy')).toBeUndefined();
  });

  test('of the caller, or an unknown one that he lets pass, has the effect that he says', () => {
    const known = 'arn:aws:iam::aws:policy/company/Encrypt';
    const unknown = `arn:aws:iam::${ACCOUNT}:policy/Unknown`;
    const deployed = new Deployed();

    deployed.deploy(
      { Key, Role: role({ ManagedPolicyArns: [known, unknown] }) },
      {},
      { managedPolicies: { [known]: allow('kms:Encrypt') }, allowUnknownManagedPolicies: true },
    );

    expect(powers(deployed, 'Role')).toBe('encrypt');
    expect(
      failure(() =>
        deployed.deploy(
          { Key, Role: role({ PermissionsBoundary: unknown }) },
          {},
          { allowUnknownManagedPolicies: true },
        ),
      ).message,
    ).toContain(`the permissions boundary ${unknown} is not known`);
  });
});

test('a role that the template does not make gets the policies that it is given', () => {
  const deployed = new Deployed();
  deployed.deploy({
    Key,
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'P', PolicyDocument: allow('kms:Encrypt'), Roles: ['Imported'] },
    },
  });

  expect(deployed.mayEncrypt(`arn:aws:iam::${ACCOUNT}:role/Imported`, deployed.arn('Key'))).toBe(true);
});

test.each<[object, string]>([
  [role({ Path: 'a' }), 'Properties.Path: the path a must begin and end with a slash'],
  [role({ RoleName: 'a b' }), 'Properties.RoleName: a b must match'],
  [role({ MaxSessionDuration: 60 }), 'Properties.MaxSessionDuration: must be at least 3600'],
  [role({ Policies: 1 }), 'Properties.Policies: must be a list of { PolicyName, PolicyDocument }'],
  [role({ Policies: [{ PolicyDocument: {} }] }), 'Properties.Policies.0: must have a PolicyName'],
  [role({ Policies: [inline('A', 'kms')] }), 'Properties.Policies.0.PolicyDocument: MalformedPolicyDocument'],
  [
    role({
      Tags: [
        { Key: 'a', Value: 1 },
        { Key: 'a', Value: 2 },
      ],
    }),
    'Properties.Tags: the tag a stands there twice',
  ],
  [role({ Tags: { a: 1 } }), 'Properties.Tags: must be a list of { Key, Value }'],
  [role({ Tags: [{ Value: 1 }] }), 'Properties.Tags: must be a list of { Key, Value }'],
  [role({ ManagedPolicyArns: 'a' }), 'Properties.ManagedPolicyArns: must be a list'],
  [
    role({ AssumeRolePolicyDocument: 1 }),
    'Properties.AssumeRolePolicyDocument: must be a policy document, not the number 1',
  ],
  [{ Type: 'AWS::IAM::Role' }, 'Properties: required key [AssumeRolePolicyDocument] not found'],
  [
    { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', PolicyDocument: allow('kms:*') } },
    'At least one of [Groups,Roles,Users] must be non-empty.',
  ],
])('%j is refused', (resource, message) => {
  expect(failure(() => new Deployed().deploy({ Resource: resource })).message).toContain(message);
});
