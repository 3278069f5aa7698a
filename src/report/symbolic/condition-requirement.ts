import type { ContextValue } from '../../access/access-request';
import type { Condition } from '../../access/condition';
import type { ConditionLine, Requirement } from './requirement';
import type { Scene } from './scene';
import { conditionWords } from './words';

/** A condition of a statement that a scene does not decide. */
export interface PendingCondition {
  readonly condition: Condition;
  readonly requirement: Requirement;
  /** It names a variable that only the request fills. */
  readonly hasOpenVariables: boolean;
}

const VARIABLE = /\$\{([^,'{}]+?)\s*(?:,\s*'([^']*)')?\}/g;
const ESCAPED = new Set(['*', '?', '$']);

/**
 * A condition for one scene: an answer where everything that it looks at is known, and otherwise what is left of it.
 *
 * @param variables whether `${...}` is a variable in the policy's version of the language
 */
export function conditionIn(scene: Scene, condition: Condition, variables: boolean): boolean | PendingCondition {
  if (!variables || !hasVariable(condition)) {
    return scene.domain(condition.key.toLowerCase()) === 'fixed'
      ? condition.holds(scene.context)
      : constantRequirement(condition);
  }
  const { values, hasOpenVariables } = withVariables(scene, condition);
  if (!hasOpenVariables && scene.domain(condition.key.toLowerCase()) === 'fixed') return condition.holds(scene.context);
  const line = { operator: condition.operator, key: condition.key, values };
  return { condition, requirement: requirementOf(condition, line, condition.values), hasOpenVariables };
}

const constants = new WeakMap<Condition, PendingCondition>();

function constantRequirement(condition: Condition): PendingCondition {
  let pending = constants.get(condition);
  if (!pending) {
    const line = { operator: condition.operator, key: condition.key, values: condition.values.map(String) };
    pending = { condition, requirement: requirementOf(condition, line), hasOpenVariables: false };
    constants.set(condition, pending);
  }
  return pending;
}

const withVariable = new WeakMap<Condition, boolean>();

function hasVariable(condition: Condition): boolean {
  let found = withVariable.get(condition);
  if (found === undefined) {
    found = condition.values.some((value) => String(value).includes('${'));
    withVariable.set(condition, found);
  }
  return found;
}

/** What is left of a condition for one operation: an answer, or a requirement. */
export function forOperation(pending: PendingCondition, scene: Scene, operation: string): boolean | Requirement {
  const { condition, requirement, hasOpenVariables } = pending;
  const key = condition.key.toLowerCase();
  const values = possibleValues(scene, condition, key, operation);
  if (values === undefined || hasOpenVariables) return requirement;
  const answers = values.map((value) => condition.holds(scene.contextWith(key, value)));
  if (answers.every((answer) => answer)) return true;
  return answers.some((answer) => answer) ? requirement : false;
}

function possibleValues(
  scene: Scene,
  { values }: Condition,
  key: string,
  operation: string,
): readonly (ContextValue | undefined)[] | undefined {
  const domain = scene.domain(key, operation);
  if (domain === 'open') return undefined;
  if (domain === 'fixed') return [scene.context.get(key)];
  return 'values' in domain
    ? domain.values
    : [domain.example, ...values.map(String).filter((value) => !domain.isImpossible(value))];
}

function withVariables(scene: Scene, { values }: Condition) {
  let hasOpenVariables = false;
  const replace = (whole: string, name: string, fallback: string | undefined): string => {
    if (ESCAPED.has(name)) return whole;
    const key = name.toLowerCase();
    if (scene.domain(key) === 'fixed') return scene.context.lookup(key) ?? fallback ?? whole;
    hasOpenVariables = true;
    return whole;
  };
  return { values: values.map((value) => String(value).replace(VARIABLE, replace)), hasOpenVariables };
}

/** @param raw the values before their variables were filled, which may have other values for the next principal */
function requirementOf(condition: Condition, line: ConditionLine, raw: Condition['values'] = []): Requirement {
  const { operator, key, values } = line;
  return {
    id: JSON.stringify([operator, key.toLowerCase(), values, ...raw]),
    text: conditionWords(line),
    condition: line,
    holds: ({ context }) => condition.holds(context),
  };
}
