import { SHAPES } from '../spec/generated/shapes';

/** Secrets that the model does not call sensitive: a token lets its bearer use a grant or a wrapping key. */
const TOKENS: ReadonlySet<string> = new Set(['GrantTokens', 'GrantToken', 'ImportToken']);

/** A structure of the model as CloudTrail shows it: without bytes, secrets and tokens, its members in camel case. */
export function loggable(value: object, shapeName: string): Readonly<Record<string, unknown>> {
  const { members = {} } = SHAPES[shapeName];
  const shown: Record<string, unknown> = {};
  for (const [member, item] of Object.entries(value)) {
    const shape = members[member];
    if (item === undefined || shape === undefined || isSecret(member, shape)) continue;
    shown[camelCase(member)] = show(item, shape);
  }
  return shown;
}

function show(value: unknown, shapeName: string): unknown {
  const shape = SHAPES[shapeName];
  switch (shape.type) {
    case 'structure':
      return loggable(value as object, shapeName);
    case 'list':
      return (value as unknown[]).map((item) => show(item, shape.member!));
    case 'map':
      return { ...(value as object) };
    case 'timestamp':
      return (value as Date).toISOString();
    default:
      return value;
  }
}

function isSecret(member: string, shapeName: string): boolean {
  const { type, sensitive } = SHAPES[shapeName];
  return type === 'blob' || sensitive === true || TOKENS.has(member);
}

/** KeyId becomes keyId; AWSAccountId stays, as the examples have it. */
function camelCase(member: string): string {
  return /^[A-Z][a-z]/.test(member) ? member[0].toLowerCase() + member.slice(1) : member;
}
