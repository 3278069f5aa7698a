import { dependencyOrder } from './dependency-order';
import { expandLoops } from './for-each';
import { own } from './json';
import { references } from './references';
import { parseResource, type ResourceDefinition } from './resource-definition';
import { HONOURED_TYPES, isUnknownToUs } from './resources/resource-types';
import type { StackScope } from './stack-scope';
import type { StackTemplate } from './stack-template';
import type { Template } from './template';
import { at, TemplateError } from './template-error';

/** The resources that a template asks for, each after those that it refers to. */
export function planResources(
  template: Template,
  { constructPaths, notModelled }: Pick<StackTemplate, 'constructPaths'> & { readonly notModelled: readonly string[] },
  scope: StackScope,
): ResourceDefinition[] {
  const definitions = new Map<string, ResourceDefinition>();
  const resources = at({ property: 'Resources' }, () => expandLoops(template.resources, scope.evaluator));
  for (const [logicalId, resource] of Object.entries(resources)) {
    const definition = parseResource(logicalId, resource, own(constructPaths, logicalId));
    if (isWanted(definition, scope, notModelled)) definitions.set(logicalId, definition);
  }
  const order = dependencyOrder(definitions.keys(), (logicalId) =>
    dependencies(definitions.get(logicalId)!, definitions, resources, scope),
  );
  return order.map((logicalId) => definitions.get(logicalId)!);
}

function isWanted(
  { logicalId, constructPath, type, condition }: ResourceDefinition,
  scope: StackScope,
  notModelled: readonly string[],
): boolean {
  return at({ logicalId, constructPath, type }, () => {
    if (condition !== undefined && !at({ property: 'Condition' }, () => scope.condition(condition))) return false;
    if (isUnknownToUs(type) && !notModelled.includes(type)) {
      throw new TemplateError(
        `${type} cannot be honoured; known are ${HONOURED_TYPES.join(', ')}. List the type in notModelled to leave it without effect.`,
      );
    }
    return true;
  });
}

function dependencies(
  { logicalId, constructPath, type, properties, dependsOn }: ResourceDefinition,
  definitions: ReadonlyMap<string, ResourceDefinition>,
  all: Readonly<Record<string, unknown>>,
  scope: StackScope,
): string[] {
  return at({ logicalId, constructPath, type }, () => {
    const referred = [...references(properties, (name) => scope.condition(name))].filter(
      (name) => !scope.isParameter(name),
    );
    const missing =
      referred.find((name) => !definitions.has(name)) ?? dependsOn.find((name) => !Object.hasOwn(all, name));
    if (missing !== undefined) {
      throw new TemplateError(`Unresolved resource dependencies [${missing}] in the Resources block of the template.`);
    }
    // A resource that its condition leaves out is no obstacle for who depends on it only (unverified).
    return [...referred, ...dependsOn.filter((name) => definitions.has(name))];
  });
}
