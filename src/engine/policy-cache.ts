import { type CompiledPolicy, compilePolicy } from '../access/compile-policy';

/** Policies are compiled when they are stored or first met, not when they are asked. */
export class PolicyCache {
  private readonly compiled = new Map<string, CompiledPolicy>();

  constructor(private readonly limit = 10_000) {}

  /** Equal texts share one compiled policy. */
  keyPolicy(text: string): CompiledPolicy {
    let policy = this.compiled.get(text);
    if (!policy) {
      policy = compilePolicy(text, 'keyPolicy');
      if (this.compiled.size >= this.limit) this.compiled.clear();
      this.compiled.set(text, policy);
    }
    return policy;
  }
}
