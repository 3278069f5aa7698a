import { ANY, ANY_IN_SEGMENT, type Glob, matchesGlob, ONE, ONE_IN_SEGMENT } from './glob';
import type { StatementSource } from './statement-source';
import { type Lookup, Template } from './template';

const ARN_FIELDS = 6;

/** Resource or NotResource. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
export class ResourceElement {
  constructor(
    readonly name: 'Resource' | 'NotResource',
    readonly values: readonly string[],
    private readonly templates: readonly Template[],
  ) {}

  /** @returns undefined where the statement has none, which key policies may */
  static read(source: StatementSource): ResourceElement | undefined {
    const { rules } = source;
    const name = source.eitherOf('Resource', 'NotResource');
    if (rules.resource === 'forbidden') {
      // It is about the role that has it: nothing is left out.
      if (name === undefined) return new ResourceElement('NotResource', [], []);
      throw source.error(name, `the ${rules.name} has no resource`, 'Leave it out');
    }
    const values = name === undefined ? [] : source.strings(name, source.json[name]);
    if (name === undefined || values.length === 0) {
      if (rules.incompleteStatements && name !== 'NotResource') return undefined;
      throw source.error('Resource', 'the statement names no resource', "Write the ARNs, or '*'");
    }
    return new ResourceElement(
      name,
      values,
      values.map((value) => toTemplate(source, name, value)),
    );
  }

  applies(resource: string, lookup: Lookup): boolean {
    return this.names(resource, lookup) === (this.name === 'Resource');
  }

  /** A variable without value makes its ARN match nothing, in NotResource as well. */
  private names(resource: string, lookup: Lookup): boolean {
    return this.templates.some((template) => {
      if (template.source === '*') return true;
      const glob = template.glob(lookup);
      return glob !== undefined && matchesGlob(withinSegments(glob), resource);
    });
  }
}

function toTemplate(source: StatementSource, name: string, value: string): Template {
  const { rules } = source;
  if (rules.arnResources && value !== '*' && !value.startsWith('arn:')) {
    throw source.error(
      name,
      `'${value}' is neither '*' nor an ARN`,
      "Write '*' or an ARN, e.g. arn:aws:kms:*:111122223333:key/*",
    );
  }
  const fields = value.split(':');
  const short = value.startsWith('arn:') && fields.length < ARN_FIELDS;
  if (short && rules.name === 'session policy') {
    throw source.error(
      name,
      `'${value}' has fewer than six fields`,
      'Write the whole ARN; session policies are not completed',
    );
  }
  const completed =
    short && rules.completesArns ? [...fields, ...Array(ARN_FIELDS - fields.length).fill('*')].join(':') : value;
  if (
    source.hasVariables &&
    fields.slice(0, ARN_FIELDS - 1).some((field) => field.includes('${')) &&
    value.startsWith('arn:')
  ) {
    throw source.error(
      name,
      `'${value}' has a variable before its fifth colon`,
      'Write variables in the last part of an ARN only',
    );
  }
  const template = Template.parse(completed, source.hasVariables);
  if (!template)
    throw source.error(name, `'${value}' has a broken variable`, 'Close it, or write ${$} for a dollar sign');
  return template;
}

const segmented = new WeakMap<Glob, Glob>();

/**
 * Wildcards stay in their segment, but for a `*` that is its last character. The last part of an ARN is one segment,
 * whatever colons it has.
 */
function withinSegments(glob: Glob): Glob {
  let result = segmented.get(glob);
  if (!result) {
    let colons = 0;
    result = glob.map((token, i) => {
      if (token === COLON) colons++;
      if (colons >= ARN_FIELDS - 1) return token;
      const endsSegment = i + 1 === glob.length || glob[i + 1] === COLON;
      if (token === ANY) return endsSegment ? ANY : ANY_IN_SEGMENT;
      return token === ONE ? ONE_IN_SEGMENT : token;
    });
    segmented.set(glob, result);
  }
  return result;
}

const COLON = 58;
