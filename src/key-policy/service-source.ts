/**
 * Services that send neither aws:SourceAccount nor aws:SourceArn with some of their calls: a condition on them would
 * deny these calls.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services: not supported
 * for EventBridge-to-encrypted topics (documented)
 */
const SILENT: ReadonlySet<unknown> = new Set(['events.amazonaws.com']);

export function sendsSource(service: unknown): boolean {
  return !SILENT.has(service);
}
