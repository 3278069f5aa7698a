import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html */
export const updateKeyDescription: Operation<'UpdateKeyDescription'> = (context, { KeyId, Description }) => {
  context.kms.agenda.put({ ...context.key(KeyId), description: Description });
  return {};
};
