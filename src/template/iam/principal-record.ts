import type { Kms } from '../../engine/kms';
import type { IamEntry, IamTarget, Identity } from './iam-entry';
import type { ManagedPolicies } from './managed-policies';

/** As the store of the KMS takes it. */
export type PrincipalRecord = Parameters<Kms['store']['principals']['put']>[0];

type PolicyRecord = PrincipalRecord['policies'][number];

/** A role or user with the documents of all its policies, those of its groups included. */
export function principalRecord(
  entry: IamEntry,
  groups: readonly IamEntry[],
  managedPolicies: ManagedPolicies,
): PrincipalRecord {
  const { target } = entry;
  const { arn, uniqueId, tags, trustPolicy, permissionsBoundary } = entry.identity ?? existing(target);
  const named = (policyArn: string): PolicyRecord => ({
    name: policyArn,
    document: managedPolicies.document(policyArn),
  });
  const policiesOf = ({ inline, attached }: IamEntry): PolicyRecord[] => [
    ...[...inline].map(([name, document]) => ({ name: `inline policy ${name}`, document })),
    ...[...attached].map(named),
  ];
  const ofGroup = (group: IamEntry) =>
    policiesOf(group).map(({ name, document }) => ({ name: `${name} of group ${group.target.name}`, document }));
  return {
    arn,
    uniqueId,
    tags,
    type: target.kind as 'role' | 'user',
    accountId: target.account,
    name: target.name,
    policies: [...policiesOf(entry), ...groups.flatMap(ofGroup)],
    ...(trustPolicy !== undefined && { trustPolicy }),
    ...(permissionsBoundary !== undefined && { permissionsBoundary: named(permissionsBoundary) }),
  };
}

/** Somebody whom the template names but does not make. AWS would refuse a name that is not there. */
function existing({ kind, account, name }: IamTarget): Identity {
  return { arn: `arn:aws:iam::${account}:${kind}/${name}`, uniqueId: name, tags: {} };
}
