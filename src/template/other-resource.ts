import type { ResourceDefinition } from './resource-definition';
import { FormattedResource } from './resources/resource-format';
import type { StackResource } from './stack-resource';
import type { StackEnvironment, StackScope } from './stack-scope';

/** A resource of another service: its name is worked out when somebody asks for it. */
export function otherResource(
  { logicalId, type, constructPath, properties }: ResourceDefinition,
  policies: Pick<StackResource, 'deletionPolicy' | 'updateReplacePolicy'>,
  environment: StackEnvironment,
  { evaluator }: StackScope,
): StackResource {
  let resource: FormattedResource | undefined;
  const format = () => {
    const property = FormattedResource.nameProperty(type);
    const name = property === undefined ? undefined : evaluator.value(properties[property]);
    resource ??= new FormattedResource(
      type,
      { ...environment, logicalId },
      name === undefined ? undefined : String(name),
    );
    return resource;
  };
  return {
    ...policies,
    logicalId,
    type,
    constructPath,
    get physicalId() {
      return format().ref;
    },
    attribute: (name: string) => format().attribute(name),
  };
}
