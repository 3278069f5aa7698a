import type { Shape } from '../spec/shape';

/** The constraints that a value fails, in AWS's words. */
export function violations(value: string | number | ArrayLike<unknown>, shape: Shape): string[] {
  if (shape.enum) {
    return shape.enum.includes(value as string)
      ? []
      : [`Member must satisfy enum value set: [${shape.enum.join(', ')}]`];
  }
  const failed: string[] = [];
  const [measure, size] = typeof value === 'number' ? ['value', value] : ['length', value.length];
  if (shape.min !== undefined && size < shape.min) {
    failed.push(`Member must have ${measure} greater than or equal to ${shape.min}`);
  }
  if (shape.max !== undefined && size > shape.max) {
    failed.push(`Member must have ${measure} less than or equal to ${shape.max}`);
  }
  if (shape.pattern !== undefined && typeof value === 'string' && !regExp(shape.pattern).test(value)) {
    failed.push(`Member must satisfy regular expression pattern: ${shape.pattern}`);
  }
  return failed;
}

const compiled = new Map<string, RegExp>();

/** The model's patterns are meant for the whole value, whether or not they are anchored. */
function regExp(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (!expression) {
    expression = new RegExp(`^(?:${pattern})$`);
    compiled.set(pattern, expression);
  }
  return expression;
}
