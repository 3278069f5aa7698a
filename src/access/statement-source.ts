import { PolicyError } from './policy-error';
import type { KindRules } from './policy-kind';

/** One statement of a document while it is read: it knows where it stands, for the errors. */
export class StatementSource {
  readonly sid?: string;

  constructor(
    private readonly policy: string,
    readonly rules: KindRules,
    readonly version: string,
    readonly index: number,
    readonly json: Readonly<Record<string, unknown>>,
  ) {
    const { Sid } = json;
    if (Sid !== undefined && typeof Sid !== 'string') throw this.error('Sid', 'it is not a string', 'Write a string');
    this.sid = Sid;
  }

  get hasVariables(): boolean {
    return this.version === '2012-10-17';
  }

  error(element: string, problem: string, remedy: string): PolicyError {
    const statement = this.sid ? `statement '${this.sid}'` : `statement ${this.index}`;
    return new PolicyError(`${this.policy}, ${statement}`, element, problem, remedy);
  }

  /** The element in the one of two forms that is there: Action or NotAction, and so on. */
  eitherOf<A extends string, B extends string>(plain: A, negated: B): A | B | undefined {
    if (this.json[plain] !== undefined && this.json[negated] !== undefined) {
      throw this.error(plain, `${plain} and ${negated} stand in one statement`, 'Write one of them');
    }
    return this.json[plain] !== undefined ? plain : this.json[negated] !== undefined ? negated : undefined;
  }

  /** A string or a list of strings. */
  strings(element: string, value: unknown): readonly string[] {
    const list = Array.isArray(value) ? value : [value];
    if (!list.every((one): one is string => typeof one === 'string')) {
      throw this.error(element, 'it is neither a string nor a list of strings', 'Write a string, or a list of strings');
    }
    return list;
  }
}
