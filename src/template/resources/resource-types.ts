import { iamGroup, iamRole, iamUser } from '../iam/iam-identities';
import { iamManagedPolicy } from '../iam/iam-managed-policy';
import { iamGroupPolicy, iamPolicy, iamRolePolicy, iamUserPolicy } from '../iam/iam-policies';
import { iamUserToGroupAddition } from '../iam/iam-user-to-group-addition';
import { own } from '../json';
import { crossRegionExportReader, crossRegionExportWriter } from './cdk-cross-region';
import { keyGrant } from './key-grant';
import { kmsAlias } from './kms-alias';
import { kmsKey } from './kms-key';
import { kmsReplicaKey } from './kms-replica-key';
import { RESOURCE_FORMATS } from './resource-formats';
import type { ResourceType } from './resource-type';
import { ssmParameter } from './ssm-parameter';

const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Group': iamGroup,
  'AWS::IAM::GroupPolicy': iamGroupPolicy,
  'AWS::IAM::ManagedPolicy': iamManagedPolicy,
  'AWS::IAM::Policy': iamPolicy,
  'AWS::IAM::Role': iamRole,
  'AWS::IAM::RolePolicy': iamRolePolicy,
  'AWS::IAM::User': iamUser,
  'AWS::IAM::UserPolicy': iamUserPolicy,
  'AWS::IAM::UserToGroupAddition': iamUserToGroupAddition,
  'AWS::KMS::Alias': kmsAlias,
  'AWS::KMS::Key': kmsKey,
  'AWS::KMS::ReplicaKey': kmsReplicaKey,
  'AWS::SSM::Parameter': ssmParameter,
  'Custom::CrossRegionExportReader': crossRegionExportReader,
  'Custom::CrossRegionExportWriter': crossRegionExportWriter,
  'Custom::KeysmithKeyGrant': keyGrant,
};

/** The types that are honoured; `undefined` for those of other services. */
export const resourceType = (type: string): ResourceType | undefined => own(RESOURCE_TYPES, type);

/** A type of KMS or IAM that may bear on who can use a key, and that we do not know. */
export const isUnknownToUs = (type: string): boolean =>
  /^AWS::(KMS|IAM)::/.test(type) && !own(RESOURCE_TYPES, type) && !own(RESOURCE_FORMATS, type);

export const HONOURED_TYPES: readonly string[] = Object.keys(RESOURCE_TYPES);
