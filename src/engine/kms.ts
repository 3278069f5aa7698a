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
import { type Caller, type CallerOptions, Callers } from './caller';
import { Clock } from './clock';
import { Context } from './context';
import { DataKeyPairs } from './data-key-pairs';
import { MaterialPending, Materials } from './materials';
import type { Operation, Operations } from './operation';
import { PolicyCache } from './policy-cache';

/** What would otherwise be random about a new key, for fixtures. */
export interface Pinned {
  /** The id that CreateKey gives the key: a UUID, or `mrk-` and 32 hexadecimal digits. @default - random */
  readonly keyId?: string;
}

export interface KmsOptions {
  /** @default '111122223333', the account of AWS's documentation */
  readonly accountId?: string;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** @default - a new one, which shows the time of the machine */
  readonly clock?: Clock;
  /** @default - the random source of node:crypto */
  readonly random?: RandomSource;
  /** @default - in memory */
  readonly store?: Store;
}

/** A local AWS KMS: every account, every Region, real cryptography, real decisions about access. */
export class Kms {
  readonly accountId: string;
  readonly region: string;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly store: Store;
  readonly policies = new PolicyCache();
  readonly materials: Materials;
  readonly dataKeyPairs: DataKeyPairs;
  readonly callers: Callers;
  readonly agenda: Agenda;

  constructor(
    private readonly operations: Partial<Operations>,
    options: KmsOptions = {},
  ) {
    this.accountId = options.accountId ?? '111122223333';
    this.region = options.region ?? 'us-east-1';
    this.clock = options.clock ?? new Clock();
    this.random = options.random ?? systemRandom;
    this.store = options.store ?? new MemoryStore();
    this.materials = new Materials(this.store, this.random);
    this.dataKeyPairs = new DataKeyPairs(this.materials, this.random);
    this.callers = new Callers(this.store, this);
    this.agenda = new Agenda(this.store, this.materials);
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
    return this.run(operation, input, this.callers.resolve(caller), 'native', false, pinned);
  }

  /** Calls an operation without ever blocking the event loop for long. */
  async handle<N extends OperationName>(
    operation: N,
    input: OperationInputs[N],
    caller: CallerOptions | string,
  ): Promise<OperationOutputs[N]> {
    return this.waitFor(() => this.run(operation, input, this.callers.resolve(caller), 'native', true));
  }

  /** Calls an operation with input and output in the form of AWS JSON 1.1: blobs in base64, moments in seconds. */
  async handleWire(
    operation: string,
    input: unknown,
    caller: CallerOptions | string,
  ): Promise<Record<string, unknown>> {
    const name = this.operationName(operation);
    return this.waitFor(() => serialize(name, this.run(name, input, this.callers.resolve(caller), 'wire', true)));
  }

  private run<N extends OperationName>(
    operation: N,
    rawInput: unknown,
    caller: Caller,
    encoding: Encoding,
    mayWait: boolean,
    pinned: Pinned = {},
  ): OperationOutputs[N] {
    const input = validate(operation, rawInput, encoding);
    const handler = this.operations[operation] as Operation<N> | undefined;
    if (!handler) throw new KmsError('UnknownOperationException', `${operation} is not implemented yet.`);
    const { agenda, clock, materials, store } = this;
    materials.mayWait = mayWait;
    agenda.settle(clock.now());
    return store.transaction(() => {
      const context = new Context(this, operation, input as Record<string, unknown>, caller, pinned);
      const output = handler(context, input);
      // A dry run does everything that would be done, so that it is refused for the same reasons; nothing is kept.
      if (context.input.DryRun === true) throw keyErrors.dryRun();
      return output;
    });
  }

  private async waitFor<T>(attempt: () => T): Promise<T> {
    for (;;) {
      try {
        return attempt();
      } catch (error) {
        if (!(error instanceof MaterialPending)) throw error;
        await error.ready;
      }
    }
  }

  private operationName(name: string): OperationName {
    if (!Object.hasOwn(OPERATIONS, name)) throw new KmsError('UnknownOperationException');
    return name as OperationName;
  }
}
