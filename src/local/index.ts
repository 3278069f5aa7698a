/** The part of cdk-keysmith that is for TypeScript: the local KMS with clients of @aws-sdk/client-kms. */

export type { AccessRequest, ContextValue, Principal } from '../access/access-request';
export type { Decision } from '../access/decision';
export { evaluateAccess } from '../access/evaluate-access';
export type { ClockAdvance } from '../engine/clock';
export { Clock } from '../engine/clock';
export type { CloudTrailEvent } from '../engine/cloud-trail-event';
export type { Fault } from '../engine/faults';
export type { Pinned } from '../engine/kms-options';
export { KmsError } from '../errors/kms-error';
export type { ChangeSet } from '../template/change-set';
export type { DeployOptions } from '../template/deployment';
export { DeploymentError } from '../template/deployment-error';
export type { ActingOptions, Actor } from './actor';
export type { LocalKmsClient, LocalKmsClientConfig } from './client';
export { type ExplainOptions, LocalKms, type LocalKmsOptions, type TemplateOptions } from './local-kms';
