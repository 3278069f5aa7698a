import { KmsError } from '../errors/kms-error';
import { type CompiledPolicy, compilePolicy } from './compile-policy';
import { PolicyError } from './policy-error';

export interface CheckKeyPolicyOptions {
  /**
   * Whether a user or role exists. AWS refuses a policy that names one who does not; ask for it only where all
   * identities are known. @default - everybody exists
   */
  readonly exists?: (arn: string) => boolean;
}

const INVALID_PRINCIPALS = 'Policy contains a statement with one or more invalid principals.';
/** From memory (unverified). */
const NO_PRINCIPAL = 'Policy contains a statement with no principal.';
const IDENTITY = /^arn:aws[a-z-]*:iam::\d{12}:(user|role)\//;
const SINGLE_VALUED = /^(kms:EncryptionContext:|aws:RequestTag\/)/i;

/**
 * The checks of CreateKey, PutKeyPolicy and ReplicateKey that look at the document alone.
 *
 * @returns the compiled policy
 * @throws MalformedPolicyDocumentException with AWS's text where one is known, and otherwise with one that says what
 * to write instead; its `cause` is the PolicyError
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html (OverlyPermissiveCondition)
 */
export function checkKeyPolicy(document: string, { exists = () => true }: CheckKeyPolicyOptions = {}): CompiledPolicy {
  const policy = compiled(document);
  for (const { principal, conditions } of policy.statements) {
    for (const { type, value } of principal?.entries ?? []) {
      // Federated and canonical users are for other services' policies (unverified: that KMS refuses them).
      if ((type !== 'AWS' && type !== 'Service') || (IDENTITY.test(value) && !exists(value)))
        throw malformed(INVALID_PRINCIPALS);
    }
    for (const { operator, key } of conditions) {
      if (operator.startsWith('ForAllValues:') && SINGLE_VALUED.test(key)) throw malformed(overlyPermissive(key));
    }
  }
  return policy;
}

function compiled(document: string): CompiledPolicy {
  try {
    return compilePolicy(document, 'keyPolicy');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw malformed(textOf(error), error);
  }
}

function textOf({ element, message }: PolicyError): string {
  if (element === 'Principal') return NO_PRINCIPAL;
  return element.startsWith('Principal.') || element.startsWith('NotPrincipal') ? INVALID_PRINCIPALS : message;
}

function overlyPermissive(key: string): string {
  const isContext = /^kms:/i.test(key);
  const what = isContext ? 'encryption context' : 'tag';
  // The page gives the whole text for an encryption context; for tags only its pattern.
  return (
    `OverlyPermissiveCondition:${isContext ? 'EncryptionContext:' : ''} ` +
    'Using the ForAllValues set operator with a single-valued condition key matches ' +
    `requests without the specified ${what} or with an unspecified ${what}. To fix, remove ForAllValues.`
  );
}

function malformed(text: string, cause?: PolicyError): KmsError {
  const error = new KmsError('MalformedPolicyDocumentException', text);
  error.cause = cause;
  return error;
}
