import {
  Aws,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  StringConcat,
  Token,
  Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

class ReferenceCollector extends DefaultTokenResolver {
  readonly references = new Set<Reference>();

  constructor() {
    super(new StringConcat());
  }

  resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor);
    this.references.add(token);
    // Resolving a reference across environments names the resource, or throws: looking must change nothing.
    return { Ref: token.displayName };
  }
}

const PSEUDO_PARAMETERS = [Aws.PARTITION, Aws.ACCOUNT_ID, Aws.REGION];

/** The constructs that a value refers to by a token, however deep, without resolving the references themselves. */
export function referencedConstructs(value: unknown, scope: IConstruct): IConstruct[] {
  const quick = typeof value === 'string' ? referencedByText(value) : undefined;
  if (quick) return quick;
  const resolver = new ReferenceCollector();
  Tokenization.resolve(value, { scope, resolver, preparing: false });
  return [...resolver.references].map((reference) => reference.target);
}

/** Most principals are plain text or a single reference, which need no resolving. Undefined: this one does. */
function referencedByText(text: string): IConstruct[] | undefined {
  const rest = PSEUDO_PARAMETERS.reduce((left, pseudo) => left.replaceAll(pseudo, ''), text);
  if (!Token.isUnresolved(rest)) return [];
  const { tokens } = Tokenization.reverseString(rest);
  return tokens.every(Reference.isReference) ? tokens.map((token) => (token as Reference).target) : undefined;
}
