import type { CompiledPolicy } from '../../access/compile-policy';
import { Reach } from '../../access/principal-element';
import type { Statement } from '../../access/statement';
import { conditionIn, forOperation, type PendingCondition } from './condition-requirement';
import type { Requirement } from './requirement';
import type { Scene } from './scene';
import { sessionRequirement } from './session-requirement';
import type { StatementRef } from './statement-ref';

/** A statement that may apply in a scene, to the actions that it names. */
export interface AppliedStatement {
  readonly statement: Statement;
  readonly ref: StatementRef;
  readonly reach: Reach;
  /** Requirements that do not depend on the operation. */
  readonly requirements: readonly Requirement[];
  readonly pending: readonly PendingCondition[];
}

/** What a statement asks of the requests of an operation; undefined when it does not apply to any. */
export function requirementsOf(
  { statement, requirements, pending }: AppliedStatement,
  scene: Scene,
  { action, operation }: { readonly action: string; readonly operation: string },
): readonly Requirement[] | undefined {
  if (!statement.action?.applies(action)) return undefined;
  if (pending.length === 0) return requirements;
  const found = [...requirements];
  for (const one of pending) {
    const left = forOperation(one, scene, operation);
    if (left === false) return undefined;
    if (left !== true) found.push(left);
  }
  return found;
}

/** Those of the statements of a policy that may apply in a scene. */
export function applyStatements(
  statements: readonly Statement[],
  policy: CompiledPolicy,
  scene: Scene,
  where: Omit<StatementRef, 'statement'>,
): AppliedStatement[] {
  const applied: AppliedStatement[] = [];
  for (const statement of statements) {
    const reach = statement.reachOfPrincipal(scene.inquiry);
    const session = reach === Reach.DIRECT ? undefined : namedSession(statement, scene);
    if (reach === Reach.NONE && !session) continue;
    const resource = resourceRequirement(statement, scene);
    if (resource === false) continue;
    const pending = pendingConditions(statement, scene, hasVariables(policy));
    if (!pending) continue;
    const ref = { ...where, statement: statement.index };
    const requirements = resource === true ? [] : [resource];
    if (reach !== Reach.NONE) applied.push({ statement, ref, reach, requirements, pending });
    if (session)
      applied.push({ statement, ref, reach: Reach.DIRECT, requirements: [session, ...requirements], pending });
  }
  return applied;
}

function pendingConditions(
  { conditions }: Statement,
  scene: Scene,
  variables: boolean,
): PendingCondition[] | undefined {
  const pending: PendingCondition[] = [];
  for (const condition of conditions) {
    const answer = conditionIn(scene, condition, variables);
    if (answer === false) return undefined;
    if (answer !== true) pending.push(answer);
  }
  return pending;
}

const sessions = new WeakMap<Statement, readonly string[]>();

function namedSession(statement: Statement, { inquiry }: Scene): Requirement | undefined {
  let named = sessions.get(statement);
  if (!named) {
    const { principal } = statement;
    const values = principal?.name === 'Principal' ? principal.entries.map(({ value }) => value) : [];
    named = values.filter((value) => value.includes(':assumed-role/'));
    sessions.set(statement, named);
  }
  return named.length === 0 ? undefined : sessionRequirement(inquiry.caller, named);
}

type ResourceElement = NonNullable<Statement['resource']>;

const variables = new WeakMap<ResourceElement, readonly string[]>();

/** The condition keys that the ARNs have as variables. */
function variablesOf(resource: ResourceElement): readonly string[] {
  let found = variables.get(resource);
  if (!found) {
    found = resource.values.flatMap((value) =>
      [...value.matchAll(/\$\{([^,'{}*?$]+)/g)].map(([, name]) => name.trim().toLowerCase()),
    );
    variables.set(resource, found);
  }
  return found;
}

const NO_LOOKUP = () => undefined;

/** True or false, unless the ARN has a variable that only the request fills. */
function resourceRequirement({ resource }: Statement, scene: Scene): boolean | Requirement {
  if (!resource) return false;
  if (resource.values[0] === '*') return resource.name === 'Resource';
  const keys = variablesOf(resource);
  if (keys.length === 0) return resource.applies(scene.resource, NO_LOOKUP);
  if (keys.every((key) => scene.domain(key) === 'fixed')) {
    return resource.applies(scene.resource, scene.context.lookup);
  }
  return {
    id: `${resource.name} ${resource.values.join(' ')}`,
    text: `where the key is ${resource.name === 'NotResource' ? 'not ' : ''}${resource.values.join(' or ')}`,
    holds: (inquiry) => resource.applies(inquiry.resource, inquiry.context.lookup),
  };
}

const versions = new WeakMap<CompiledPolicy, boolean>();

/** Variables came with the version of 2012. */
function hasVariables(policy: CompiledPolicy): boolean {
  let found = versions.get(policy);
  if (found === undefined) {
    found = policy.document.includes('${') && JSON.parse(policy.document).Version === '2012-10-17';
    versions.set(policy, found);
  }
  return found;
}
