/** Limits of the service that its model does not state, or states more loosely. */

/** Bytes of a key policy. @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const MAX_KEY_POLICY_SIZE = 32_768;

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html */
export const MAX_TAGS = 50;

export const MAX_ALIASES_PER_KEY = 50;

export const MAX_GRANTS_PER_KEY = 50_000;

export const MAX_KEYS_PER_REGION = 100_000;

export const MAX_CUSTOM_KEY_STORES = 10;

export const MAX_ON_DEMAND_ROTATIONS = 25;

/** Days. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export const PENDING_WINDOW = { min: 7, max: 30, default: 30 } as const;

/** Days. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
export const ROTATION_PERIOD = { min: 90, max: 2560, default: 365 } as const;

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html#grant-constraints-ec */
export const GRANT_CONSTRAINT = { pairs: 8, valueLength: 384 } as const;

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
export const GRANTS_PER_PAGE = { max: 100, default: 50 } as const;
