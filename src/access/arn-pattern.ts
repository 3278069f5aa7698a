import { ANY, type Glob, matchesGlob } from './glob';
import type { Lookup, Template } from './template';

const COLON = 58;
const FIELDS = 6;
const split = new WeakMap<Glob, readonly Glob[]>();

/**
 * Each of the six fields of an ARN is matched by itself, so that no wildcard reaches into the next field. A lone `*`
 * matches every ARN (unverified); another pattern with fewer fields matches none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnLike(template: Template, given: string, lookup: Lookup): boolean {
  const glob = template.glob(lookup);
  const fields = fieldsOf(given);
  if (glob === undefined || fields === undefined) return false;
  if (glob.length === 1 && glob[0] === ANY) return true;
  const patterns = patternsOf(glob);
  return patterns.length === FIELDS && patterns.every((pattern, i) => matchesGlob(pattern, fields[i]));
}

function fieldsOf(arn: string): readonly string[] | undefined {
  const parts = arn.split(':');
  if (parts.length < FIELDS || parts[0] !== 'arn') return undefined;
  return [...parts.slice(0, FIELDS - 1), parts.slice(FIELDS - 1).join(':')];
}

function patternsOf(glob: Glob): readonly Glob[] {
  let patterns = split.get(glob);
  if (!patterns) {
    const fields: number[][] = [[]];
    for (const token of glob) {
      if (token === COLON && fields.length < FIELDS) fields.push([]);
      else fields[fields.length - 1].push(token);
    }
    patterns = fields;
    split.set(glob, patterns);
  }
  return patterns;
}
