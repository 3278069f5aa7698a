import { Fn, type Stack, type StackSynthesizer } from 'aws-cdk-lib';
import { ArnPrincipal, type IPrincipal } from 'aws-cdk-lib/aws-iam';

/**
 * The role with which CloudFormation creates the resources of the stack, where the synthesizer knows it; deployments
 * with the credentials of whoever calls have none.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html#bootstrapping-env-roles
 */
export function executionRole(stack: Stack): IPrincipal | undefined {
  const { nestedStackParent } = stack;
  if (nestedStackParent) return executionRole(nestedStackParent);
  const synthesizer: Partial<StackSynthesizer> = stack.synthesizer;
  const arn = synthesizer.cloudFormationExecutionRole;
  // The synthesizer writes placeholders such as ${AWS::Partition}, which nothing but Fn::Sub fills.
  return arn === undefined ? undefined : new ArnPrincipal(arn.includes('${') ? Fn.sub(arn) : arn);
}
