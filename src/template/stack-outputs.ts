import { expandLoops } from './for-each';
import { isObject } from './json';
import type { StackScope } from './stack-scope';
import { at, TemplateError } from './template-error';

export interface StackOutputs {
  readonly outputs: ReadonlyMap<string, unknown>;
  /** Values by the name of their export. */
  readonly exports: ReadonlyMap<string, unknown>;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html */
export function stackOutputs(section: Readonly<Record<string, unknown>>, scope: StackScope): StackOutputs {
  const outputs = new Map<string, unknown>();
  const exports = new Map<string, unknown>();
  const { evaluator } = scope;
  for (const [name, output] of Object.entries(expandLoops(section, evaluator))) {
    at({ property: `Outputs.${name}` }, () => {
      if (!isObject(output) || output.Value === undefined) throw new TemplateError('an output needs a Value.');
      if (typeof output.Condition === 'string' && !scope.condition(output.Condition)) return;
      const value = at({ property: 'Value' }, () => evaluator.value(output.Value));
      outputs.set(name, value);
      if (isObject(output.Export)) exports.set(evaluator.string(output.Export.Name, 'the name of the export'), value);
    });
  }
  return { outputs, exports };
}
