import { randomUUID } from 'node:crypto';
import { type RandomSource, systemRandom } from '../crypto/random-source';
import { keyErrors } from '../errors/key-errors';
import { KmsError } from '../errors/kms-error';
import { OPERATIONS, type OperationName } from '../spec/generated/operations';
import type { OperationInputs, OperationOutputs } from '../spec/generated/types';
import { MemoryStore } from '../store/memory-store';
import type { Store } from '../store/store';
import type { Encoding } from '../validation/deserialize';
import { serialize } from '../validation/serialize';
import { validate } from '../validation/validate';
import { Agenda } from './agenda';
import { AuditTrail } from './audit-trail';
import type { Caller, CallerOptions } from './caller';
import { Callers } from './callers';
import { Clock, milliseconds } from './clock';
import type { CloudTrailEvent } from './cloud-trail-event';
import { Context } from './context';
import { DataKeyPairs } from './data-key-pairs';
import { Faults } from './faults';
import { ImportTokens } from './import-token';
import type { KmsOptions, Pinned } from './kms-options';
import { MaterialPending, Materials } from './materials';
import type { Operations } from './operation';
import { PolicyCache } from './policy-cache';
import { recordUsage } from './record-usage';

export type { KmsOptions, Pinned } from './kms-options';

/** A call on its way. */
interface Call<N extends OperationName> {
  readonly operation: N;
  readonly input: unknown;
  readonly caller: Caller;
  readonly encoding: Encoding;
  readonly pinned?: Pinned;
  /** @default false */
  readonly mayWait?: boolean;
  /** What was injected for this call. @default - asked for when it runs */
  readonly fault?: ReturnType<Faults['strike']>;
  /** @default - a new one */
  readonly requestId?: string;
}

const NO_RESOURCES: readonly string[] = [];

/** A local AWS KMS: every account, every Region, real cryptography, real decisions about access. */
export class Kms {
  readonly accountId: string;
  readonly region: string;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Milliseconds. */
  readonly settlingDelay: number;
  readonly knownPrincipalsOnly: boolean;
  readonly store: Store;
  readonly policies = new PolicyCache();
  readonly materials: Materials;
  readonly dataKeyPairs: DataKeyPairs;
  readonly callers: Callers;
  readonly importTokens: ImportTokens;
  readonly agenda: Agenda;
  /** In milliseconds. */
  readonly grantDelay: number;
  /** Errors and delays on demand, for tests of what happens then. */
  readonly faults = new Faults();
  private readonly trail: AuditTrail;

  constructor(
    private readonly operations: Operations,
    options: KmsOptions = {},
  ) {
    this.accountId = options.accountId ?? '111122223333';
    this.region = options.region ?? 'us-east-1';
    this.clock = options.clock ?? new Clock();
    this.random = options.random ?? systemRandom;
    this.knownPrincipalsOnly = options.knownPrincipalsOnly ?? false;
    this.settlingDelay = milliseconds(options.settlingDelay ?? {});
    this.store = options.store ?? new MemoryStore();
    this.materials = new Materials(this.store, this.random);
    this.dataKeyPairs = new DataKeyPairs(this.materials, this.random);
    const { organization, vpcEndpointPolicies } = options;
    this.callers = new Callers(this.store, {
      accountId: this.accountId,
      region: this.region,
      organization,
      vpcEndpointPolicies,
    });
    this.trail = new AuditTrail(options.maxEvents ?? 1000);
    this.grantDelay = milliseconds(options.grantDelay ?? {});
    this.importTokens = new ImportTokens(this.random);
    this.agenda = new Agenda(this.store, this.materials, this.trail);
  }

  /** What happened so far in the form of CloudTrail, oldest first. */
  events(): readonly CloudTrailEvent[] {
    this.agenda.settle(this.clock.now());
    return this.trail.events;
  }

  /**
   * Calls an operation and answers at once; where RSA material is needed for the first time, after making it.
   *
   * @throws KmsError with AWS's code and text.
   */
  call<N extends OperationName>(
    operation: N,
    input: OperationInputs[N],
    caller: CallerOptions | string,
    pinned: Pinned = {},
  ): OperationOutputs[N] {
    return this.run({ operation, input, caller: this.callers.resolve(caller), pinned, encoding: 'native' });
  }

  /** Calls an operation without ever blocking the event loop for long. */
  async handle<N extends OperationName>(
    operation: N,
    input: OperationInputs[N],
    caller: CallerOptions | string,
  ): Promise<OperationOutputs[N]> {
    return this.runPatiently({ operation, input, caller: this.callers.resolve(caller), encoding: 'native' });
  }

  /** Calls an operation with input and output in the form of AWS JSON 1.1: blobs in base64, moments in seconds. */
  async handleWire(
    operation: string,
    input: unknown,
    caller: CallerOptions | string,
    requestId?: string,
  ): Promise<Record<string, unknown>> {
    const name = this.operationName(operation);
    const call = { operation: name, input, caller: this.callers.resolve(caller), encoding: 'wire', requestId } as const;
    return serialize(name, await this.runPatiently(call));
  }

  /** Waits for what takes long, and then runs the operation again from the beginning; answers once it is stored. */
  private async runPatiently<N extends OperationName>(call: Call<N>): Promise<OperationOutputs[N]> {
    const fault = this.faults.strike(call.operation);
    if (fault.latency > 0) await new Promise((resolve) => setTimeout(resolve, fault.latency));
    for (;;) {
      try {
        const output = this.run({ ...call, fault, mayWait: true });
        await this.store.stored?.();
        return output;
      } catch (error) {
        if (!(error instanceof MaterialPending)) throw error;
        await error.ready;
      }
    }
  }

  private run<N extends OperationName>(call: Call<N>): OperationOutputs[N] {
    const { operation, caller, mayWait = false, fault = this.faults.strike(operation) } = call;
    const ids = { requestId: call.requestId ?? randomUUID(), eventId: randomUUID() };
    const now = this.clock.now();
    let context: Context | undefined;
    const finish = (outcome: { output?: object; error?: KmsError }) =>
      this.trail.recordCall({
        operation,
        ...ids,
        caller,
        now,
        input: context?.input,
        resources: context?.resources ?? NO_RESOURCES,
        ...outcome,
      });
    try {
      if (fault.error) throw fault.error;
      const input = validate(operation, call.input, call.encoding);
      this.materials.mayWait = mayWait;
      this.agenda.settle(now);
      const output = this.store.transaction(() => {
        context = new Context(this, operation, input as Record<string, unknown>, caller, now, call.pinned);
        const answer = this.operations[operation](context, input);
        // A dry run does everything that would be done, so that it is refused for the same reasons; nothing is kept.
        if (context.input.DryRun === true) throw keyErrors.dryRun();
        recordUsage(context, ids);
        return answer;
      });
      finish({ output });
      return output;
    } catch (error) {
      if (error instanceof KmsError) finish({ error });
      throw error;
    }
  }

  private operationName(name: string): OperationName {
    if (!Object.hasOwn(OPERATIONS, name)) throw new KmsError('UnknownOperationException');
    return name as OperationName;
  }
}
