import type { AccessRequest, ContextValue } from '../../../src/access/access-request';
import type { Decision } from '../../../src/access/decision';

/** One question and AWS's answer. */
export interface DecisionRow {
  readonly name: string;
  /** The AWS page that decides it. */
  readonly page: string;
  readonly request: AccessRequest;
  readonly expected: Decision['decision'];
  readonly by?: Decision['decidedBy'];
  /**
   * `documented`: it follows from a sentence of the page, and no example or recording of the answer is known;
   * `unverified`: the page is silent or two pages disagree. Without it the page gives the case itself.
   */
  readonly basis?: 'documented' | 'unverified';
}

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/';
const KMS = 'https://docs.aws.amazon.com/kms/latest/developerguide/';
const ORGANIZATIONS = 'https://docs.aws.amazon.com/organizations/latest/userguide/';

export const iam = (page: string) => `${IAM}${page}`;
export const kms = (page: string) => `${KMS}${page}`;
export const organizations = (page: string) => `${ORGANIZATIONS}${page}`;

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const ALIAS = `arn:aws:kms:us-east-1:${ACCOUNT}:alias/orders`;

export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/App`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/App/s1`;
export const USER = `arn:aws:iam::${ACCOUNT}:user/alice`;
export const FEDERATED_USER = `arn:aws:sts::${ACCOUNT}:federated-user/bob`;
export const SERVICE = 'logs.us-east-1.amazonaws.com';
export const OTHER_ROOT = `arn:aws:iam::${OTHER_ACCOUNT}:root`;
export const OTHER_ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/Partner`;
export const OTHER_SESSION = `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/Partner/s1`;
export const OTHER_USER = `arn:aws:iam::${OTHER_ACCOUNT}:user/carol`;

type Elements = Readonly<Record<string, unknown>>;

export const policy = (...statements: Elements[]) => ({ Version: '2012-10-17', Statement: statements });
export const allow = (elements: Elements = {}) => ({ Effect: 'Allow', Action: 'kms:*', Resource: '*', ...elements });
export const deny = (elements: Elements = {}) => ({ ...allow(elements), Effect: 'Deny' });
/** The default key policy: IAM decides. */
export const delegation = policy(allow({ Principal: { AWS: ROOT } }));
/** What AdministratorAccess is to KMS. */
export const everything = policy(allow({ Action: '*' }));
export const keyPolicyFor = (principal: unknown, more: Elements = {}) =>
  policy(allow({ Principal: principal, ...more }));

/** A session of a role decrypts; nobody has said anything about it. */
export const decrypt = (more: Partial<AccessRequest> = {}): AccessRequest => ({
  action: 'kms:Decrypt',
  resource: KEY,
  principal: SESSION,
  ...more,
});

/** The key policy allows the role under one condition, which the context meets or not. */
export function conditionRow(
  page: string,
  condition: Elements,
  context: Readonly<Record<string, ContextValue>>,
  matches: boolean,
  more: Partial<Omit<DecisionRow, 'request'>> & { readonly request?: Partial<AccessRequest> } = {},
): DecisionRow {
  const { request, ...rest } = more;
  return {
    name: `${JSON.stringify(condition)} ${matches ? 'holds' : 'does not hold'} for ${JSON.stringify(context)}`,
    page,
    expected: matches ? 'Allowed' : 'ImplicitlyDenied',
    by: 'keyPolicy',
    ...rest,
    request: decrypt({ context, ...request, keyPolicy: keyPolicyFor({ AWS: '*' }, { Condition: condition }) }),
  };
}
