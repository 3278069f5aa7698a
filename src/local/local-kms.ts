import type { Stack, Stage } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import type { Decision } from '../access/decision';
import type { CallerOptions } from '../engine/caller';
import type { Clock } from '../engine/clock';
import type { CloudTrailEvent } from '../engine/cloud-trail-event';
import { explain } from '../engine/explain';
import type { Faults } from '../engine/faults';
import { Kms, type KmsOptions, type Pinned } from '../engine/kms';
import { operations } from '../operations/operations';
import type { OperationName } from '../spec/generated/operations';
import type { OperationInputs, OperationOutputs } from '../spec/generated/types';
import type { ChangeSet } from '../template/change-set';
import { Deployments, type DeployOptions } from '../template/deployment';
import { type AssemblyDefaults, readAssembly } from '../template/read-assembly';
import { readTemplate } from '../template/read-template';
import { synthesizeApp, synthesizeStack } from '../template/synthesize';
import type { ActingOptions } from './actor';
import type { LocalKmsClient, LocalKmsClientConfig } from './client';
import { Constructs } from './constructs';
import { answerInProcess } from './in-process';
import { LocalRequestHandler } from './request-handler';
import { loadSdk } from './sdk';

/** How a local KMS begins. */
export interface LocalKmsOptions extends KmsOptions, DeployOptions {}

/** A template that no CDK app made. */
export interface TemplateOptions extends DeployOptions {
  /** The same name again is an update. @default 'Stack' */
  readonly stackName?: string;
  /** @default - the defaults of the template */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** 12 digits. @default - the account of the local KMS */
  readonly account?: string;
  /** @default - the Region of the local KMS */
  readonly region?: string;
}

/** A question about access. */
export interface ExplainOptions extends ActingOptions {
  /** e.g. `kms:Decrypt` */
  readonly action: string;
  /** A key construct, a key id, a key ARN, an alias name or an alias ARN. @default - the action concerns no key */
  readonly key?: string | IKey;
  /** @default - none */
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

/**
 * A local AWS KMS for tests: real cryptography, real key states, real evaluation of key policies, IAM policies and
 * grants.
 */
export class LocalKms {
  /**
   * Synthesizes a stack, and the stacks that it depends on, and deploys the templates.
   *
   * @throws DeploymentError where AWS would refuse the deployment, or where a resource of KMS or IAM cannot be honoured.
   */
  static fromStack(stack: Stack, options: LocalKmsOptions = {}): LocalKms {
    const local = new LocalKms(options);
    local.deploy(stack, options);
    return local;
  }

  /**
   * Synthesizes all stacks of an app or a stage, and deploys the templates.
   *
   * @throws DeploymentError as `fromStack`
   */
  static fromApp(app: Stage, options: LocalKmsOptions = {}): LocalKms {
    const local = new LocalKms(options);
    local.deploy(app, options);
    return local;
  }

  /**
   * Deploys what `cdk synth` wrote into a folder, such as `cdk.out`.
   *
   * @throws DeploymentError as `fromStack`; TemplateError when there is no cloud assembly
   */
  static fromAssembly(directory: string, options: LocalKmsOptions = {}): LocalKms {
    const local = new LocalKms(options);
    local.deployAssembly(directory, options);
    return local;
  }

  /**
   * Deploys any CloudFormation template: an object, or its text in JSON or YAML.
   *
   * @throws DeploymentError as `fromStack`; TemplateError when it is no template
   */
  static fromTemplate(template: string | object, options: KmsOptions & TemplateOptions = {}): LocalKms {
    const local = new LocalKms(options);
    local.deployTemplate(template, options);
    return local;
  }

  /** The engine below, for what is not offered here. */
  readonly engine: Kms;
  private readonly deployments: Deployments;
  private readonly constructs: Constructs;

  constructor(options: KmsOptions = {}) {
    this.engine = new Kms(operations, options);
    this.deployments = new Deployments(this.engine);
    this.constructs = new Constructs(this.deployments, this.engine);
  }

  /**
   * Deploys a stack and the stacks that it depends on, or all stacks of an app. What is there already is updated, and
   * rolled back when that fails.
   *
   * @returns what was created, changed, replaced and scheduled for deletion
   * @throws DeploymentError where AWS would refuse the deployment, or where a resource of KMS or IAM cannot be honoured.
   */
  deploy(source: Stack | Stage, options: DeployOptions = {}): ChangeSet {
    const stacks = isStage(source) ? synthesizeApp(source, this.defaults) : synthesizeStack(source, this.defaults);
    return this.deployments.deploy(stacks, options);
  }

