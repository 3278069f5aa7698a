import type { Kms } from '../engine/kms';
import { KmsError } from '../errors/kms-error';
import type { OperationName } from '../spec/generated/operations';
import type { OperationInputs, OperationOutputs } from '../spec/generated/types';
import { handlerFailure } from './handler-failure';
import type { IamDirectory } from './iam/iam-directory';
import type { NameSource } from './physical-id';
import type { Physical } from './resources/resource-type';
import type { SsmParameters } from './ssm-parameters';

/** The name under which CloudFormation assumes an execution role. Seen in public threads. */
const SESSION_NAME = 'AWSCloudFormation';

interface Environment {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stack: string;
  /** Of the role that deploys, or of whoever deploys in person. */
  readonly principal: string;
}

interface CallOptions {
  /** @default - the Region of the stack */
  readonly region?: string;
  readonly keyId?: string;
  /** Whose call it is. @default - the principal who deploys */
  readonly principal?: string;
}

/** What the handlers of resources work with while one stack is deployed. */
export class StackSession {
  /** How many calls have changed something. */
  changes = 0;
  /** What `create` has made so far. */
  made?: Physical;

  constructor(
    readonly environment: Environment,
    readonly kms: Kms,
    readonly iam: IamDirectory,
    readonly ssm: SsmParameters,
  ) {}

  /** Calls KMS as the principal who deploys. @throws TemplateError in the words of a handler of CloudFormation. */
  call<N extends OperationName>(
    operation: N,
    input: OperationInputs[N],
    options: CallOptions = {},
  ): OperationOutputs[N] {
    this.iam.flush();
    const { principal, region } = { ...this.environment, ...options };
    try {
      const caller = { principal, sessionName: SESSION_NAME, region };
      const output = this.kms.call(operation, input, caller, { keyId: options.keyId });
      if (!/^(Describe|Get|List)/.test(operation)) this.changes++;
      return output;
    } catch (error) {
      throw error instanceof KmsError ? handlerFailure(operation, error) : error;
    }
  }

  /** Makes what the handler asks, unless the principal may not: older handlers read as far as they were allowed to. */
  callIfAllowed<N extends OperationName>(operation: N, input: OperationInputs[N]): OperationOutputs[N] | undefined {
    try {
      return this.call(operation, input);
    } catch (error) {
      const { cause } = error as Error;
      if (cause instanceof KmsError && cause.code === 'AccessDeniedException') return undefined;
      throw error;
    }
  }

  created(physical: Physical): Physical {
    this.made = physical;
    return physical;
  }

  nameSource(logicalId: string): NameSource {
    return { ...this.environment, logicalId };
  }

  arn(service: string, resource: string, { region = this.environment.region } = {}): string {
    const { partition, account } = this.environment;
    return `arn:${partition}:${service}:${region}:${account}:${resource}`;
  }
}
