import { systemRandom } from '../crypto/random-source';
import { Clock } from '../engine/clock';
import { Kms } from '../engine/kms';
import { operations } from '../operations/operations';
import type { DurableStore } from '../store/durable/durable-store';
import { SessionTokens } from '../sts/session-tokens';
import type { ChangeSet } from '../template/change-set';
import type { Deployments } from '../template/deployment';
import { Credentials } from '../wire/credentials';
import { putAdministrator } from './administrator';
import { credentialSeed, type SeedOptions } from './credential-seed';
import { type DataOptions, openData } from './data-directory';
import { type GivenPrincipals, readPrincipals } from './principals-file';
import { StoredStacks } from './stored-stacks';

export interface EnvironmentOptions extends SeedOptions, DataOptions {
  readonly account: string;
  readonly region: string;
  readonly principals?: string;
}

/** A local KMS with all that a command may ask of it: stacks, principals and their access keys. */
export class LocalEnvironment {
  readonly seed: Uint8Array;
  readonly kms: Kms;
  readonly tokens: SessionTokens;
  readonly credentials: Credentials;
  private readonly store: DurableStore | undefined;
  private deployments?: Deployments;
  private readonly storedStacks: StoredStacks;
  private readonly principals: GivenPrincipals;

  /** @param failed told when something could not be stored. */
  constructor(
    private readonly options: EnvironmentOptions,
    failed?: (error: Error) => void,
  ) {
    const { account, region, principals } = options;
    this.store = openData(options, { failed });
    this.seed = credentialSeed(options);
    const clock = new Clock(this.store?.setting<number>('clock'), (offset) => this.store?.putSetting('clock', offset));
    this.kms = new Kms(operations, { accountId: account, region, clock, store: this.store });
    this.tokens = new SessionTokens(this.seed, systemRandom);
    this.principals = principals ? readPrincipals(principals, this.seed) : { described: [], named: [], identities: [] };
    this.credentials = new Credentials(this.seed, this.tokens, () => this.kms.clock.now(), this.principals.identities);
    this.storedStacks = new StoredStacks(this.store);
    putAdministrator(this.kms.store, account);
    this.putPrincipals();
  }

  /**
   * Creates the stacks of assemblies and templates, or updates those that are there; waits until that is stored.
   *
   * @throws DeploymentError
   */
  async deploySources(sources: readonly string[]): Promise<Pick<ChangeSet, 'changes'>> {
    if (sources.length === 0) return { changes: [] };
    // Loaded on use: a server without stacks starts sooner.
    const { readStacks } = require('./read-stacks') as typeof import('./read-stacks');
    const stacks = readStacks(sources, this.options);
    if (this.storedStacks.are(stacks)) return { changes: [] };
    this.storedStacks.checkUpdate();
    const { Deployments } = require('../template/deployment') as typeof import('../template/deployment');
    this.deployments ??= new Deployments(this.kms);
    const { deployments } = this;
    try {
      return this.storedStacks.atOnce(this.kms.store, () => {
        const changeSet = deployments.deploy(stacks);
        this.storedStacks.remember(stacks);
        return changeSet;
      });
    } finally {
      this.putPrincipals();
      await this.kms.store.stored?.();
    }
  }

  /** Stores what is not stored yet. */
  async close(): Promise<void> {
    await this.store?.close();
  }

  /** Before a deployment, since key policies may name them; and after it, since it may have changed them. */
  private putPrincipals(): void {
    const { principals } = this.kms.store;
    for (const record of this.principals.described) principals.put(record);
    for (const record of this.principals.named) if (!principals.get(record.arn)) principals.put(record);
    this.credentials.learn(principals.all());
  }
}
