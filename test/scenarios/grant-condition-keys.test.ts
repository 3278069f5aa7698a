import {
  CreateGrantCommand,
  type CreateGrantCommandInput,
  ListGrantsCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
} from '@aws-sdk/client-kms';
import { ACCOUNT, addRole, clientFor, DELEGATE, localKms, policy } from '../local-client';
import { granteeOf, grantOf } from '../operations/grantee';
import { keyOf } from '../operations/key-of';
import { type Call, type ConditionCase, checkCondition, conditionedKey, outcome, userOf } from './conditioned-key';

const kms = localKms();
const admin = clientFor(kms);
const USER = userOf(kms);
const GRANTEE = granteeOf(kms);

const grant =
  (input: Partial<CreateGrantCommandInput>): Call =>
  (client, KeyId) =>
    client.send(new CreateGrantCommand({ KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt'], ...input }));
const SERVICE = 'dynamodb.us-east-1.amazonaws.com';
const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/Orders`;
const serviceGrant = (more: Partial<CreateGrantCommandInput>) =>
  grant({
    GranteePrincipal: undefined,
    GranteeServicePrincipal: SERVICE,
    RetiringServicePrincipal: SERVICE,
    Constraints: { SourceArn: TABLE },
    ...more,
  });

const CASES: Record<string, ConditionCase> = {
  'kms:EncryptionContext:<key> of the constraint that a grant shall have': {
    condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } },
    action: 'kms:CreateGrant',
    allowed: grant({ Constraints: { EncryptionContextSubset: { tenant: 'a' } } }),
    denied: grant({ Constraints: { EncryptionContextEquals: { tenant: 'b' } } }),
  },
  'kms:GranteePrincipal': {
    condition: { StringEquals: { 'kms:GranteePrincipal': GRANTEE } },
    allowed: grant({}),
    denied: grant({ GranteePrincipal: USER }),
  },
  'kms:GranteeServicePrincipal': {
    condition: { StringEquals: { 'kms:GranteeServicePrincipal': SERVICE } },
    allowed: serviceGrant({}),
    denied: grant({}),
  },
  'kms:RetiringPrincipal': {
    condition: { StringEquals: { 'kms:RetiringPrincipal': USER } },
    allowed: grant({ RetiringPrincipal: USER }),
    denied: grant({}),
  },
  'kms:RetiringServicePrincipal': {
    condition: { StringEquals: { 'kms:RetiringServicePrincipal': SERVICE } },
    allowed: serviceGrant({}),
    denied: serviceGrant({ RetiringServicePrincipal: undefined, RetiringPrincipal: USER }),
  },
  'kms:GrantOperations, all of them': {
    condition: { 'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Encrypt', 'ReEncryptTo'] } },
    action: 'kms:CreateGrant',
    allowed: grant({ Operations: ['Encrypt', 'ReEncryptTo'] }),
    denied: grant({ Operations: ['Encrypt', 'Decrypt'] }),
  },
  'kms:GrantOperations, any of them': {
    condition: { 'ForAnyValue:StringEquals': { 'kms:GrantOperations': 'Decrypt' } },
    allowed: grant({ Operations: ['Encrypt', 'Decrypt'] }),
    denied: grant({ Operations: ['Encrypt'] }),
  },
  'kms:GrantConstraintType': {
    condition: { StringEquals: { 'kms:GrantConstraintType': 'EncryptionContextEquals' } },
    allowed: grant({ Constraints: { EncryptionContextEquals: { a: 'b' } } }),
    denied: grant({ Constraints: { EncryptionContextSubset: { a: 'b' } } }),
  },
  'kms:GrantConstraintType, which SourceArn is not': {
    condition: { Null: { 'kms:GrantConstraintType': 'false' } },
    action: 'kms:CreateGrant',
    allowed: grant({ Constraints: { SourceArn: TABLE, EncryptionContextSubset: { a: 'b' } } }),
    denied: grant({ Constraints: { SourceArn: TABLE } }),
  },
  'kms:GrantConstraintSourceArn': {
    condition: { ArnLike: { 'kms:GrantConstraintSourceArn': 'arn:aws:dynamodb:*:*:table/Orders' } },
    allowed: serviceGrant({}),
    denied: serviceGrant({ Constraints: { SourceArn: `${TABLE}2` } }),
  },
};

describe('a condition in the key policy decides which grants may be made', () => {
  it.each(Object.entries(CASES))('%s', async (_name, conditionCase) => {
    await checkCondition(kms, conditionCase);
  });
});

describe('conditions on the management of grants', () => {
  it('kms:GrantIsForAWSResource: only through a service, for CreateGrant, ListGrants and RevokeGrant', async () => {
    // GIVEN
    const { KeyId } = await conditionedKey(kms, { condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
    const { GrantId } = await grantOf(kms, { KeyId, GranteePrincipal: GRANTEE, Operations: ['Encrypt'] });
    const directly = clientFor(kms, { as: USER });
    const throughEbs = clientFor(kms, { as: USER, context: { 'kms:ViaService': 'ec2.us-east-1.amazonaws.com' } });
    const calls: Call[] = [
      grant({}),
      (client) => client.send(new ListGrantsCommand({ KeyId })),
      (client) => client.send(new RevokeGrantCommand({ KeyId, GrantId })),
    ];

    for (const call of calls) {
      // WHEN, THEN
      expect(await outcome(call(directly, KeyId))).toBe('AccessDeniedException');
      expect(await outcome(call(throughEbs, KeyId))).toBe('ok');
    }
  });

  it('kms:GrantIsForAWSResource: a Deny of false stops people and not services', async () => {
    const Policy = policy(DELEGATE, {
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:CreateGrant',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'false' } },
    });
    const { KeyId } = await keyOf(kms, { Policy });
    const throughEbs = clientFor(kms, { context: { 'kms:ViaService': 'ec2.us-east-1.amazonaws.com' } });

    expect(await outcome(grant({})(admin, KeyId))).toBe('AccessDeniedException');
    expect(await outcome(grant({})(throughEbs, KeyId))).toBe('ok');
  });

  it.each([
    ['kms:EncryptionContext:tenant', { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } }],
    ['kms:EncryptionContextKeys', { 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'tenant' } }],
    ['kms:GrantConstraintType', { StringEquals: { 'kms:GrantConstraintType': 'EncryptionContextSubset' } }],
  ])('%s of RetireGrant: that of the grant', async (_key, Condition) => {
    // GIVEN a retiring principal whose IAM denies to retire some grants
    const retirer = addRole(kms, `arn:aws:iam::${ACCOUNT}:role/Retirer`, [
      { Effect: 'Deny', Action: 'kms:RetireGrant', Condition },
    ]);
    const retire = async (Constraints: CreateGrantCommandInput['Constraints']) => {
      const { KeyId } = await keyOf(kms);
      const { GrantToken } = await grantOf(kms, {
        KeyId,
        GranteePrincipal: GRANTEE,
        RetiringPrincipal: retirer,
        Operations: ['Encrypt'],
        Constraints,
      });
      return outcome(clientFor(kms, { as: retirer }).send(new RetireGrantCommand({ GrantToken })));
    };

    // WHEN, THEN
    expect(await retire({ EncryptionContextSubset: { tenant: 'a' } })).toBe('AccessDeniedException');
    expect(await retire({ EncryptionContextEquals: { other: 'b' } })).toBe('ok');
    expect(await retire(undefined)).toBe('ok');
  });
});
