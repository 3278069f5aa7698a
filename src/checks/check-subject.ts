import { type CompiledPolicy, compilePolicy } from '../access/compile-policy';
import type { Kms } from '../engine/kms';
import type { AccessModel } from '../report/access-model';
import type { ModelKey } from '../report/model-key';
import type { PrincipalRecord } from '../store/records';

type Statement = CompiledPolicy['statements'][number];

/** A statement, and whose it is. */
export interface PlacedStatement {
  readonly statement: Statement;
  /** ARN of the key, role or user. */
  readonly on: string;
  /** e.g. `statement 'Allow use of the key'`, with the policy where there are several. */
  readonly label: string;
}

export interface KeyStatement extends PlacedStatement {
  readonly key: ModelKey;
}

export interface IdentityStatement extends PlacedStatement {
  readonly identity: PrincipalRecord;
  /** Of AWS's own, which nobody can change. */
  readonly isManagedByAws: boolean;
}

/** What rules look at. AWS managed keys are not looked at: nobody can change them. */
export class CheckSubject {
  readonly keys: readonly ModelKey[];
  readonly identities: readonly PrincipalRecord[];

  constructor(
    private readonly kms: Kms,
    readonly model: AccessModel,
  ) {
    this.keys = model.keys.filter(({ record }) => record.manager === 'CUSTOMER');
    this.identities = kms.store.principals.all();
  }

  keyPolicy({ record }: ModelKey): CompiledPolicy {
    return this.kms.policies.keyPolicy(record.policy);
  }

  get keyStatements(): readonly KeyStatement[] {
    return this.keys.flatMap((key) =>
      this.keyPolicy(key).statements.map((statement) => ({
        key,
        statement,
        on: key.arn,
        label: `statement '${statement.label}'`,
      })),
    );
  }

  get identityStatements(): readonly IdentityStatement[] {
    return this.identities.flatMap((identity) =>
      identity.policies.flatMap(({ name, document }) =>
        compilePolicy(document, 'identityPolicy', name).statements.map((statement) => ({
          identity,
          isManagedByAws: /^arn:[a-z0-9-]+:iam::aws:policy\//.test(name),
          statement,
          on: identity.arn,
          label: `statement '${statement.label}' of ${name}`,
        })),
      ),
    );
  }
}
