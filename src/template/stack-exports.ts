import { isDeepStrictEqual } from 'node:util';
import type { DeployedStack } from './deployed-stack';
import { TemplateError } from './template-error';

interface Export {
  readonly value: unknown;
  readonly stack: string;
}

/** The exports of an account in a Region, and which stacks use them. */
export class StackExports {
  private readonly values = new Map<string, Export>();
  private readonly importers = new Map<string, Set<string>>();

  find({ account, region }: Pick<DeployedStack, 'account' | 'region'>, name: string): unknown {
    return this.values.get(key(account, region, name))?.value;
  }

  /**
   * Checks what a stack would export now against what others use of it.
   *
   * @throws TemplateError in the words of CloudFormation.
   */
  check(stack: DeployedStack, previous: DeployedStack | undefined): void {
    for (const [name, value] of previous?.exports ?? []) {
      if (isDeepStrictEqual(stack.exports.get(name), value)) continue;
      const [user] = this.importers.get(key(stack.account, stack.region, name)) ?? [];
      if (user === undefined) continue;
      const verb = stack.exports.has(name) ? 'updated' : 'deleted';
      throw new TemplateError(`Export ${name} cannot be ${verb} as it is in use by ${user}`, { stack: stack.name });
    }
    for (const name of stack.exports.keys()) {
      const owner = this.values.get(key(stack.account, stack.region, name))?.stack;
      if (owner !== undefined && owner !== stack.name) {
        throw new TemplateError(`Export with name ${name} is already exported by stack ${owner}.`, {
          stack: stack.name,
        });
      }
    }
  }

  replace(stack: DeployedStack, previous: DeployedStack | undefined): void {
    const keyOf = (name: string) => key(stack.account, stack.region, name);
    for (const name of previous?.exports.keys() ?? []) this.values.delete(keyOf(name));
    for (const name of previous?.imports ?? []) this.importers.get(keyOf(name))?.delete(stack.name);
    for (const [name, value] of stack.exports) this.values.set(keyOf(name), { value, stack: stack.name });
    for (const name of stack.imports) {
      const users = this.importers.get(keyOf(name)) ?? new Set();
      this.importers.set(keyOf(name), users.add(stack.name));
    }
  }
}

const key = (account: string, region: string, name: string) => `${account} ${region} ${name}`;
