import { AnyPrincipal, Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ADMINISTRATION } from './actions';
import type { Conditions } from './conditions';
import type { KeyPolicy } from './key-policy';
import type { KeyPolicyProps } from './key-policy-props';
import { refuse } from './keysmith-error';
import { RANK, SID } from './sid';
import { principalProblems } from './statement-problems';

/** Hardening that is asked for: what nobody may do, whatever else allows it. */
export function addDenyStatements(policy: KeyPolicy, props: KeyPolicyProps): void {
  if (props.denyGrantsOutsideAws) {
    deny(policy, SID.denyGrants, new AnyPrincipal(), ['kms:CreateGrant'], OUTSIDE_AWS);
  }
  const { importedMaterial } = policy.traits;
  const deletion = ['kms:ScheduleKeyDeletion', ...(importedMaterial ? ADMINISTRATION.deletionOfMaterial : [])];
  for (const principal of props.preventDeletionBy ?? []) {
    refuse(policy.key, principalProblems([principal.grantPrincipal], {}, Effect.DENY, policy.key)[0]);
    deny(policy, SID.denyDeletion, principal, deletion);
  }
}

/**
 * The condition of CT.KMS.PR.3, which must be the only one. Without IfExists, callers that send neither key would pass.
 *
 * @see https://docs.aws.amazon.com/controltower/latest/controlreference/kms-rules.html
 */
const OUTSIDE_AWS: Conditions = {
  BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' },
};

function deny(
  policy: KeyPolicy,
  sid: string,
  { grantPrincipal }: IGrantable,
  actions: string[],
  conditions?: Conditions,
): void {
  const effect = Effect.DENY;
  const principals = [grantPrincipal];
  const statement = new PolicyStatement({ effect, principals, actions, resources: ['*'], conditions });
  policy.add({ sid, rank: RANK.deny, statement });
}
