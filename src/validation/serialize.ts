import { OPERATIONS, type OperationName } from '../spec/generated/operations';
import { SHAPES } from '../spec/generated/shapes';
import type { OperationOutputs } from '../spec/generated/types';

/** Writes the output of an operation as AWS JSON 1.1 has it: blobs in base64, moments in seconds since the epoch. */
export function serialize<N extends OperationName>(operation: N, output: OperationOutputs[N]): Record<string, unknown> {
  const definition: { readonly input: string; readonly output?: string } = OPERATIONS[operation];
  return definition.output ? (write(output, definition.output) as Record<string, unknown>) : {};
}

function write(value: unknown, shapeName: string): unknown {
  const shape = SHAPES[shapeName];
  switch (shape.type) {
    case 'blob': {
      const bytes = value as Uint8Array;
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    }
    case 'timestamp':
      return (value as Date).getTime() / 1000;
    case 'list':
      return (value as unknown[]).map((item) => write(item, shape.member!));
    case 'structure':
      return Object.fromEntries(
        Object.entries(value as Record<string, unknown>)
          .filter(([member, item]) => item !== undefined && shape.members?.[member] !== undefined)
          .map(([member, item]) => [member, write(item, shape.members![member])]),
      );
    default:
      return value;
  }
}
