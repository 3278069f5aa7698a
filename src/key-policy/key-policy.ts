import { type IResolvable, Lazy, Stack } from 'aws-cdk-lib';
import { type PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { draftStatements } from './draft-statements';
import type { KeyTraits } from './key-traits';
import { mergeStatements } from './merge-statements';
import type { PolicyEntry } from './policy-entry';
import { compact, type DraftStatement, type StatementJson, unresolvedParts, withResolved } from './statement-json';

/** The policy of one key: what was asked of it, kept live, and written out anew whenever the template is made. */
export class KeyPolicy {
  private readonly added: PolicyEntry[] = [];
  private readonly included: (() => PolicyEntry[])[] = [];

  constructor(
    readonly key: IKey,
    readonly traits: KeyTraits,
  ) {}

  get stack(): Stack {
    return Stack.of(this.key);
  }

  get entries(): PolicyEntry[] {
    return [...this.added, ...this.included.flatMap((entries) => entries())];
  }

  add(entry: PolicyEntry): void {
    this.added.push(entry);
  }

  /**
   * Takes the statements of a document, those included that it will get.
   *
   * @param change what to make of each of them
   */
  include(document: PolicyDocument, change: (entry: PolicyEntry) => PolicyEntry = (entry) => entry): void {
    this.included.push(() => statementsOf(document).map(change));
  }

  /** The statements as they will stand, references to other resources resolved. */
  statements(): StatementJson[] {
    const drafts = this.drafts();
    return mergeStatements(withResolved(drafts, this.stack.resolve(drafts.map(unresolvedParts))));
  }

  /** The value of the template's KeyPolicy. */
  document(): IResolvable {
    return Lazy.uncachedAny({
      produce: (context) => {
        const drafts = this.drafts();
        // What a post-processor returns is final: the document is not searched for tokens a second time.
        context.registerPostProcessor({
          postProcess: (parts) => ({
            Version: '2012-10-17',
            Statement: mergeStatements(withResolved(drafts, parts)).map(compact),
          }),
        });
        return drafts.map(unresolvedParts);
      },
    });
  }

  private drafts(): DraftStatement[] {
    return this.entries.flatMap((entry) => draftStatements(entry, this.stack, this.traits));
  }
}

/** A document gives out its statements as JSON alone. */
function statementsOf(document: PolicyDocument): PolicyEntry[] {
  const { Statement = [] }: { Statement?: unknown[] } = document.toJSON() ?? {};
  return Statement.map((json) => ({ statement: PolicyStatement.fromJson(json), ofDocument: true }));
}
