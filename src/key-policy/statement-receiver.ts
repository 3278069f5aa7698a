import type { AddToPrincipalPolicyResult, IPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Takes the statement that Grant makes. Constructs go on to add conditions and actions to a grant's statements
 * (ec2.Volume does), so that they must be the ones that stand in the policies; and Grant takes none ready-made.
 */
export class StatementReceiver implements IPrincipal {
  readonly grantPrincipal = this;

  constructor(
    private readonly principal: IPrincipal,
    readonly addToPrincipalPolicy: (statement: PolicyStatement) => AddToPrincipalPolicyResult,
  ) {}

  get assumeRoleAction() {
    return this.principal.assumeRoleAction;
  }

  get policyFragment() {
    return this.principal.policyFragment;
  }
}
