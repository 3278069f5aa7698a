import { compilePolicy } from '../access/compile-policy';
import { PolicyError } from '../access/policy-error';
import type { PrincipalRecord } from '../store/records';
import type { AssumeRoleInput } from './assume-role-input';
import { stsErrors } from './sts-error';

/**
 * The policy that narrows a session: an inline one and managed ones allow together what any of them allows.
 *
 * @throws MalformedPolicyDocument
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function sessionPolicies(
  { policy, policyArns }: AssumeRoleInput,
  principals: Iterable<PrincipalRecord>,
): readonly string[] {
  const documents = policy === undefined ? [] : [policy];
  if (policyArns.length > 0) {
    const attached = new Map(
      [...principals].flatMap((one) => one.policies.map(({ name, document }) => [name, document])),
    );
    for (const arn of policyArns) {
      const document = attached.get(arn);
      if (document === undefined) throw stsErrors.unknownPolicy(arn);
      documents.push(document);
    }
  }
  for (const document of documents) check(document);
  return documents.length < 2 ? documents : [union(documents)];
}

function check(document: string): void {
  try {
    compilePolicy(document, 'sessionPolicy');
  } catch (error) {
    if (error instanceof PolicyError) throw stsErrors.malformedPolicy(error.message);
    throw error;
  }
}

function union(documents: readonly string[]): string {
  const statements = documents.flatMap((document) => JSON.parse(document).Statement);
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
