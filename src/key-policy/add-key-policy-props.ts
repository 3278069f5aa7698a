import { addStatement } from './add-statement';
import { addDefaultStatements } from './default-statements';
import { addDenyStatements } from './deny-statements';
import type { KeyPolicy } from './key-policy';
import type { KeyPolicyProps } from './key-policy-props';
import { addServiceStatements } from './service-statements';
import { addSharedStatements } from './shared-statements';

/** Writes everything that the properties of a key ask of its policy. */
export function addKeyPolicyProps(policy: KeyPolicy, props: KeyPolicyProps): void {
  addDefaultStatements(policy, props);
  addSharedStatements(policy, props);
  addServiceStatements(policy, props);
  addDenyStatements(policy, props);
  if (props.policy) policy.include(props.policy);
  for (const statement of props.policyStatements ?? []) addStatement(policy, statement);
}
