import { CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { constructPath } from './construct-path';
import type { Refusal } from './keysmith-error';
import { referencedConstructs } from './references';

/**
 * What the key policy names has to exist before the key, and so must not need the key: a role whose inline or managed
 * policy names the key does, and CloudFormation refuses the circle when it is deployed.
 */
export function dependencyCycle(named: readonly IConstruct[], key: CfnResource): Refusal | undefined {
  for (const construct of named) {
    const path = construct instanceof CfnElement ? pathTo(key, construct, new Set()) : undefined;
    if (path) return cycle(construct, path, key);
  }
  return undefined;
}

function pathTo(key: CfnResource, from: CfnElement, seen: Set<CfnElement>): CfnElement[] | undefined {
  if (from === key) return [];
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const next of needs(from)) {
    const rest = pathTo(key, next, seen);
    if (rest) return [from, ...rest];
  }
  return undefined;
}

/** Many keys name the same roles: what these need is found out once in each validation of a stage. */
let known = new WeakMap<CfnElement, CfnElement[]>();

export function forgetDependencies(): void {
  known = new WeakMap();
}

/** The elements of the same template that this one waits for. */
function needs(element: CfnElement): CfnElement[] {
  const found = known.get(element) ?? findNeeds(element);
  known.set(element, found);
  return found;
}

function findNeeds(element: CfnElement): CfnElement[] {
  const explicit = element instanceof CfnResource ? element.obtainDependencies() : [];
  const referred = referencedConstructs(element._toCloudFormation(), element);
  return [...explicit, ...referred].filter(
    (construct): construct is CfnElement =>
      construct instanceof CfnElement && Stack.of(construct) === Stack.of(element),
  );
}

function cycle(named: IConstruct, path: readonly CfnElement[], key: CfnResource): Refusal {
  const through = path.slice(1).map(constructPath);
  const how = through.length > 0 ? ` through ${through.join(', ')}` : '';
  return {
    id: 'cycle',
    message:
      `The key policy names ${constructPath(named)}, which itself needs ${constructPath(key)}${how}: neither can be created first. ` +
      'Where a role carries the key in inlinePolicies or managedPolicies, leave the key out of them; the grant on the ' +
      'key is enough. Where a resource is encrypted with the key, name it by an ARN that you write out.',
  };
}
