import { compilePolicy } from '../../../src/access/compile-policy';
import {
  ACCOUNT,
  type DecisionRow,
  everything,
  iam,
  OTHER_ROOT,
  OTHER_SESSION,
  ROOT,
  SERVICE,
  SESSION,
  USER,
} from './decision-row';

const PAGE = iam('reference_policies_evaluation-logic_policy-eval-denyallow.html');
const TARGET = `arn:aws:iam::${ACCOUNT}:role/Target`;

const trusts = (Principal: unknown) =>
  compilePolicy(
    { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } },
    'trustPolicy',
  );

const row = (
  name: string,
  principal: string,
  trusted: unknown,
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> & { readonly byIam?: true } = {},
): DecisionRow => {
  const { byIam, ...rest } = more;
  return {
    name,
    page: PAGE,
    request: {
      action: 'sts:AssumeRole',
      resource: TARGET,
      principal,
      keyPolicy: trusts(trusted),
      identityPolicies: byIam ? [everything] : [],
    },
    expected,
    ...rest,
  };
};

/** A role trusts by the rules of a key policy: whom its policy does not name is not let in. */
export const trustPolicies: readonly DecisionRow[] = [
  row('a user who is trusted by name', USER, { AWS: USER }, 'Allowed', { by: 'keyPolicy' }),
  row('a user whom IAM allows and the role does not trust', USER, { AWS: SESSION }, 'ImplicitlyDenied', {
    byIam: true,
  }),
  row('a user whose account is trusted and whom IAM allows', USER, { AWS: ROOT }, 'Allowed', {
    byIam: true,
    by: 'identityPolicy',
  }),
  row('a user whose account is trusted and whom IAM does not allow', USER, { AWS: ROOT }, 'ImplicitlyDenied', {
    by: 'identityPolicy',
  }),
  row('a session of another account that IAM there allows', OTHER_SESSION, { AWS: OTHER_ROOT }, 'Allowed', {
    byIam: true,
  }),
  row(
    'a session of another account that IAM there does not allow',
    OTHER_SESSION,
    { AWS: OTHER_ROOT },
    'ImplicitlyDenied',
    { by: 'identityPolicy' },
  ),
  row('a service that is trusted', SERVICE, { Service: SERVICE }, 'Allowed', { by: 'keyPolicy' }),
  row('a service that is not', SERVICE, { Service: 's3.amazonaws.com' }, 'ImplicitlyDenied'),
];
