import type { Operation } from '../engine/operation';
import { rotatingKey } from '../engine/rotating-key';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html */
export const disableKeyRotation: Operation<'DisableKeyRotation'> = (context, { KeyId }) => {
  const { rotation, ...key } = rotatingKey(context, KeyId);
  context.kms.agenda.put(key);
  return {};
};
