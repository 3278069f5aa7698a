import { KmsError } from '../errors/kms-error';
import { OPERATIONS, type OperationName } from '../spec/generated/operations';
import { SHAPES } from '../spec/generated/shapes';
import type { OperationInputs } from '../spec/generated/types';
import { deserialize, type Encoding } from './deserialize';
import { violations } from './violations';

/**
 * Reads the input of an operation by the rules of the service model: the only place that interprets them.
 *
 * @throws SerializationException for a value of the wrong type; ValidationException that names every violation at once.
 */
export function validate<N extends OperationName>(
  operation: N,
  input: unknown,
  encoding: Encoding = 'native',
): OperationInputs[N] {
  const shapeName = OPERATIONS[operation].input;
  const value = deserialize(input ?? {}, shapeName, encoding);
  const failed: string[] = [];
  inspect(value, shapeName, '', failed);
  if (failed.length > 0) {
    const count = `${failed.length} validation error${failed.length > 1 ? 's' : ''} detected`;
    throw new KmsError('ValidationException', `${count}: ${failed.join('; ')}`);
  }
  return value as OperationInputs[N];
}

function inspect(value: unknown, shapeName: string, path: string, failed: string[]): void {
  const shape = SHAPES[shapeName];
  switch (shape.type) {
    case 'structure': {
      const members = value as Record<string, unknown>;
      for (const member of shape.required ?? []) {
        if (members[member] === undefined) {
          failed.push(`Value null at '${join(path, member)}' failed to satisfy constraint: Member must not be null`);
        }
      }
      for (const member in members) inspect(members[member], shape.members![member], join(path, member), failed);
      return;
    }
    case 'list': {
      const items = value as unknown[];
      report(items, shapeName, path, violations(items, shape), failed);
      const itemShape = SHAPES[shape.member!];
      if (itemShape.type === 'structure') {
        // AWS counts from one: tags.1.member.tagKey
        items.forEach((item, index) => {
          inspect(item, shape.member!, `${path}.${index + 1}.member`, failed);
        });
      } else if (items.some((item) => violations(item as string, itemShape).length > 0)) {
        const constraints = [...new Set(items.flatMap((item) => violations(item as string, itemShape)))];
        report(items, shapeName, path, [`Member must satisfy constraint: [${constraints.join(', ')}]`], failed);
      }
      return;
    }
    case 'map':
    case 'boolean':
    case 'timestamp':
      return;
    default:
      report(value, shapeName, path, violations(value as string | number, shape), failed);
  }
}

function report(value: unknown, shapeName: string, path: string, constraints: string[], failed: string[]): void {
  for (const constraint of constraints) {
    failed.push(`Value${shown(value, shapeName)} at '${path}' failed to satisfy constraint: ${constraint}`);
  }
}

/** Blobs and secrets are never echoed. */
function shown(value: unknown, shapeName: string): string {
  const shape = SHAPES[shapeName];
  if (shape.sensitive || shape.type === 'blob') return '';
  return Array.isArray(value) ? ` '[${value.join(', ')}]'` : ` '${value}'`;
}

function join(path: string, member: string): string {
  const name = member[0].toLowerCase() + member.slice(1);
  return path === '' ? name : `${path}.${name}`;
}
