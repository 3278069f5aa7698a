import { checkShape } from './check-shape';
import { LANGUAGE_EXTENSIONS } from './intrinsics/language-extensions';
import { isObject } from './json';
import { at, TemplateError } from './template-error';

/** A template by its sections; what stands in them is not evaluated yet. */
export interface Template {
  readonly transforms: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Transform',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Hooks',
  'Resources',
  'Outputs',
];

/**
 * Transforms without an effect on keys, aliases and identities that a template names. The hosted rotation of Secrets
 * Manager makes a nested stack with a function and its role, which nothing here can know.
 */
const HARMLESS_TRANSFORMS = new Set([
  LANGUAGE_EXTENSIONS,
  'AWS::CodeDeployBlueGreen',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
]);

/**
 * @throws TemplateError when it is no template, or a larger or deeper one than AWS takes.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function parseTemplate(source: object): Template {
  checkShape(source);
  if (!isObject(source) || !isObject(source.Resources)) {
    throw new TemplateError('this is no CloudFormation template: it has no section Resources.');
  }
  const unknown = Object.keys(source).find((name) => !SECTIONS.includes(name));
  if (unknown !== undefined) {
    throw new TemplateError(`a template has no section ${unknown}; the sections are ${SECTIONS.join(', ')}.`);
  }
  return {
    transforms: transforms(source.Transform),
    parameters: section(source, 'Parameters'),
    mappings: section(source, 'Mappings'),
    conditions: section(source, 'Conditions'),
    rules: section(source, 'Rules'),
    resources: section(source, 'Resources'),
    outputs: section(source, 'Outputs'),
  };
}

function section(source: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = source[name] ?? {};
  if (!isObject(value)) throw new TemplateError('must be an object.', { property: name });
  return value;
}

function transforms(value: unknown): string[] {
  return at({ property: 'Transform' }, () =>
    (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((name) => {
      if (typeof name === 'string' && HARMLESS_TRANSFORMS.has(name)) return name;
      throw new TemplateError(
        `the macro ${isObject(name) ? name.Name : name} runs in AWS only: give the template as it is after the transform ("aws cloudformation get-template --template-stage Processed").`,
      );
    }),
  );
}
