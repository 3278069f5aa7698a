import type { Node, ScalarTag, Tags } from 'yaml';
import { checkYamlNesting } from './check-yaml-nesting';
import { INTRINSICS } from './intrinsics/intrinsics';
import { TemplateError } from './template-error';

/** How often aliases may stand for what they are aliases of, against documents that multiply themselves. */
const MAX_ALIASES = 1_000;

/** @throws TemplateError naming line and column. */
export function readYaml(text: string, jsonError?: unknown): unknown {
  // Loaded on first use: most templates are JSON.
  const yaml = require('yaml') as typeof import('yaml');
  checkYamlNesting(text, yaml);
  try {
    const lines = new yaml.LineCounter();
    const document = yaml.parseDocument(text, {
      customTags: [...OLD_BOOLEANS, ...shortForms(yaml)],
      merge: true,
      // Pretty errors cost time in proportion to the text, each of them.
      prettyErrors: false,
      lineCounter: lines,
    });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) {
      const { line, col } = lines.linePos(problem.pos[0]);
      throw new TemplateError(`${problem.message} at line ${line}, column ${col}`);
    }
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const json = jsonError ? `; as JSON: ${firstLine(jsonError)}` : '';
    throw new TemplateError(`this is no CloudFormation template: as YAML: ${firstLine(error)}${json}.`);
  }
}

const firstLine = (error: unknown) => (error as Error).message.split('\n')[0].replace(/[.:]$/, '');

/**
 * CloudFormation reads YAML 1.1, where `yes` and `on` are booleans; otherwise 1.2 is what it does: dates stay text.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
const OLD_BOOLEANS: ScalarTag[] = [
  { test: /^(?:yes|Yes|YES|on|On|ON)$/, value: true },
  { test: /^(?:no|No|NO|off|Off|OFF)$/, value: false },
].map(({ test, value }) => ({ tag: 'tag:yaml.org,2002:bool', default: true, test, resolve: () => value }));

/** `!Sub` and its kind: each is the function of the same name in the long form. */
function shortForms({ YAMLMap, Pair, Scalar }: typeof import('yaml')): Exclude<Tags[number], string>[] {
  return [...Object.keys(INTRINSICS), 'Fn::Transform', 'Condition'].flatMap((name) => {
    const tag = `!${name.replace(/^Fn::/, '')}`;
    const call = (argument: Node) => {
      const map = new YAMLMap();
      map.add(new Pair(new Scalar(name), argument));
      return map;
    };
    return [
      { tag, resolve: (value: string) => ({ [name]: value }) },
      { tag, collection: 'seq' as const, resolve: (value: Node) => call(value) },
      { tag, collection: 'map' as const, resolve: (value: Node) => call(value) },
    ];
  });
}
