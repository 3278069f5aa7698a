import {
  CompositePrincipal,
  Grant,
  type IGrantable,
  type IPrincipal,
  PolicyStatement,
  UnknownPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type Conditions, mergeConditions } from './conditions';
import type { GrantedActions } from './granted-actions';
import { addToPrincipal } from './identity-side';
import { principalLists } from './principal-lists';
import { referencedConstructs } from './references';
import { StatementReceiver } from './statement-receiver';
import { warn } from './warn';

/** A key as IAM policies name it. */
export interface IdentityResource {
  readonly arn: string;
  readonly conditions?: Conditions;
}

/**
 * Allows a key of somewhere else, whose policy is not part of this app, in IAM alone. That is all for a role of the
 * account whose key policy leaves it to IAM; for anybody else the author is told what the key policy needs.
 */
export function grantThroughIam(
  key: IKey,
  grantee: IGrantable,
  granted: GrantedActions,
  resource: IdentityResource,
): Grant {
  const principal = grantee.grantPrincipal;
  if (principal instanceof CompositePrincipal) {
    const grants = principal.principals.map((part) => grantThroughIam(key, part, granted, resource));
    return grants.reduce((a, b) => a.combine(b));
  }
  const isUnknown = principal instanceof UnknownPrincipal;
  const grant = Grant.addToPrincipal({
    grantee: isUnknown ? grantee : { grantPrincipal: receiver(principal, key) },
    actions: [...granted.actions],
    resourceArns: [resource.arn],
    conditions: mergeConditions(granted.conditions, resource.conditions),
  });
  if (!grant.success) {
    const { actions, conditions } = granted;
    warnAboutPolicy(
      key,
      new PolicyStatement({ principals: [principal], actions: [...actions], resources: ['*'], conditions }),
    );
  }
  return grant;
}

function receiver(principal: IPrincipal, key: IKey): StatementReceiver {
  const arns = principalLists([principal]).AWS ?? [];
  const [construct] = arns.flatMap((arn) => referencedConstructs(arn, key));
  return new StatementReceiver(principal, (statement) => addToPrincipal(statement, principal, construct));
}

/** Says which statement the key policy needs, since nothing here can write it. */
export function warnAboutPolicy(key: IKey, statement: PolicyStatement): void {
  const json = JSON.stringify(key.stack.resolve(statement.toStatementJson()));
  warn(
    key,
    'imported-key-policy',
    `The policy of this key is not part of the app, so that nothing was written. Add to it: ${json}`,
  );
}
