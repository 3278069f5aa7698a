import type { Policy } from './access-request';
import { CompiledPolicy, compilePolicy, type PolicyKind } from './compile-policy';

const LIMIT = 1000;
const compiled = new Map<string, CompiledPolicy>();

/** Compiles equal documents once; an object that changes between two requests is another document. */
export function toCompiled(policy: Policy, kind: PolicyKind): CompiledPolicy {
  if (policy instanceof CompiledPolicy) return policy;
  const key = `${kind} ${typeof policy === 'string' ? policy : textOf(policy)}`;
  let found = compiled.get(key);
  if (!found) {
    found = compilePolicy(policy, kind);
    if (compiled.size >= LIMIT) compiled.clear();
    compiled.set(key, found);
  }
  return found;
}

/** A document that is no JSON has no key; compiling it says what is wrong. */
function textOf(policy: object): string {
  try {
    return JSON.stringify(policy) ?? '';
  } catch {
    return '';
  }
}
