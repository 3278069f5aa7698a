import { CfnKey, CfnReplicaKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { KeyPolicy } from '../key-policy/key-policy';
import { primarySettings, sharedSettings } from './key-settings';
import type { ManagedKeyConfig } from './managed-key-props';

/** The CloudFormation resource of a key. */
export function keyResource(scope: Construct, config: ManagedKeyConfig, policy: KeyPolicy): CfnKey | CfnReplicaKey {
  const shared = { ...sharedSettings(config), keyPolicy: policy.document() };
  const { primaryKeyArn } = config;
  return primaryKeyArn === undefined
    ? new CfnKey(scope, 'Resource', { ...shared, ...primarySettings(config, policy.traits) })
    : new CfnReplicaKey(scope, 'Resource', { ...shared, primaryKeyArn });
}
