import { Token } from 'aws-cdk-lib';
import { AccountPrincipal, AnyPrincipal } from 'aws-cdk-lib/aws-iam';
import { grantAccess } from './grant-access';
import { usersActions } from './key-actions';
import type { KeyPolicy } from './key-policy';
import type { KeyPolicyProps } from './key-policy-props';
import { KeysmithError } from './keysmith-error';
import { RANK, SID } from './sid';

/** The statements for other accounts. */
export function addSharedStatements(policy: KeyPolicy, props: KeyPolicyProps): void {
  const actions = usersActions(policy.traits);
  for (const account of props.externalAccounts ?? []) {
    checkAccount(policy, account);
    grantAccess(policy, new AccountPrincipal(account), { sid: SID.users, rank: RANK.users, actions });
  }
  const organizations = props.organizations ?? [];
  if (organizations.length === 0) return;
  for (const organization of organizations) checkOrganization(policy, organization);
  grantAccess(policy, new AnyPrincipal(), {
    sid: SID.organizations,
    rank: RANK.organizations,
    actions,
    conditions: {
      StringEquals: { 'aws:PrincipalOrgID': organizations.length === 1 ? organizations[0] : organizations },
      // `*` would also reach every principal of the key's own account, without any IAM policy.
      StringNotEquals: { 'aws:PrincipalAccount': policy.stack.account },
    },
  });
}

function checkAccount({ key, stack }: KeyPolicy, account: string): void {
  if (Token.isUnresolved(account) || (/^\d{12}$/.test(account) && account !== stack.account)) return;
  throw new KeysmithError(key, {
    id: 'account-invalid',
    message:
      account === stack.account
        ? `${account} is the account of the key itself. List its principals under users, or write accountAccess.`
        : `'${account}' is no account. Write the 12 digits of one.`,
  });
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
function checkOrganization({ key }: KeyPolicy, organization: string): void {
  if (Token.isUnresolved(organization) || /^o-[a-z0-9]{10,32}$/.test(organization)) return;
  throw new KeysmithError(key, {
    id: 'organization-invalid',
    message: `'${organization}' is no organization. Write its id, such as o-a1b2c3d4e5.`,
  });
}
