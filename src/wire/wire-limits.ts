/** How much one client may ask of the server. Sizes are in bytes, times in milliseconds. */
export const WIRE_LIMITS = {
  /** The largest input of KMS is a key policy of 131,072 characters, each of which JSON may write as six. */
  body: 1_048_576,
  /** A session token carries the session policy and the tags. */
  headers: 32_768,
  connections: 1_024,
  /** Requests under way; further ones are told to come back. */
  pending: 1_024,
  headersTime: 10_000,
  requestTime: 30_000,
  /** Longer than the SDKs keep an idle connection, so that none of them meets one that was just closed. */
  idleTime: 75_000,
} as const;
