import { milliseconds } from '../engine/clock';
import { isPending } from '../engine/imported-material';
import { mustNotBeReplica } from '../engine/multi-region';
import type { Operation } from '../engine/operation';
import { rotate } from '../engine/rotation';
import { KmsError } from '../errors/kms-error';
import { MAX_ON_DEMAND_ROTATIONS } from '../spec/limits';
import type { KeyRecord } from '../store/records';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html */
export const rotateKeyOnDemand: Operation<'RotateKeyOnDemand'> = (context, { KeyId }) => {
  const key = context.key(KeyId);
  // Recorded without a text.
  if (key.keySpec !== 'SYMMETRIC_DEFAULT') throw new KmsError('UnsupportedOperationException');
  mustNotBeReplica(key);
  mustNotConflict(key, context.now);
  const done = key.materials.filter(({ rotation }) => rotation?.type === 'ON_DEMAND').length;
  if (done >= MAX_ON_DEMAND_ROTATIONS) {
    throw new KmsError(
      'LimitExceededException',
      `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${key.arn}`,
    );
  }
  const isReady = key.origin !== 'EXTERNAL' || key.materials.find(isPending)?.imported?.state === 'PENDING_ROTATION';
  if (!isReady) {
    throw new KmsError(
      'KMSInvalidStateException',
      `No available key material pending rotation for the key: ${key.arn}.`,
    );
  }
  const { agenda, settlingDelay } = context.kms;
  if (settlingDelay === 0) rotate(agenda, key, 'ON_DEMAND', context.now);
  else agenda.put({ ...key, onDemandRotation: { started: context.now, complete: context.now + settlingDelay } });
  return { KeyId: key.keyId };
};

const TWENTY_MINUTES = milliseconds({ minutes: 20 });

/** "An automatic rotation of this key is in progress or scheduled to begin within the next 20 minutes." */
function mustNotConflict({ arn, onDemandRotation, rotation }: KeyRecord, now: number): void {
  if (onDemandRotation || (rotation && rotation.next - now <= TWENTY_MINUTES)) {
    // Unverified: the code is documented, the text is ours, as is that an on-demand rotation conflicts with another.
    throw new KmsError('ConflictException', `A rotation of ${arn} is in progress or about to begin.`);
  }
}
