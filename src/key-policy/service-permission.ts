import { type Stack, Token } from 'aws-cdk-lib';
import { ArnPrincipal, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { KeyAction } from './actions';
import { type Conditions, mergeConditions } from './conditions';
import type { KeyTraits } from './key-traits';
import type { Refusal } from './keysmith-error';

/** What a service needs to know of the key to say what it needs. */
export interface ServiceContext {
  readonly stack: Stack;
  readonly traits: KeyTraits;
  /** Who deploys the stack, where it is known. */
  readonly deployer?: IGrantable;
}

/** One statement for a service. */
export interface ServicePermission {
  readonly grantee: IGrantable;
  readonly actions: readonly string[];
  readonly conditions: Conditions;
}

/** What every service that encrypts with data keys uses. */
export const DATA_KEYS: readonly KeyAction[] = ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'];
/** What a service needs to deliver to an encrypted queue or topic. */
export const DELIVERY: readonly KeyAction[] = ['kms:GenerateDataKey', 'kms:Decrypt'];
const USE: readonly KeyAction[] = [
  'kms:Encrypt',
  'kms:ReEncryptTo',
  ...DATA_KEYS,
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:DescribeKey',
];
export const FOR_AWS_RESOURCE: Conditions = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };

const account = ({ stack }: ServiceContext) => new ArnPrincipal(`arn:${stack.partition}:iam::${stack.account}:root`);

const via = (service: string): Conditions => ({
  [service.includes('*') ? 'StringLike' : 'StringEquals']: { 'kms:ViaService': service },
});

/** The callers of the service: IAM of the account decides who they are. */
export function viaAccount(context: ServiceContext, service: string): ServicePermission[] {
  return [{ grantee: account(context), actions: USE, conditions: via(service) }];
}

/** Whoever creates the resource, so that the service keeps the use of the key by a grant. */
export function attachment(context: ServiceContext, service: string): ServicePermission[] {
  const grantee = context.deployer ?? account(context);
  return [
    { grantee, actions: USE, conditions: via(service) },
    { grantee, actions: ['kms:CreateGrant'], conditions: mergeConditions(via(service), FOR_AWS_RESOURCE) },
  ];
}

export function autoScalingPermissions({ stack }: ServiceContext): ServicePermission[] {
  const role = 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
  const grantee = new ArnPrincipal(`arn:${stack.partition}:iam::${stack.account}:${role}`);
  return [
    { grantee, actions: USE, conditions: {} },
    { grantee, actions: ['kms:CreateGrant'], conditions: FOR_AWS_RESOURCE },
  ];
}

/** Resources of this account alone, or those that are named. ARNs such as those of buckets do not name an account. */
export function sourceConditions(stack: Stack, sourceArns: readonly string[] = []): Conditions {
  const ofAccount = { StringEquals: { 'aws:SourceAccount': stack.account } };
  if (sourceArns.length === 0) return ofAccount;
  const namesAccount = sourceArns.every((arn) => !Token.isUnresolved(arn) && arn.split(':')[4] !== '');
  return mergeConditions({ ArnLike: { 'aws:SourceArn': [...sourceArns] } }, namesAccount ? {} : ofAccount);
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-cmk-requirements.html */
export function dnssecProblem({ traits, stack }: ServiceContext): Refusal | undefined {
  const isElsewhere = !Token.isUnresolved(stack.region) && stack.region !== 'us-east-1';
  return traits.kind === 'signing' && traits.keySpec === 'ECC_NIST_P256' && !isElsewhere
    ? undefined
    : {
        id: 'service-impossible',
        message:
          'Route 53 signs zones with keys of spec ECC_NIST_P256 in us-east-1 alone. Make such a SigningKey there.',
      };
}
