import type { CompiledPolicy } from '../../access/compile-policy';

type Statements = CompiledPolicy['statements'];

/** Finds once which statements of a policy name any of some actions: most of an identity's are about other services. */
export class Relevance {
  private readonly found = new WeakMap<CompiledPolicy, Statements>();

  /** @param actions in lower case */
  constructor(private readonly actions: readonly string[]) {}

  statements(policy: CompiledPolicy): Statements {
    let statements = this.found.get(policy);
    if (!statements) {
      statements = policy.statements.filter(({ action }) => this.actions.some((one) => action?.applies(one)));
      this.found.set(policy, statements);
    }
    return statements;
  }
}
