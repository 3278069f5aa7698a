import {
  ACCOUNT,
  allow,
  type DecisionRow,
  decrypt,
  deny,
  everything,
  iam,
  policy,
  ROLE,
  ROOT,
  SERVICE,
  SESSION,
  USER,
} from './decision-row';

const PAGE = iam('reference_policies_elements_notprincipal.html');

/** Everybody is allowed, and denied again unless NotPrincipal names him. */
const except = (
  name: string,
  notPrincipal: unknown,
  principal: DecisionRow['request']['principal'],
  expected: DecisionRow['expected'],
  more: Partial<DecisionRow> = {},
): DecisionRow => ({
  name,
  page: PAGE,
  request: decrypt({ principal, keyPolicy: policy(allow({ Principal: '*' }), deny({ NotPrincipal: notPrincipal })) }),
  expected,
  ...more,
});

export const notPrincipals: readonly DecisionRow[] = [
  except('naming user and account exempts the user', { AWS: [USER, ROOT] }, USER, 'Allowed'),
  except('naming the user without its account denies the user', { AWS: USER }, USER, 'ExplicitlyDenied', {
    by: 'keyPolicy',
  }),
  except(
    'naming another user of the account denies the user',
    { AWS: [`arn:aws:iam::${ACCOUNT}:user/bob`, ROOT] },
    USER,
    'ExplicitlyDenied',
  ),
  except('naming the account alone denies its users', { AWS: ROOT }, USER, 'ExplicitlyDenied', { basis: 'unverified' }),
  except('naming the account exempts its root user', { AWS: ROOT }, ROOT, 'Allowed', { basis: 'documented' }),
  except('naming role and account exempts the sessions of the role', { AWS: [ROLE, ROOT] }, SESSION, 'Allowed', {
    basis: 'documented',
  }),
  except('naming the role without its account denies its sessions', { AWS: ROLE }, SESSION, 'ExplicitlyDenied'),
  except(
    'naming session and account without the role denies the session',
    { AWS: [SESSION, ROOT] },
    SESSION,
    'ExplicitlyDenied',
    { basis: 'unverified' },
  ),
  except(
    'naming another role denies the session',
    { AWS: [`arn:aws:iam::${ACCOUNT}:role/Other`, ROOT] },
    SESSION,
    'ExplicitlyDenied',
  ),
  except('naming a service exempts the service', { Service: SERVICE }, SERVICE, 'Allowed', { basis: 'documented' }),
  except('naming another service denies the service', { Service: 's3.amazonaws.com' }, SERVICE, 'ExplicitlyDenied', {
    basis: 'documented',
  }),
  except('naming everyone denies nobody', { AWS: '*' }, USER, 'Allowed', { basis: 'unverified' }),
  {
    ...except(
      'an identity with a permissions boundary is always denied',
      { AWS: [USER, ROOT] },
      USER,
      'ExplicitlyDenied',
    ),
    request: decrypt({
      principal: USER,
      permissionsBoundary: everything,
      keyPolicy: policy(allow({ Principal: '*' }), deny({ NotPrincipal: { AWS: [USER, ROOT] } })),
    }),
  },
];
