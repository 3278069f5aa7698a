import type { ActionName } from '../../access/action-name';
import type { Grant } from '../../access/grant';
import type { PolicySet } from '../../access/layer';
import type { PolicySets } from '../../access/policy-sets';
import { SymbolicGrants } from './applied-grant';
import { type AppliedStatement, applyStatements } from './applied-statement';
import { decideSymbolically, type SymbolicAccess } from './decide-symbolically';
import type { Relevance } from './relevance';
import type { Requirement } from './requirement';
import { type AskedAction, StatementsRuling, type SymbolicRuling, unknownRuling } from './rulings';
import type { Scene } from './scene';

/** One principal before one resource, and every policy that AWS would look at. */
export interface SubjectOptions {
  readonly scene: Scene;
  readonly sets: PolicySets;
  readonly grants: readonly Grant[];
  /** The statements of a policy that are worth looking at. @default - all */
  readonly relevance?: Relevance;
  /** What has to be true for the caller's IAM policies to allow, where nobody here knows them. @default - they are known */
  readonly unknownIdentity?: Requirement;
}

/** The statements that may apply to a subject, found once for all actions. */
export class SymbolicSubject {
  private readonly guards;
  private readonly keyPolicy;
  private readonly limits;
  private readonly identity;

  constructor(private readonly options: SubjectOptions) {
    const { guards, keyPolicy, limits, identity } = options.sets;
    this.guards = guards.map((set) => this.apply(set));
    this.keyPolicy = this.apply(keyPolicy);
    this.limits = limits.map((set) => this.apply(set));
    this.identity = this.apply(identity);
  }

  /** Two subjects of the same nature with the same signature have the same access. */
  signature(shapes: StatementShapes): string {
    const { grants } = this.options;
    return [
      ...this.guards.map((statements) => signatureOf(statements, shapes)),
      signatureOf(this.keyPolicy, shapes),
      ...this.limits.map((statements) => signatureOf(statements, shapes)),
      signatureOf(this.identity, shapes),
      grants.map(({ grantId, effectiveWithoutToken = true }) => `${grantId}${effectiveWithoutToken ? '' : '?'}`).join(),
    ].join('/');
  }

  /** How the action is allowed and denied. @param asked the operation whose condition keys a request has */
  access({ lowerCase, operation, permission }: ActionName, asked: string): SymbolicAccess {
    const { scene, unknownIdentity, grants } = this.options;
    const action = { action: lowerCase, operation: asked };
    const { caller, crossAccount } = scene.inquiry;
    return decideSymbolically(
      {
        guards: this.guards.map((statements) => this.rule(statements, action)),
        keyPolicy: this.rule(this.keyPolicy, action),
        limits: this.limits.map((statements) => this.rule(statements, action)),
        identity: unknownIdentity ? unknownRuling(unknownIdentity) : this.rule(this.identity, action),
        grants: new SymbolicGrants(grants, scene, operation),
      },
      {
        crossAccount,
        crossAccountPossible: permission.crossAccount === true,
        onKey: permission.decidedBy === 'keyPolicy' && scene.resource !== '*',
        isRoot: caller.kind === 'root',
      },
    );
  }

  private apply({ layer, level, policies }: PolicySet): AppliedStatement[] {
    const { scene, relevance } = this.options;
    return policies.flatMap((policy, index) => {
      const statements = relevance?.statements(policy) ?? policy.statements;
      return applyStatements(statements, policy, scene, { layer, level, policy: index });
    });
  }

  private rule(statements: readonly AppliedStatement[], asked: AskedAction): SymbolicRuling {
    return new StatementsRuling(statements, this.options.scene, asked);
  }
}

function signatureOf(statements: readonly AppliedStatement[], shapes: StatementShapes): string {
  let text = '';
  for (const { statement, ref, reach, requirements, pending } of statements) {
    text += `${ref.policy}.${ref.statement}:${reach}${shapes.nameOf(statement)}`;
    for (const { id } of requirements) text += `&${id}`;
    for (const { requirement } of pending) text += `&${requirement.id}`;
    text += ';';
  }
  return text;
}

type Statement = AppliedStatement['statement'];

/** Short names for effects with their actions. */
export class StatementShapes {
  private readonly names = new Map<string, string>();
  private readonly nameOfStatement = new WeakMap<Statement, string>();

  nameOf(statement: Statement): string {
    let name = this.nameOfStatement.get(statement);
    if (name === undefined) {
      const { effect, action } = statement;
      const text = `${effect} ${action?.name} ${action?.values.join()}`;
      name = this.names.get(text) ?? `#${this.names.size}`;
      this.names.set(text, name);
      this.nameOfStatement.set(statement, name);
    }
    return name;
  }
}
