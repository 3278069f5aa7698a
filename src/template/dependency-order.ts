import { TemplateError } from './template-error';

/**
 * Names in an order in which each comes after those that it depends on; otherwise as they were given.
 *
 * @throws TemplateError with the path of a cycle.
 */
export function dependencyOrder(names: Iterable<string>, dependencies: (name: string) => Iterable<string>): string[] {
  const ordered = new Set<string>();
  for (const start of names) {
    // A stack of our own: a chain may be as long as there are resources.
    const path: { name: string; rest: Iterator<string> }[] = [];
    const onPath = new Set<string>();
    const enter = (name: string) => {
      path.push({ name, rest: dependencies(name)[Symbol.iterator]() });
      onPath.add(name);
    };
    if (!ordered.has(start)) enter(start);
    while (path.length > 0) {
      const { name, rest } = path[path.length - 1];
      const next = rest.next();
      if (next.done) {
        path.pop();
        onPath.delete(name);
        ordered.add(name);
      } else if (onPath.has(next.value)) {
        const names = path.map((step) => step.name);
        const cycle = [...names.slice(names.indexOf(next.value)), next.value];
        throw new TemplateError(`Circular dependency between resources: ${cycle.join(' -> ')}.`);
      } else if (!ordered.has(next.value)) {
        enter(next.value);
      }
    }
  }
  return [...ordered];
}
