import { Script } from 'node:vm';
import { TemplateError } from './template-error';

const TEST = new Script('pattern.test(value)');

/** Milliseconds. A pattern is part of a template that a stranger may have written. */
const TIMEOUT = 500;

/**
 * Whether the whole value matches a regular expression of a template.
 *
 * Documented as the syntax of Java; what it has in common with that of JavaScript is understood.
 * @throws TemplateError when it is no regular expression, or takes too long.
 */
export function matchesPattern(pattern: string, value: string): boolean {
  try {
    return TEST.runInNewContext({ pattern: new RegExp(`^(?:${pattern})$`, 's'), value }, { timeout: TIMEOUT });
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is no regular expression' : `takes more than ${TIMEOUT} ms to match`;
    throw new TemplateError(`the pattern ${pattern} ${reason}.`);
  }
}
