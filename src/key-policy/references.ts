import {
  Aws,
  DefaultTokenResolver,
  type IFragmentConcatenator,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Token,
  Tokenization,
} from 'aws-cdk-lib';
import { type IConstruct, Node } from 'constructs';

/** Pseudo parameters stay legible within a text, as Fn::Sub writes them. */
class ReadableConcat implements IFragmentConcatenator {
  join(left: unknown, right: unknown): string {
    return [left, right].map(legible).join('');
  }
}

function legible(value: unknown): string {
  const { Ref } = Object(value) as { Ref?: unknown };
  return typeof Ref === 'string' ? `\${${Ref}}` : String(value ?? '');
}

/** Resolving a reference across environments names the resource, or throws: looking must change nothing. */
class ReferenceKeeper extends DefaultTokenResolver {
  constructor(private readonly keep: (reference: Reference) => unknown) {
    super(new ReadableConcat());
  }

  resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? this.keep(token) : super.resolveToken(token, context, postProcessor);
  }
}

const PSEUDO_PARAMETERS = [Aws.PARTITION, Aws.ACCOUNT_ID, Aws.REGION];

/** The constructs that a value refers to by a token, however deep, without resolving the references themselves. */
export function referencedConstructs(value: unknown, scope: IConstruct): IConstruct[] {
  const quick = typeof value === 'string' ? referencedByText(value) : undefined;
  if (quick) return quick;
  const targets = new Set<IConstruct>();
  const resolver = new ReferenceKeeper(({ target, displayName }) => {
    targets.add(target);
    return { Ref: displayName };
  });
  Tokenization.resolve(value, { scope, resolver, preparing: false });
  return [...targets];
}

/** The value with a mark, a text of its own, wherever it refers to a construct. */
export function withMarks(value: unknown, scope: IConstruct): unknown {
  const resolver = new ReferenceKeeper(({ target }) => markOf(target));
  return Tokenization.resolve(value, { scope, resolver, preparing: false });
}

/** No text of a template holds these characters, which are for private use, and JSON leaves them as they are. */
const BEGIN = '\uE000';
const END = '\uE001';

export function markOf(construct: IConstruct): string {
  return `${BEGIN}${Node.of(construct).path}${END}`;
}

/** The marks in a text that withMarks() made. */
export function marksIn(text: string): string[] {
  return text.includes(BEGIN)
    ? text
        .split(BEGIN)
        .slice(1)
        .map((part) => `${BEGIN}${part.slice(0, part.indexOf(END))}${END}`)
    : [];
}

/** Most principals are plain text or a single reference, which need no resolving. Undefined: this one does. */
function referencedByText(text: string): IConstruct[] | undefined {
  const rest = PSEUDO_PARAMETERS.reduce((left, pseudo) => left.replaceAll(pseudo, ''), text);
  if (!Token.isUnresolved(rest)) return [];
  const { tokens } = Tokenization.reverseString(rest);
  return tokens.every(Reference.isReference) ? tokens.map((token) => (token as Reference).target) : undefined;
}
