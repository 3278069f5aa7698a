import type { FormInput } from './form-input';
import { stsErrors } from './sts-error';

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export interface AssumeRoleInput {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly policy?: string;
  readonly policyArns: readonly string[];
  readonly durationSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly externalId?: string;
  readonly sourceIdentity?: string;
}

interface Rule {
  readonly min: number;
  readonly max: number;
  readonly pattern: string;
}

const ANY = '[\\s\\S]*';
const NAME = '[\\w+=,.@-]*';
const TAG = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*';

/** Lengths in characters, as the API reference gives them. */
const RULES = {
  roleArn: { min: 20, max: 2048, pattern: ANY },
  roleSessionName: { min: 2, max: 64, pattern: NAME },
  policy: { min: 1, max: 2048, pattern: ANY },
  externalId: { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' },
  sourceIdentity: { min: 2, max: 64, pattern: NAME },
  key: { min: 1, max: 128, pattern: TAG },
  value: { min: 0, max: 256, pattern: TAG },
} as const satisfies Record<string, Rule>;

const LONGEST_TAGS = 50;
const LONGEST_POLICY_ARNS = 10;

/** @throws ValidationError that names every violation at once. */
export function readAssumeRoleInput(form: FormInput): AssumeRoleInput {
  const problems: string[] = [];
  const check = (name: keyof typeof RULES, value: string | undefined, path: string = name) => {
    if (value !== undefined) problems.push(...violations(RULES[name], value, path));
    return value;
  };
  const need = (name: keyof typeof RULES, value: string | undefined) => {
    if (value === undefined) problems.push(violation('null', name, 'Member must not be null'));
    return check(name, value) ?? '';
  };
  const input = {
    roleArn: need('roleArn', form.text('RoleArn')),
    sessionName: need('roleSessionName', form.text('RoleSessionName')),
    policy: check('policy', form.text('Policy')),
    policyArns: form.list('PolicyArns', 'arn'),
    durationSeconds: Number(form.text('DurationSeconds') ?? 3600),
    tags: readTags(form, check, problems),
    transitiveTagKeys: form.list('TransitiveTagKeys'),
    externalId: check('externalId', form.text('ExternalId')),
    sourceIdentity: check('sourceIdentity', form.text('SourceIdentity')),
  };
  const { durationSeconds, policyArns } = input;
  if (!Number.isInteger(durationSeconds) || durationSeconds < 900 || durationSeconds > 43_200) {
    const limit = 'Member must have value between 900 and 43200';
    problems.push(violation(`'${durationSeconds}'`, 'durationSeconds', limit));
  }
  if (policyArns.length > LONGEST_POLICY_ARNS) {
    const limit = `Member must have length less than or equal to ${LONGEST_POLICY_ARNS}`;
    problems.push(violation(`'${policyArns}'`, 'policyArns', limit));
  }
  if (problems.length > 0) throw stsErrors.invalid(problems);
  return input;
}

/** Keys that differ in nothing but case are one key: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
function readTags(
  form: FormInput,
  check: (name: 'key' | 'value', value: string, path: string) => void,
  problems: string[],
): Record<string, string> {
  const keys = form.list('Tags', 'Key');
  const values = form.list('Tags', 'Value');
  if (keys.length > LONGEST_TAGS) {
    problems.push(
      violation(`'${keys.length} tags'`, 'tags', `Member must have length less than or equal to ${LONGEST_TAGS}`),
    );
  }
  const seen = new Set<string>();
  keys.forEach((key, index) => {
    check('key', key, `tags.${index + 1}.member.key`);
    check('value', values[index] ?? '', `tags.${index + 1}.member.value`);
    if (key.toLowerCase().startsWith('aws:')) {
      problems.push(violation(`'${key}'`, `tags.${index + 1}.member.key`, 'Member must not begin with aws:'));
    }
    if (seen.has(key.toLowerCase()))
      problems.push(violation(`'${key}'`, 'tags', 'Member must not contain a key twice'));
    seen.add(key.toLowerCase());
  });
  return Object.fromEntries(keys.map((key, index) => [key, values[index] ?? '']));
}

function violations({ min, max, pattern }: Rule, value: string, path: string): string[] {
  const failed: string[] = [];
  if (value.length < min) failed.push(`Member must have length greater than or equal to ${min}`);
  if (value.length > max) failed.push(`Member must have length less than or equal to ${max}`);
  if (!new RegExp(`^(?:${pattern})$`, 'u').test(value)) {
    failed.push(`Member must satisfy regular expression pattern: ${pattern}`);
  }
  return failed.map((constraint) => violation(`'${value.slice(0, 200)}'`, path, constraint));
}

const violation = (value: string, path: string, constraint: string) =>
  `Value ${value} at '${path}' failed to satisfy constraint: ${constraint}`;
