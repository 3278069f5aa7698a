import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, type CfnRole, Role } from 'aws-cdk-lib/aws-iam';
import { KeyGrant, KeyUse, SymmetricKey } from 'cdk-keysmith';
import { synthesizeStack } from '../../src/template/synthesize';
import { ACCOUNT, Deployed, REGION } from './deployed';

function stackWith(grants: boolean) {
  const stack = new Stack(new App(), 'App', { env: { account: ACCOUNT, region: REGION } });
  const grantee = new Role(stack, 'Grantee', { assumedBy: new AccountRootPrincipal() });
  const key = new SymmetricKey(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
  if (grants)
    new KeyGrant(stack, 'Grant', { key, grantee, use: KeyUse.DECRYPT, encryptionContextSubset: { tenant: 'a' } });
  const idOf = (construct: Role | SymmetricKey) => stack.getLogicalId(construct.node.defaultChild as CfnRole);
  return { stack, grantee: idOf(grantee), key: idOf(key) };
}

test('the KeyGrant of this library makes its grant when it is deployed, and revokes it when it goes', () => {
  // GIVEN
  const deployed = new Deployed();
  const made = stackWith(true);
  const deploy = ({ stack }: { stack: Stack }) =>
    deployed.deployments.deploy(synthesizeStack(stack, { account: ACCOUNT, region: REGION }));

  // WHEN
  deploy(made);

  // THEN
  const { grants } = deployed.kms.store;
  expect(grants.all()).toMatchObject([
    {
      keyArn: deployed.arn(made.key),
      granteePrincipal: deployed.arn(made.grantee),
      constraints: { EncryptionContextSubset: { tenant: 'a' } },
    },
  ]);

  // WHEN
  const { changes } = deploy(stackWith(false));

  // THEN
  expect(changes.filter(({ action }) => action === 'deletionFailed')).toEqual([]);
  expect(grants.all()).toEqual([]);
});
