import type { ResourceType } from '../resources/resource-type';
import type { StackSession } from '../stack-session';

interface AdditionProperties {
  readonly GroupName: string;
  readonly Users: readonly string[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-usertogroupaddition.html */
export const iamUserToGroupAddition: ResourceType<AdditionProperties> = {
  properties: {
    GroupName: { kind: 'string', required: true },
    Users: { kind: 'strings', required: true },
  },

  create({ logicalId, properties }, session) {
    add(properties, session);
    return { physicalId: logicalId, attributes: {} };
  },

  update({ properties }, previous, session) {
    remove(previous.properties, session);
    add(properties, session);
    return { physicalId: previous.physicalId, attributes: {} };
  },

  delete: ({ properties }, session) => remove(properties, session),
};

function add({ GroupName, Users }: AdditionProperties, { iam, environment: { account } }: StackSession): void {
  for (const user of Users) iam.addToGroup(account, GroupName, user);
}

function remove({ GroupName, Users }: AdditionProperties, { iam, environment: { account } }: StackSession): void {
  for (const user of Users) iam.removeFromGroup(account, GroupName, user);
}
