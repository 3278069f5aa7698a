import { compilePolicy } from '../../access/compile-policy';
import { PolicyError } from '../../access/policy-error';
import type { PolicyKind } from '../../access/policy-kind';
import { TemplateError } from '../template-error';
import { asText } from './managed-policies';

/** The text of a policy document. @throws TemplateError when IAM would not take it. */
export function checkDocument(document: string | object, kind: PolicyKind, property: string): string {
  try {
    compilePolicy(document, kind);
    return asText(document);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new TemplateError(
      `MalformedPolicyDocument: ${error.message}`,
      { property: `Properties.${property}` },
      { cause: error },
    );
  }
}
