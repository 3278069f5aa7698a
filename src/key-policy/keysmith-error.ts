import { type IConstruct, Node } from 'constructs';

/** Every refusal has an id that stays: documentation, tests and searches lean on it. */
export type RefusalId =
  | 'account-invalid'
  | 'action-impossible'
  | 'action-unknown'
  | 'alias-duplicate'
  | 'alias-invalid'
  | 'alias-reserved'
  | 'canonical-user'
  | 'context-on-asymmetric-key'
  | 'cycle'
  | 'deployer-unknown'
  | 'description-reserved'
  | 'description-too-long'
  | 'foreign-deny'
  | 'foreign-not-principal'
  | 'grant-denied'
  | 'grant-invalid'
  | 'group-principal'
  | 'imported-alias'
  | 'imported-key'
  | 'lockout'
  | 'organization-invalid'
  | 'origin-impossible'
  | 'pending-window'
  | 'policy-too-large'
  | 'public-principal'
  | 'replica-primary'
  | 'replica-region'
  | 'replica-usage'
  | 'rotation-impossible'
  | 'rotation-period'
  | 'service-impossible'
  | 'service-without-source'
  | 'spec-usage'
  | 'tag-duplicate'
  | 'tag-invalid'
  | 'tag-reserved'
  | 'too-many-tags'
  | 'use-impossible'
  | 'wildcard-grant';

/** What is wrong and what to write instead. */
export interface Refusal {
  readonly id: RefusalId;
  readonly message: string;
}

/** The text of a refusal; languages other than JavaScript see nothing but this, so that the id is part of it. */
export function refusalText({ id, message }: Refusal): string {
  return `${message} [keysmith:${id}]`;
}

/** A key, or a permission on it, that AWS would refuse or that would not do what its author means. */
export class KeysmithError extends Error {
  readonly id: RefusalId;
  readonly constructPath: string;

  constructor(scope: IConstruct, refusal: Refusal) {
    const constructPath = Node.of(scope).path;
    super(`${constructPath}: ${refusalText(refusal)}`);
    this.name = 'KeysmithError';
    this.id = refusal.id;
    this.constructPath = constructPath;
  }
}

/** Throws when a check has something to refuse. */
export function refuse(scope: IConstruct, refusal: Refusal | undefined): void {
  if (refusal) throw new KeysmithError(scope, refusal);
}
