import { isTrue } from './intrinsics/condition-functions';
import type { Evaluator } from './intrinsics/evaluator';
import { own } from './json';
import { at, TemplateError } from './template-error';

/** The Conditions section: each condition is computed once, when it is first asked for. */
export class Conditions {
  private readonly results = new Map<string, boolean>();
  private readonly underWay: string[] = [];

  constructor(private readonly definitions: Readonly<Record<string, unknown>>) {}

  isTrue(name: string, evaluator: Evaluator): boolean {
    let result = this.results.get(name);
    if (result === undefined) {
      result = at({ property: `Conditions.${name}` }, () => this.compute(name, evaluator));
      this.results.set(name, result);
    }
    return result;
  }

  private compute(name: string, evaluator: Evaluator): boolean {
    const definition = own(this.definitions, name);
    if (definition === undefined) {
      throw new TemplateError(
        `the template has no condition ${name}; it has [${Object.keys(this.definitions).join(', ')}].`,
      );
    }
    if (this.underWay.includes(name)) {
      throw new TemplateError(`the conditions depend on each other: ${[...this.underWay, name].join(' -> ')}.`);
    }
    this.underWay.push(name);
    try {
      return isTrue(definition, evaluator);
    } finally {
      this.underWay.pop();
    }
  }
}
