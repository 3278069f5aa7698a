import { systemRandom } from '../crypto/random-source';
import { Kms } from '../engine/kms';
import { operations } from '../operations/operations';
import { SessionTokens } from '../sts/session-tokens';
import type { ChangeSet } from '../template/change-set';
import { Deployments, type StackTemplate } from '../template/deployment';
import { Credentials } from '../wire/credentials';
import { putAdministrator } from './administrator';
import { credentialSeed, type SeedOptions } from './credential-seed';
import { type GivenPrincipals, readPrincipals } from './principals-file';

export interface EnvironmentOptions extends SeedOptions {
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
  private readonly deployments: Deployments;
  private readonly principals: GivenPrincipals;

  constructor({ account, region, principals, ...seed }: EnvironmentOptions) {
    this.seed = credentialSeed(seed);
    this.kms = new Kms(operations, { accountId: account, region });
    this.tokens = new SessionTokens(this.seed, systemRandom);
    this.principals = principals ? readPrincipals(principals, this.seed) : { described: [], named: [], identities: [] };
    this.credentials = new Credentials(this.seed, this.tokens, () => this.kms.clock.now(), this.principals.identities);
    this.deployments = new Deployments(this.kms);
    putAdministrator(this.kms.store, account);
    this.putPrincipals();
  }

  /** Creates stacks, or updates those that are there. @throws DeploymentError */
  deploy(stacks: readonly StackTemplate[]): ChangeSet {
    try {
      return this.deployments.deploy(stacks);
    } finally {
      this.putPrincipals();
    }
  }

  /** Before a deployment, since key policies may name them; and after it, since it may have changed them. */
  private putPrincipals(): void {
    const { principals } = this.kms.store;
    for (const record of this.principals.described) principals.put(record);
    for (const record of this.principals.named) if (!principals.get(record.arn)) principals.put(record);
    this.credentials.learn(principals.all());
  }
}
