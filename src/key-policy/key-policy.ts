import { type IResolvable, Lazy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { draftStatements } from './draft-statements';
import type { KeyTraits } from './key-traits';
import { mergeStatements } from './merge-statements';
import type { PolicyEntry } from './policy-entry';
import { compact, type DraftStatement, type StatementJson } from './statement-json';

/** The policy of one key: what was asked of it, kept live, and written out anew whenever the template is made. */
export class KeyPolicy {
  readonly entries: PolicyEntry[] = [];

  constructor(
    readonly key: IKey,
    readonly traits: KeyTraits,
  ) {}

  get stack(): Stack {
    return Stack.of(this.key);
  }

  add(entry: PolicyEntry): void {
    this.entries.push(entry);
  }

  /** The statements as they will stand, references to other resources resolved. */
  statements(resolve = (drafts: DraftStatement[]): DraftStatement[] => this.stack.resolve(drafts)): StatementJson[] {
    const drafts = this.entries.flatMap((entry) => draftStatements(entry, this.stack, this.traits));
    return mergeStatements(resolve(drafts));
  }

  /** The value of the template's KeyPolicy. */
  document(): IResolvable {
    return Lazy.uncachedAny({
      produce: (context) => ({
        Version: '2012-10-17',
        Statement: this.statements((drafts) => context.resolve(drafts)).map(compact),
      }),
    });
  }
}
