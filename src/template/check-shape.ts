import { TemplateError } from './template-error';

/** What the evaluation can walk through without running out of stack, and more than any real template needs. */
const MAX_DEPTH = 100;

/** AWS takes a megabyte of text; a value in JSON takes at least two characters of it. */
const MAX_VALUES = 500_000;

/**
 * Bounds the time and memory that a template can take before anything walks through it: neither deep nesting, nor
 * aliases of YAML that stand for each other a million times, nor an object that contains itself get further than this.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export function checkShape(template: unknown): void {
  let values = 0;
  let level: unknown[] = [template];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new TemplateError(`the template is nested deeper than ${MAX_DEPTH} levels.`);
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const member of Object.values(value)) {
        if (++values > MAX_VALUES)
          throw new TemplateError(`the template has more than ${MAX_VALUES} values; AWS takes templates up to 1 MB.`);
        next.push(member);
      }
    }
    level = next;
  }
}
