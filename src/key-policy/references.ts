import {
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

/** The constructs that a value refers to by a token, however deep, without resolving the references themselves. */
export function referencedConstructs(value: unknown, scope: IConstruct): IConstruct[] {
  if (typeof value === 'string' && !Token.isUnresolved(value)) return [];
  const resolver = new ReferenceCollector();
  Tokenization.resolve(value, { scope, resolver, preparing: false });
  return [...resolver.references].map((reference) => reference.target);
}
