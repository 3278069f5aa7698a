import { type Glob, matchesGlob, toGlob } from './glob';
import type { StatementSource } from './statement-source';

// AWS: "Actions/Conditions must be prefaced by a vendor". A wildcard for the service stands alone, as in `*:*`.
const ACTION = /^(\*|([a-z0-9-]+|\*):[a-z0-9*?_-]+)$/i;

/** Action or NotAction. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
export class ActionElement {
  private readonly exact: ReadonlySet<string>;
  private readonly globs: readonly Glob[];

  constructor(
    readonly name: 'Action' | 'NotAction',
    readonly values: readonly string[],
  ) {
    const lower = values.map((value) => value.toLowerCase());
    this.exact = new Set(lower.filter((value) => !/[*?]/.test(value)));
    this.globs = lower.filter((value) => /[*?]/.test(value)).map(toGlob);
  }

  /** @returns undefined where the statement has none, which key policies may */
  static read(source: StatementSource): ActionElement | undefined {
    const name = source.eitherOf('Action', 'NotAction');
    if (name === 'NotAction' && source.rules.notAction === 'forbidden') {
      throw source.error(name, `the ${source.rules.name} cannot have it`, 'List the actions in Action');
    }
    const values = name === undefined ? [] : source.strings(name, source.json[name]);
    if (name === undefined || values.length === 0) {
      if (source.rules.incompleteStatements && name !== 'NotAction') return undefined;
      throw source.error('Action', 'the statement names no action', "Write the actions, e.g. 'kms:Decrypt'");
    }
    for (const value of values) {
      if (ACTION.test(value)) continue;
      throw source.error(name, `'${value}' is no action`, "Write '*' or service:action, e.g. 'kms:Decrypt' or 'kms:*'");
    }
    return new ActionElement(name, values);
  }

  applies(lowerCaseAction: string): boolean {
    return this.names(lowerCaseAction) === (this.name === 'Action');
  }

  private names(action: string): boolean {
    return this.exact.has(action) || this.globs.some((glob) => matchesGlob(glob, action));
  }
}
