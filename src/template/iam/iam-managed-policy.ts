import { derivedSuffix, generatedName } from '../physical-id';
import type { ResourceType } from '../resources/resource-type';
import type { StackSession } from '../stack-session';
import { TemplateError } from '../template-error';
import { checkDocument } from './check-document';
import type { IamTarget } from './iam-entry';
import { targets } from './iam-policies';

interface ManagedPolicyProperties {
  readonly Description?: string;
  readonly Groups?: readonly string[];
  readonly ManagedPolicyName?: string;
  readonly Path?: string;
  readonly PolicyDocument: string | object;
  readonly Roles?: readonly string[];
  readonly Users?: readonly string[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
export const iamManagedPolicy: ResourceType<ManagedPolicyProperties> = {
  properties: {
    Description: { kind: 'string', update: 'Replacement', max: 1000 },
    Groups: { kind: 'strings' },
    ManagedPolicyName: { kind: 'string', update: 'Replacement', pattern: /^[\w+=,.@-]{1,128}$/ },
    Path: { kind: 'string', update: 'Replacement' },
    PolicyDocument: { kind: 'policy', required: true },
    Roles: { kind: 'strings' },
    Users: { kind: 'strings' },
  },

  create({ logicalId, properties }, session) {
    const { ManagedPolicyName, Path = '/' } = properties;
    const arnOf = (name: string) => session.arn('iam', `policy${Path}${name}`, { region: '' });
    const source = session.nameSource(logicalId);
    let generation = 0;
    while (!ManagedPolicyName && session.iam.managedPolicies.has(arnOf(generatedName(source, generation, 128))))
      generation++;
    const arn = arnOf(ManagedPolicyName ?? generatedName(source, generation, 128));
    if (session.iam.managedPolicies.has(arn)) {
      throw new TemplateError(`Resource of type 'AWS::IAM::ManagedPolicy' with identifier '${arn}' already exists.`);
    }
    put(arn, properties, undefined, session);
    const now = isoDate(session);
    return {
      physicalId: arn,
      attributes: {
        AttachmentCount: attachedTo(properties, session).length,
        CreateDate: now,
        DefaultVersionId: 'v1',
        IsAttachable: true,
        PermissionsBoundaryUsageCount: 0,
        PolicyArn: arn,
        PolicyId: `ANPA${derivedSuffix(source, generation, 17)}`,
        UpdateDate: now,
      },
    };
  },

  update({ properties }, { physicalId, attributes, properties: previous }, session) {
    put(physicalId, properties, previous, session);
    const AttachmentCount = attachedTo(properties, session).length;
    return { physicalId, attributes: { ...attributes, AttachmentCount, UpdateDate: isoDate(session) } };
  },

  delete({ physicalId, properties }, session) {
    for (const target of attachedTo(properties, session)) session.iam.detach(target, physicalId);
    if (session.iam.isInUse(physicalId)) throw new TemplateError('Cannot delete a policy attached to entities.');
    session.iam.managedPolicies.delete(physicalId);
  },
};

function put(
  arn: string,
  desired: ManagedPolicyProperties,
  previous: ManagedPolicyProperties | undefined,
  session: StackSession,
): void {
  session.iam.managedPolicies.put(arn, checkDocument(desired.PolicyDocument, 'identityPolicy', 'PolicyDocument'));
  const after = attachedTo(desired, session);
  const stays = ({ kind, name }: IamTarget) => after.some((target) => target.kind === kind && target.name === name);
  for (const target of previous ? attachedTo(previous, session) : [])
    if (!stays(target)) session.iam.detach(target, arn);
  for (const target of after) session.iam.attach(target, arn);
  session.iam.managedPolicyChanged(arn);
  session.changes++;
}

const isoDate = ({ kms }: StackSession) => new Date(kms.clock.now()).toISOString();

const attachedTo = ({ Groups, Roles, Users }: ManagedPolicyProperties, session: StackSession) => [
  ...targets('group', Groups, session),
  ...targets('role', Roles, session),
  ...targets('user', Users, session),
];
