import type { Scope } from './scope';

export const DYNAMIC_REFERENCE = /\{\{resolve:[a-z-]+:[^}]+\}\}/;

const SSM = /\{\{resolve:ssm:([^:}]+)(?::\d+)?\}\}/g;

/**
 * Puts in the values of plaintext parameters of SSM that are known. Secrets stay as they stand: who needs the value of
 * one refuses it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function resolveDynamicReferences(text: string, scope: Scope): string {
  return text.replace(SSM, (reference, name: string) => scope.ssmParameter(name) ?? reference);
}
