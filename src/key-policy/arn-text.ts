import { type Stack, Token } from 'aws-cdk-lib';

/**
 * An ARN in one spelling, for comparison: however it is put together from pseudo parameters, and whatever the
 * partition. Undefined for what is known only when the stack is deployed.
 */
export function arnText(value: unknown, stack: Stack): string | undefined {
  const text = literalText(value);
  if (text === undefined) return undefined;
  const known = (pseudo: string, concrete: string) => (Token.isUnresolved(concrete) ? pseudo : concrete);
  const filled = text
    .replaceAll('${AWS::AccountId}', known('${AWS::AccountId}', stack.account).replaceAll('$', '$$$$'))
    .replaceAll('${AWS::Region}', known('${AWS::Region}', stack.region).replaceAll('$', '$$$$'))
    .replace('${AWS::Partition}', 'aws');
  return filled.replace(/^arn:aws[^:]*:/, 'arn:aws:');
}

function literalText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { Ref, 'Fn::Sub': sub, 'Fn::Join': join } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return Ref.startsWith('AWS::') ? `\${${Ref}}` : undefined;
  // Any other placeholder stands for something that the template makes.
  if (typeof sub === 'string') return /\$\{(?!AWS::)/.test(sub) ? undefined : sub;
  if (!Array.isArray(join) || typeof join[0] !== 'string' || !Array.isArray(join[1])) return undefined;
  const parts = join[1].map(literalText);
  return parts.includes(undefined) ? undefined : parts.join(join[0]);
}
