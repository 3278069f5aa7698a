import type { Operation } from '../engine/operation';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html */
export const disableKey: Operation<'DisableKey'> = (context, { KeyId }) => {
  context.kms.agenda.put({ ...context.key(KeyId), enabled: false });
  return {};
};
