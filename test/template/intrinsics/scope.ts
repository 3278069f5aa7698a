import { Evaluator } from '../../../src/template/intrinsics/evaluator';
import { NO_VALUE, type Scope } from '../../../src/template/intrinsics/scope';

/** Names for the functions to look up; a test gives those that it needs. */
export function evaluatorOf(
  scope: Partial<Scope> & { refs?: Record<string, unknown>; conditions?: Record<string, boolean> } = {},
): Evaluator {
  const { refs = {}, conditions = {} } = scope;
  return new Evaluator({
    account: '111122223333',
    region: 'us-east-1',
    languageExtensions: true,
    ref: (name) => (name === 'AWS::NoValue' ? NO_VALUE : refs[name]),
    attribute: (logicalId, name) => `${logicalId}#${name}`,
    condition: (name) => conditions[name],
    mapped: () => undefined,
    importValue: (name) => `imported ${name}`,
    ssmParameter: () => undefined,
    ...scope,
  });
}
