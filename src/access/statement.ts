import { ActionElement } from './action-element';
import { type Condition, readConditions } from './condition';
import type { Inquiry } from './inquiry';
import { PrincipalElement, Reach } from './principal-element';
import { ResourceElement } from './resource-element';
import type { StatementSource } from './statement-source';

/** One compiled statement. */
export class Statement {
  private constructor(
    readonly index: number,
    readonly sid: string | undefined,
    readonly effect: 'Allow' | 'Deny',
    readonly principal: PrincipalElement | undefined,
    readonly action: ActionElement | undefined,
    readonly resource: ResourceElement | undefined,
    readonly conditions: readonly Condition[],
  ) {}

  static read(source: StatementSource): Statement {
    const { Effect } = source.json;
    if (Effect !== 'Allow' && Effect !== 'Deny') {
      throw source.error('Effect', `it is ${JSON.stringify(Effect) ?? 'missing'}`, "Write 'Allow' or 'Deny'");
    }
    return new Statement(
      source.index,
      source.sid,
      Effect,
      PrincipalElement.read(source),
      ActionElement.read(source),
      ResourceElement.read(source),
      readConditions(source),
    );
  }

  /** How a person finds it in the document. */
  get label(): string {
    return this.sid || `#${this.index}`;
  }

  /** How directly it applies to the caller; NONE when it does not apply. */
  reach(inquiry: Inquiry): Reach {
    if (!this.action?.applies(inquiry.action.lowerCase)) return Reach.NONE;
    const reach = this.reachOfPrincipal(inquiry);
    if (reach === Reach.NONE || !this.resource?.applies(inquiry.resource, inquiry.context.lookup)) return Reach.NONE;
    for (const condition of this.conditions) {
      if (!condition.holds(inquiry.context)) return Reach.NONE;
    }
    return reach;
  }

  /** A policy without principals is attached to its principal. */
  reachOfPrincipal({ caller, hasBoundary }: Inquiry): Reach {
    if (!this.principal) return Reach.DIRECT;
    if (this.principal.name === 'Principal') return this.principal.reach(caller);
    return this.principal.exempts(caller, hasBoundary) ? Reach.NONE : Reach.DIRECT;
  }
}
