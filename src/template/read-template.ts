import { isObject } from './json';
import { readYaml } from './read-yaml';
import { TemplateError } from './template-error';

/** Bytes of a template. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_SIZE = 2 ** 20;

/**
 * Reads a template from its text in JSON or YAML, or takes it as an object.
 *
 * @throws TemplateError when it is neither, or larger than 1 MB.
 */
export function readTemplate(source: string | object): object {
  const template = typeof source === 'string' ? readText(source) : source;
  if (!isObject(template)) {
    throw new TemplateError('this is no CloudFormation template: give an object, or its text in JSON or YAML.');
  }
  return template;
}

function readText(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_SIZE)
    throw new TemplateError('the template is larger than 1 MB, the limit of AWS.');
  if (!/^\s*\{/.test(text)) return readYaml(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    // A flow mapping of YAML begins like JSON.
    return readYaml(text, error);
  }
}
