import { Kms } from '../../src/engine/kms';
import { KmsError } from '../../src/errors/kms-error';
import { operations } from '../../src/operations/operations';
import type { OperationName } from '../../src/spec/generated/operations';
import type { OperationInputs } from '../../src/spec/generated/types';
import { Deployments, type DeployOptions, type StackTemplate } from '../../src/template/deployment';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

/** A key policy that delegates everything to the account, as KMS writes it by itself. */
export const DELEGATE = policy({ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' });

export const TRUST = policy({ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'sts:AssumeRole' });

export function policy(...statements: object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

export const key = (properties: object = {}, attributes: object = {}) => ({
  Type: 'AWS::KMS::Key',
  Properties: { KeyPolicy: DELEGATE, ...properties },
  ...attributes,
});

export const alias = (AliasName: string, logicalId = 'Key') => ({
  Type: 'AWS::KMS::Alias',
  Properties: { AliasName, TargetKeyId: { 'Fn::GetAtt': [logicalId, 'Arn'] } },
});

export const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: TRUST, ...properties },
});

/** A local KMS with what was deployed into it, asked in the short. */
export class Deployed {
  readonly kms = new Kms(operations, { accountId: ACCOUNT, region: REGION });
  readonly deployments = new Deployments(this.kms);

  deploy(
    resources: object,
    { name = 'App', ...more }: Partial<StackTemplate> & { sections?: object } = {},
    options?: DeployOptions,
  ) {
    const template = { Resources: resources, ...more.sections };
    return this.deployments.deploy([{ name, account: ACCOUNT, region: REGION, template, ...more }], options);
  }

  id(logicalId: string, stack = 'App'): string {
    return this.deployments.resource(stack, logicalId)!.physicalId;
  }

  arn(logicalId: string, stack = 'App'): string {
    return this.deployments.resource(stack, logicalId)!.attribute('Arn') as string;
  }

  /** As the account's root user, unless said otherwise. */
  call<N extends OperationName>(operation: N, input: OperationInputs[N], principal = ROOT) {
    return this.kms.call(operation, input, principal);
  }

  may(principal: string, operation: OperationName, input: object): boolean {
    try {
      this.kms.call(operation, input as never, principal);
      return true;
    } catch (error) {
      if (error instanceof KmsError && error.code === 'AccessDeniedException') return false;
      throw error;
    }
  }

  mayEncrypt(principal: string, KeyId: string): boolean {
    return this.may(principal, 'Encrypt', { KeyId, Plaintext: Buffer.from('x') });
  }

  /** Everything about a key that a template can set, read by nobody's leave. */
  key(logicalId: string, stack = 'App') {
    return this.kms.store.keys.get(this.arn(logicalId, stack))!;
  }
}

/** What a deployment fails with. */
export function failure(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail.');
}
