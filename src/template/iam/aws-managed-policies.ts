/** TODO table */
export function awsManagedPolicy(arn: string): string | undefined {
  return arn.endsWith(':iam::aws:policy/AdministratorAccess')
    ? JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })
    : undefined;
}