  /** Deploys a cloud assembly. @throws DeploymentError, TemplateError */
  deployAssembly(directory: string, options: DeployOptions = {}): ChangeSet {
    return this.deployments.deploy(readAssembly(directory, this.defaults), options);
  }

  /** Deploys a template. @throws DeploymentError, TemplateError */
  deployTemplate(template: string | object, options: TemplateOptions = {}): ChangeSet {
    const { stackName: name = 'Stack', parameters, account, region } = options;
    const place = { account: account ?? this.defaults.account, region: region ?? this.defaults.region };
    return this.deployments.deploy([{ name, ...place, template: readTemplate(template), parameters }], options);
  }

  /**
   * Deletes a stack: keys are scheduled for deletion or retained, as their removal policy says.
   *
   * @throws DeploymentError where AWS would refuse it.
   */
  destroy(stack: Stack, options: Pick<DeployOptions, 'deployAs'> = {}): ChangeSet {
    return this.deployments.destroy([stack.stackName], options);
  }

  /** Moves the time, for rotations, deletions and expiries. */
  get clock(): Clock {
    return this.engine.clock;
  }

  /** Everything that was called so far, in the form of CloudTrail, oldest first; the last 1000 unless `maxEvents` says otherwise. */
  events(): readonly CloudTrailEvent[] {
    return this.engine.events();
  }

  /** Throttling, internal errors and latency on demand. */
  get faults(): Faults {
    return this.engine.faults;
  }

  /**
   * A real `KMSClient` of @aws-sdk/client-kms that acts as somebody and is answered in process.
   *
   * @throws Error when @aws-sdk/client-kms is not installed, with the line that installs it.
   */
  client<Client = LocalKmsClient>(options: ActingOptions): Client {
    const sdk = loadSdk();
    const client = new sdk.KMSClient(this.clientConfig(options));
    answerInProcess(client, sdk, this.engine, this.caller(options));
    return client as Client;
  }

  /** Configuration for a client that the user makes. */
  clientConfig(options: ActingOptions): LocalKmsClientConfig {
    const caller = this.caller(options);
    return {
      region: caller.region ?? this.engine.region,
      credentials: { accessKeyId: 'AKIDKEYSMITHLOCAL', secretAccessKey: 'local' },
      requestHandler: new LocalRequestHandler(this.engine, caller),
      maxAttempts: 1,
    };
  }

  /**
   * Calls an operation and answers at once, without an SDK.
   *
   * @param pinned what CreateKey would otherwise choose at random
   * @throws KmsError with AWS's code and text.
   */
  call<N extends OperationName>(
    operation: N,
    input: OperationInputs[N],
    options: ActingOptions,
    pinned: Pinned = {},
  ): OperationOutputs[N] {
    return this.engine.call(operation, input, this.caller(options), pinned);
  }

  /** Which statement of which policy decides whether somebody may do something; nothing is done. */
  explain(options: ExplainOptions): Decision {
    const { action, key, encryptionContext } = options;
    const question = {
      action,
      ...(key !== undefined && { key: this.keyId(key) }),
      ...(encryptionContext && { input: { EncryptionContext: encryptionContext } }),
    };
    return explain(this.engine, question, this.caller(options));
  }

  /** Whether somebody may do something. */
  isAllowed(options: ExplainOptions): boolean {
    return this.explain(options).decision === 'Allowed';
  }

  /** The ARN that a key, alias, role or user construct has in the local deployment. */
  arn(construct: IConstruct): string {
    return this.constructs.arn(construct);
  }

  private get defaults(): AssemblyDefaults {
    const { accountId, region } = this.engine;
    return { account: accountId, region };
  }

  private keyId(key: string | IKey): string {
    return typeof key === 'string' ? key : this.constructs.arn(key);
  }

  private caller({ as, ...options }: ActingOptions): CallerOptions {
    return { ...options, principal: typeof as === 'string' ? as : this.constructs.arn(as) };
  }
}

const isStage = (source: Stack | Stage): source is Stage => 'synth' in source;
