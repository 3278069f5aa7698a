import { type Glob, matchesGlob, toGlob, toLiteral } from './glob';

/** Gives the value of a condition key where it has exactly one. */
export type Lookup = (lowerCaseKey: string) => string | undefined;

/** Literal text, in which wildcards count; a character that was escaped; or a variable. */
type Part =
  | { readonly text: string }
  | { readonly escaped: string }
  | { readonly variable: string; readonly fallback?: string };

const ESCAPES = new Set(['*', '?', '$']);
const VARIABLE = /^([^,'{}]+?)\s*(?:,\s*'([^']*)')?$/;

/**
 * A value of a policy that may hold policy variables. A variable without value makes the whole value null: nothing is
 * equal to it or like it. What replaces a variable is taken literally (unverified: a value with a wildcard in it).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export class Template {
  private readonly constantText?: string;
  private readonly constantGlob?: Glob;

  private constructor(
    readonly source: string,
    private readonly parts: readonly Part[],
  ) {
    if (!parts.some((part) => 'variable' in part)) {
      this.constantText = this.fill(() => undefined);
      this.constantGlob = this.fillGlob(() => undefined);
    }
  }

  /**
   * @param variables false in policies of version 2008-10-17, where `${...}` is plain text
   * @returns undefined when a `${` is never closed or names nothing
   */
  static parse(source: string, variables: boolean): Template | undefined {
    if (!variables) return new Template(source, [{ text: source }]);
    const parts: Part[] = [];
    let rest = 0;
    for (let start = source.indexOf('${'); start >= 0; start = source.indexOf('${', rest)) {
      const end = source.indexOf('}', start);
      const part = end < 0 ? undefined : toPart(source.slice(start + 2, end));
      if (!part) return undefined;
      if (start > rest) parts.push({ text: source.slice(rest, start) });
      parts.push(part);
      rest = end + 1;
    }
    if (rest < source.length) parts.push({ text: source.slice(rest) });
    return new Template(source, parts);
  }

  get hasVariables(): boolean {
    return this.constantText === undefined;
  }

  text(lookup: Lookup): string | undefined {
    return this.constantText ?? this.fill(lookup);
  }

  glob(lookup: Lookup): Glob | undefined {
    return this.constantGlob ?? this.fillGlob(lookup);
  }

  /** Whether a text is like this value, wildcards and all. */
  matches(text: string, lookup: Lookup): boolean {
    const glob = this.glob(lookup);
    return glob !== undefined && matchesGlob(glob, text);
  }

  private fill(lookup: Lookup): string | undefined {
    let text = '';
    for (const part of this.parts) {
      const piece = 'text' in part ? part.text : valueFor(part, lookup);
      if (piece === undefined) return undefined;
      text += piece;
    }
    return text;
  }

  private fillGlob(lookup: Lookup): Glob | undefined {
    const glob: number[] = [];
    for (const part of this.parts) {
      const piece = 'text' in part ? toGlob(part.text) : literalOf(valueFor(part, lookup));
      if (piece === undefined) return undefined;
      glob.push(...piece);
    }
    return glob;
  }
}

function toPart(inside: string): Part | undefined {
  if (ESCAPES.has(inside)) return { escaped: inside };
  const [, variable, fallback] = VARIABLE.exec(inside) ?? [];
  return variable === undefined ? undefined : { variable: variable.trim().toLowerCase(), fallback };
}

function valueFor(part: Exclude<Part, { text: string }>, lookup: Lookup): string | undefined {
  return 'escaped' in part ? part.escaped : (lookup(part.variable) ?? part.fallback);
}

function literalOf(text: string | undefined): number[] | undefined {
  return text === undefined ? undefined : toLiteral(text);
}
