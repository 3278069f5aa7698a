import { describeChangeSet } from './describe-change-set';
import type { LostDecryption } from './lost-decryption';

/** What happened to a resource. */
export type ChangeAction =
  | 'created'
  | 'updated'
  | 'replaced'
  | 'deleted'
  | 'scheduledForDeletion'
  | 'retained'
  | 'deletionFailed';

export interface PropertyChange {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ResourceChange {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly constructPath?: string;
  readonly action: ChangeAction;
  readonly physicalId: string;
  /** Of a resource that was replaced. */
  readonly previousPhysicalId?: string;
  /** The properties that changed. */
  readonly properties: readonly PropertyChange[];
  /** Why a resource that was to be deleted could not be. */
  readonly reason?: string;
}

/** A resource that the deployment only gave a name: its service is not modelled. */
export interface NotModelled {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly constructPath?: string;
}

/** What a deployment did. */
export class ChangeSet {
  readonly changes: ResourceChange[] = [];
  readonly notModelled: NotModelled[] = [];
  private lost?: readonly LostDecryption[];

  constructor(private readonly compare: () => readonly LostDecryption[]) {}

  add({ changes, notModelled }: Pick<ChangeSet, 'changes' | 'notModelled'>): void {
    this.changes.push(...changes);
    this.notModelled.push(...notModelled);
  }

  /**
   * Which keys lose what they have encrypted, and for whom: those who could decrypt with a key before the deployment and
   * cannot after it. Worked out when it is asked for.
   */
  get lostDecryption(): readonly LostDecryption[] {
    this.lost ??= this.compare();
    return this.lost;
  }

  /** The changes, and what is lost by them, for a person to read. */
  toString(): string {
    return describeChangeSet(this);
  }
}
