import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** One thing that was asked of the key policy. The statement stays live: its holder may add to it until the synth. */
export interface PolicyEntry {
  readonly statement: PolicyStatement;
  /** Left out: the statement's own Sid, or one named after its actions where `named` says so. */
  readonly sid?: string;
  readonly rank?: number;
  /** Written by a grant, not by hand. */
  readonly named?: boolean;
  /** Part of a document that was given whole: nothing was added to the IAM policies of its principals. */
  readonly ofDocument?: boolean;
  /** The statement in the IAM policy of the same principal: what narrows or widens one, narrows or widens the other. */
  readonly twin?: PolicyStatement;
}
