import type { Principal } from './access-request';
import { AccessRequestError } from './access-request-error';

/**
 * Who a principal is to a policy. A role acts in a session; one that is given by its own ARN acts in a session of
 * unknown name.
 */
export interface Caller {
  readonly kind: 'root' | 'user' | 'role' | 'federatedUser' | 'service';
  readonly principal: Principal;
  /** Absent for services. */
  readonly account?: string;
  /** The ARN that made the request: of the user, the session, the federated user or the account root. */
  readonly arn?: string;
  /** The role of a session, or the user behind a federated user. */
  readonly identityArn?: string;
  readonly service?: string;
  readonly serviceLinkedRole: boolean;
}

const ARN = /^arn:(aws[a-z-]*):(iam|sts)::(\d{12}):(root|user|role|assumed-role|federated-user)(?:\/(.+))?$/;
const ACCOUNT = /^\d{12}$/;
const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;
const SERVICE_LINKED = /^arn:aws[a-z-]*:iam::\d{12}:role\/aws-service-role\//;

/** @throws AccessRequestError when the principal has no known form. */
export function toCaller(given: string | Principal): Caller {
  const principal: Principal = typeof given === 'object' && given !== null ? given : { arn: String(given) };
  const { arn, service = arn !== undefined && SERVICE.test(arn) ? arn : undefined } = principal;
  if (service !== undefined) return { kind: 'service', principal, service, serviceLinkedRole: false };
  if (arn !== undefined && ACCOUNT.test(arn)) {
    return { kind: 'root', principal, account: arn, arn: `arn:aws:iam::${arn}:root`, serviceLinkedRole: false };
  }
  const [, partition, family, account, type, name] = (arn && ARN.exec(arn)) || [];
  if (type === 'root' && name === undefined) return { kind: 'root', principal, account, arn, serviceLinkedRole: false };
  if (name !== undefined) {
    switch (`${family}:${type}`) {
      case 'iam:user':
        return { kind: 'user', principal, account, arn, serviceLinkedRole: false };
      case 'iam:role':
        return role(principal, account, undefined, arn);
      case 'sts:assumed-role':
        return role(principal, account, arn, principal.roleArn ?? roleOf(partition, account, name));
      case 'sts:federated-user':
        return {
          kind: 'federatedUser',
          principal,
          account,
          arn,
          identityArn: principal.userArn,
          serviceLinkedRole: false,
        };
    }
  }
  throw new AccessRequestError(
    `'${arn}' is no principal: give the ARN of a user, role, role session, federated user or account root, ` +
      'an account id, or the name of a service such as s3.amazonaws.com.',
  );
}

/** How a person calls the caller. */
export function callerName({ arn, service, identityArn }: Caller): string {
  return arn ?? service ?? identityArn ?? '';
}

function role(principal: Principal, account: string, arn: string | undefined, identityArn: string | undefined): Caller {
  const serviceLinkedRole = identityArn !== undefined && SERVICE_LINKED.test(identityArn);
  return { kind: 'role', principal, account, arn, identityArn, serviceLinkedRole };
}

function roleOf(partition: string, account: string, session: string): string {
  return `arn:${partition}:iam::${account}:role/${session.split('/')[0]}`;
}
