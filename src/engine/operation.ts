import type { OperationName } from '../spec/generated/operations';
import type { OperationInputs, OperationOutputs } from '../spec/generated/types';
import type { Context } from './context';

/**
 * One action of the KMS API: validated input in, output out, or a KmsError.
 *
 * It is synchronous, and it runs in a transaction: what it stored is kept only when it returns.
 */
export type Operation<N extends OperationName> = (context: Context, input: OperationInputs[N]) => OperationOutputs[N];

export type Operations = { readonly [N in OperationName]: Operation<N> };
