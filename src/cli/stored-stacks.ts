import { createHash } from 'node:crypto';
import type { DurableStore } from '../store/durable/durable-store';
import type { Store } from '../store/store';
import type { StackTemplate } from '../template/deployment';
import { CommandError } from './command-error';
import { ExitCode } from './exit-code';

const SETTING = 'stacks';

/**
 * Remembers which stacks a data directory holds. What a deployment knows of its resources is not stored: a later process
 * can go on with the same stacks, and cannot update them.
 */
export class StoredStacks {
  private deployedHere = false;

  constructor(private readonly store: DurableStore | undefined) {}

  /** Whether exactly these stacks were deployed by an earlier process. */
  are(stacks: readonly StackTemplate[]): boolean {
    return !this.deployedHere && this.store?.setting(SETTING) === hashOf(stacks);
  }

  /** @throws CommandError when others were. */
  checkUpdate(): void {
    if (this.deployedHere || this.store?.setting(SETTING) === undefined) return;
    throw new CommandError(
      'The data directory holds other stacks, or an earlier state of these. Stored stacks cannot be updated after a restart: ' +
        'give another --data-dir, or leave out the stacks to go on with what is stored.',
      ExitCode.FAILURE,
    );
  }

  /**
   * Deploys in one transaction. Of a first deployment that fails nothing stays, as nobody could go on from there; what
   * a failed update has left is kept, as the process knows it.
   */
  atOnce<T>(store: Store, deploy: () => T): T {
    let failure: { readonly error: unknown } | undefined;
    const result = store.transaction(() => {
      try {
        return deploy();
      } catch (error) {
        if (!this.deployedHere) throw error;
        failure = { error };
        return undefined;
      }
    });
    if (failure) throw failure.error;
    return result as T;
  }

  remember(stacks: readonly StackTemplate[]): void {
    this.deployedHere = true;
    this.store?.putSetting(SETTING, hashOf(stacks));
  }
}

function hashOf(stacks: readonly StackTemplate[]): string {
  return createHash('sha256').update(JSON.stringify(stacks)).digest('hex');
}
