import { describe } from './intrinsics/describe';
import { isObject } from './json';
import { at, TemplateError } from './template-error';

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';

/** A resource as it stands in the template: nothing is evaluated yet. */
export interface ResourceDefinition {
  readonly logicalId: string;
  readonly type: string;
  readonly constructPath?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  readonly condition?: string;
  readonly deletionPolicy: unknown;
  readonly updateReplacePolicy: unknown;
}

const ATTRIBUTES = [
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
  'CreationPolicy',
  'UpdatePolicy',
];

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-product-attribute-reference.html */
export function parseResource(logicalId: string, definition: unknown, constructPath?: string): ResourceDefinition {
  return at({ logicalId, constructPath }, () => {
    if (!/^[A-Za-z0-9]{1,255}$/.test(logicalId)) {
      throw new TemplateError('a logical id has letters and digits only, 255 at most.');
    }
    if (!isObject(definition) || typeof definition.Type !== 'string') {
      throw new TemplateError('a resource needs a Type, such as "AWS::KMS::Key".');
    }
    const unknown = Object.keys(definition).find((name) => !ATTRIBUTES.includes(name));
    if (unknown !== undefined) {
      throw new TemplateError(
        `Invalid template resource property '${unknown}': a resource has ${ATTRIBUTES.join(', ')}.`,
      );
    }
    const {
      Type,
      Properties = {},
      DependsOn = [],
      Condition,
      DeletionPolicy,
      UpdateReplacePolicy,
      Metadata,
    } = definition;
    if (!isObject(Properties))
      throw new TemplateError(`must be an object, not ${describe(Properties)}.`, { property: 'Properties' });
    if (Condition !== undefined && typeof Condition !== 'string') {
      throw new TemplateError('must be the name of a condition.', { property: 'Condition' });
    }
    const path = isObject(Metadata) ? Metadata['aws:cdk:path'] : undefined;
    return {
      logicalId,
      type: Type,
      constructPath: typeof path === 'string' ? path : constructPath,
      properties: Properties,
      dependsOn: dependsOn(DependsOn),
      ...(Condition !== undefined && { condition: Condition }),
      deletionPolicy: DeletionPolicy ?? 'Delete',
      updateReplacePolicy: UpdateReplacePolicy ?? 'Delete',
    };
  });
}

function dependsOn(value: unknown): string[] {
  const names = Array.isArray(value) ? value : [value];
  if (names.every((name) => typeof name === 'string')) return names;
  throw new TemplateError('must be a logical id or a list of them.', { property: 'DependsOn' });
}
