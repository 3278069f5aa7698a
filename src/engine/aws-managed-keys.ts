import { awsManagedKeyPolicy } from '../access/aws-managed-key-policy';
import { AWS_ALIAS_PREFIX, AWS_MANAGED_KEYS } from '../spec/aws-managed-keys';
import { ROTATION_PERIOD } from '../spec/limits';
import type { AliasRecord, KeyRecord } from '../store/records';
import { DAY } from './clock';
import type { Context } from './context';
import { randomUuid } from './random-uuid';

/**
 * Brings the key of an AWS service into being: "when you use a predefined AWS alias with DescribeKey, KMS associates
 * the alias with an AWS managed key".
 *
 * @returns undefined when the alias is none of a service
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 */
export function createAwsManagedKey(context: Context, aliasArn: string): AliasRecord | undefined {
  const name = aliasArn.slice(aliasArn.indexOf(':alias/') + 1);
  const service = name.slice(AWS_ALIAS_PREFIX.length);
  const { accountId, region } = context.caller;
  const isPredefined = name.startsWith(AWS_ALIAS_PREFIX) && Object.hasOwn(AWS_MANAGED_KEYS, service);
  if (!isPredefined || aliasArn !== context.arn(name)) return undefined;

  const keyId = randomUuid(context.kms.random);
  const arn = context.arn(`key/${keyId}`);
  const material = context.kms.materials.create(arn, 'SYMMETRIC_DEFAULT');
  const key: KeyRecord = {
    arn,
    keyId,
    accountId,
    region,
    manager: 'AWS',
    keySpec: 'SYMMETRIC_DEFAULT',
    keyUsage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    creationDate: context.now,
    description: `Default master key that protects my ${AWS_MANAGED_KEYS[service]} when no other key is defined`,
    enabled: true,
    policy: JSON.stringify(awsManagedKeyPolicy({ service, accountId, region })),
    tags: {},
    materials: [material],
    currentMaterialId: material.id,
    // "KMS always rotates the key material of AWS managed keys every year."
    rotation: { periodInDays: ROTATION_PERIOD.default, next: context.now + ROTATION_PERIOD.default * DAY },
  };
  context.kms.agenda.put(key);
  const alias = {
    ...predefined(context, name),
    targetArn: arn,
    creationDate: context.now,
    lastUpdatedDate: context.now,
  };
  context.store.aliases.put(alias);
  return alias;
}

/** ListAliases shows the aliases of the services before there is a key behind them. */
export function predefineAwsAliases(context: Context): void {
  for (const service of Object.keys(AWS_MANAGED_KEYS)) {
    const alias = predefined(context, `${AWS_ALIAS_PREFIX}${service}`);
    if (!context.store.aliases.get(alias.arn)) context.store.aliases.put(alias);
  }
}

function predefined(context: Context, name: string): AliasRecord {
  const { accountId, region } = context.caller;
  return { arn: context.arn(name), name, accountId, region };
}
