import { TemplateError } from '../template-error';
import { awsManagedPolicy, NOTHING_ON_KEYS } from './aws-managed-policies';

/** The documents of managed policies: those of templates, those that the caller knows, and those of AWS. */
export class ManagedPolicies {
  private readonly documents = new Map<string, string>();
  private readonly given = new Map<string, string>();
  /** A policy that nobody knows has no effect instead of being an error. */
  private unknownAllowed = false;

  /** What the caller tells about policies that no template makes. */
  know(documents: Readonly<Record<string, string | object>> = {}, unknownAllowed = false): void {
    for (const [arn, document] of Object.entries(documents)) this.given.set(arn, asText(document));
    this.unknownAllowed = unknownAllowed;
  }

  has(arn: string): boolean {
    return this.documents.has(arn);
  }

  put(arn: string, document: string): void {
    this.documents.set(arn, document);
  }

  delete(arn: string): void {
    this.documents.delete(arn);
  }

  /** @throws TemplateError when the policy is not known. */
  check(arn: string): void {
    this.document(arn);
  }

  /** A boundary must be known in any case: one without statements allows nothing at all. */
  checkBoundary(arn: string): void {
    if (this.find(arn) === undefined)
      throw new TemplateError(`the permissions boundary ${arn} is not known: give its document in managedPolicies.`);
  }

  document(arn: string): string {
    const document = this.find(arn);
    if (document !== undefined) return document;
    if (this.unknownAllowed) return NOTHING_ON_KEYS;
    throw new TemplateError(
      `the managed policy ${arn} is not known: give its document in managedPolicies, or set allowUnknownManagedPolicies to leave it without effect.`,
    );
  }

  private find(arn: string): string | undefined {
    return this.documents.get(arn) ?? this.given.get(arn) ?? awsManagedPolicy(arn);
  }
}

export const asText = (document: string | object): string =>
  typeof document === 'string' ? document : JSON.stringify(document);
