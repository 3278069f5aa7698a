import { ArnPrincipal, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { AccountAccess } from './account-access';
import { ATTACHMENT } from './actions';
import type { Conditions } from './conditions';
import { executionRole } from './deployer';
import { grantAccess } from './grant-access';
import { administrationActions, deploymentActions, usersActions } from './key-actions';
import type { KeyPolicy } from './key-policy';
import type { KeyPolicyProps } from './key-policy-props';
import { KeysmithError } from './keysmith-error';
import { RANK, SID } from './sid';

/** The statements that every key starts with: who owns, manages, deploys and uses it. */
export function addDefaultStatements(policy: KeyPolicy, props: KeyPolicyProps): void {
  // A policy of the author's own says itself what is left to the account.
  const access = props.accountAccess ?? (props.policy ? undefined : AccountAccess.ADMINISTRATION);
  if (access) addAccountStatement(policy, access);
  const deletion = props.administratorsCanDelete ?? false;
  for (const administrator of props.administrators ?? []) {
    grantAccess(policy, administrator, {
      sid: SID.administrators,
      rank: RANK.administrators,
      actions: administrationActions(policy.traits, { deletion }),
    });
  }
  const deployer = props.deployer ?? (access && neededDeployer(policy, access));
  if (deployer) {
    const actions = deploymentActions(policy.traits);
    grantAccess(policy, deployer, { sid: SID.deployment, rank: RANK.deployment, actions });
  }
  for (const user of props.users ?? []) {
    grantAccess(policy, user, { sid: SID.users, rank: RANK.users, actions: usersActions(policy.traits) });
  }
}

/** For AWS services alone, on behalf of these users: never a grant to a principal of their choice. */
export function allowAttachment(policy: KeyPolicy, users: readonly IGrantable[]): void {
  for (const user of users) {
    grantAccess(policy, user, {
      sid: SID.attachment,
      rank: RANK.attachment,
      actions: ATTACHMENT,
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    });
  }
}

/** The root user itself and no identity that its account delegates to. */
const ROOT_USER: Conditions = { StringEquals: { 'aws:PrincipalType': 'Account' } };

function addAccountStatement(policy: KeyPolicy, access: AccountAccess): void {
  if (access === AccountAccess.NONE) return;
  grantAccess(policy, new ArnPrincipal(`arn:${policy.stack.partition}:iam::${policy.stack.account}:root`), {
    sid: SID.account,
    rank: RANK.account,
    actions: access === AccountAccess.FULL ? ['kms:*'] : administrationActions(policy.traits, { deletion: true }),
    conditions: access === AccountAccess.ROOT_USER_ONLY ? ROOT_USER : undefined,
  });
}

/** Where IAM cannot allow the deployment, the key policy has to. */
function neededDeployer({ key, stack }: KeyPolicy, access: AccountAccess): IGrantable | undefined {
  if (access !== AccountAccess.ROOT_USER_ONLY && access !== AccountAccess.NONE) return undefined;
  const role = executionRole(stack);
  if (role) return role;
  throw new KeysmithError(key, {
    id: 'deployer-unknown',
    message:
      `With AccountAccess.${access}, nobody but the principals of the key policy can deploy the key, and the ` +
      'synthesizer of the stack does not say which role deploys. Name it as `deployer`.',
  });
}
