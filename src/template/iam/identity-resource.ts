import { derivedSuffix, generatedName } from '../physical-id';
import type { PropertyRules } from '../resources/property-rule';
import type { DeployedResource, Physical, ResourceType } from '../resources/resource-type';
import { type TagPair, tagMap } from '../resources/tags';
import type { StackSession } from '../stack-session';
import { TemplateError } from '../template-error';
import { type AttachedPolicies, checkBoundary, checkUnused, updateAttachedPolicies } from './attached-policies';
import { checkDocument } from './check-document';
import type { IamKind, IamTarget } from './iam-entry';

export interface IdentityProperties extends AttachedPolicies {
  readonly AssumeRolePolicyDocument?: string | object;
  readonly Groups?: readonly string[];
  readonly Path?: string;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly TagPair[];
}

/** How a role, a user and a group differ. */
interface IdentityKind {
  readonly kind: IamKind;
  readonly type: string;
  /** The property that names it. */
  readonly nameProperty: string;
  readonly maxNameLength: number;
  /** How its unique id begins. */
  readonly idPrefix: string;
  readonly idAttribute?: string;
  readonly taggable?: true;
  readonly properties: PropertyRules;
}

const NO_POLICIES: IdentityProperties = {};

/** The resource type of a role, a user or a group. */
export function identityResource(kind: IdentityKind): ResourceType<IdentityProperties> {
  const target = (account: string, name: string): IamTarget => ({ kind: kind.kind, account, name });

  const put = (
    name: string,
    uniqueId: string,
    properties: IdentityProperties,
    previous: IdentityProperties,
    session: StackSession,
  ): Physical => {
    const { AssumeRolePolicyDocument, Path = '/', PermissionsBoundary, Tags } = properties;
    checkPath(Path);
    checkBoundary(PermissionsBoundary, session);
    const { account } = session.environment;
    const arn = session.arn('iam', `${kind.kind}${Path}${name}`, { region: '' });
    const trustPolicy =
      AssumeRolePolicyDocument && checkDocument(AssumeRolePolicyDocument, 'trustPolicy', 'AssumeRolePolicyDocument');
    session.iam.putIdentity(target(account, name), {
      arn,
      uniqueId,
      tags: tagMap(Tags),
      ...(trustPolicy !== undefined && { trustPolicy }),
      ...(PermissionsBoundary !== undefined && { permissionsBoundary: PermissionsBoundary }),
    });
    session.changes++;
    const physical = session.created({
      physicalId: name,
      attributes: { Arn: arn, ...(kind.idAttribute && { [kind.idAttribute]: uniqueId }) },
    });
    updateAttachedPolicies(target(account, name), previous, properties, session);
    if (kind.kind === 'user') updateGroups(name, previous.Groups, properties.Groups, session);
    return physical;
  };

  return {
    properties: kind.properties,
    ...(kind.taggable && { taggable: true }),

    create({ logicalId, properties }, session) {
      const { account } = session.environment;
      const source = session.nameSource(logicalId);
      const given = (properties as Record<string, unknown>)[kind.nameProperty] as string | undefined;
      let generation = 0;
      while (
        given === undefined &&
        session.iam.identity(target(account, generatedName(source, generation, kind.maxNameLength)))
      )
        generation++;
      const name = given ?? generatedName(source, generation, kind.maxNameLength);
      checkUnused(target(account, name), kind.type, session);
      return put(name, `${kind.idPrefix}${derivedSuffix(source, generation, 17)}`, properties, NO_POLICIES, session);
    },

    update({ properties }, previous, session) {
      const identity = session.iam.identity(target(session.environment.account, previous.physicalId));
      if (!identity)
        throw new TemplateError(
          `Resource of type '${kind.type}' with identifier '${previous.physicalId}' was not found.`,
        );
      return put(previous.physicalId, identity.uniqueId, properties, previous.properties, session);
    },

    delete({ physicalId }: DeployedResource<IdentityProperties>, session) {
      session.iam.remove(target(session.environment.account, physicalId));
    },
  };
}

function updateGroups(
  user: string,
  previous: readonly string[] = [],
  desired: readonly string[] = [],
  { iam, environment: { account } }: StackSession,
): void {
  for (const group of previous) if (!desired.includes(group)) iam.removeFromGroup(account, group, user);
  for (const group of desired) iam.addToGroup(account, group, user);
}

function checkPath(path: string): void {
  if (/^\/(?:[!-~]{0,510}\/)?$/.test(path)) return;
  throw new TemplateError(`the path ${path} must begin and end with a slash.`, { property: 'Properties.Path' });
}
