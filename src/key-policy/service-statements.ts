import { executionRole } from './deployer';
import { grantAccess } from './grant-access';
import { grantedActions } from './granted-actions';
import { serviceWithoutSource } from './grantee-problems';
import { isPossible } from './key-actions';
import type { KeyPolicy } from './key-policy';
import type { KeyPolicyProps } from './key-policy-props';
import { KeysmithError, refuse } from './keysmith-error';
import type { ServiceContext } from './service-permission';
import { RANK } from './sid';

/** The statements that AWS services ask for in their documentation. */
export function addServiceStatements(policy: KeyPolicy, props: KeyPolicyProps): void {
  const { key, stack, traits } = policy;
  const context: ServiceContext = { stack, traits, deployer: props.deployer ?? executionRole(stack) };
  for (const service of props.services ?? []) {
    refuse(key, service._problem(context));
    for (const { grantee, actions, conditions } of service._permissions(context)) {
      const impossible = actions.find((action) => !isPossible(action, traits));
      if (impossible) {
        throw new KeysmithError(key, {
          id: 'service-impossible',
          message: `${service.name} needs ${impossible}, which this key cannot do. Give the service a key of another kind.`,
        });
      }
      const granted = grantedActions(actions, traits);
      refuse(key, granted.refusal ?? serviceWithoutSource(grantee, conditions));
      const sid = `Allow ${service.name}`.replace(/[^A-Za-z0-9 ]/g, ' ');
      grantAccess(policy, grantee, { sid, rank: RANK.service, actions: granted.actions, conditions });
    }
  }
}
