/** A role that somebody has assumed, with all that its calls are judged by. */
export interface Session {
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** Session policies: each narrows what the role may do. */
  readonly policies: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Tags that stay when this session assumes a further role. */
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  /** Milliseconds since the epoch, as `expires`. */
  readonly issued: number;
  readonly expires: number;
}
