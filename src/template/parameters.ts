import { isObject } from './json';
import { matchesPattern } from './matches-pattern';
import { at, TemplateError } from './template-error';

/** The value of a parameter, found when it is first asked for: text, or a list of texts. */
export type ParameterValues = ReadonlyMap<string, () => string | string[]>;

export interface ParameterSources {
  readonly given: Readonly<Record<string, unknown>>;
  /** A plaintext parameter of SSM. */
  ssmParameter(name: string): string | undefined;
}

interface Declaration {
  readonly Type: string;
  readonly Default?: unknown;
  readonly AllowedValues?: readonly unknown[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinLength?: unknown;
  readonly MaxLength?: unknown;
  readonly MinValue?: unknown;
  readonly MaxValue?: unknown;
}

const SSM_VALUE = /^AWS::SSM::Parameter::Value<(.+)>$/;
const LIST = /^(?:List<.+>|CommaDelimitedList)$/;
const TYPE =
  /^(?:String|Number|CommaDelimitedList|List<Number>|List<String>|(?:List<)?AWS::[A-Za-z0-9:.]+(?:<.+>)?>?)$/;

/**
 * Checks what was given against what is declared; a value of SSM is looked up when it is used.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function parameterValues(
  declarations: Readonly<Record<string, unknown>>,
  sources: ParameterSources,
): ParameterValues {
  const values = new Map<string, () => string | string[]>();
  for (const [name, declaration] of Object.entries(declarations)) {
    at({ property: `Parameters.${name}` }, () =>
      values.set(name, parameter(name, parseDeclaration(declaration), sources)),
    );
  }
  const unknown = Object.keys(sources.given).filter((name) => !values.has(name));
  if (unknown.length > 0) {
    throw new TemplateError(
      `Parameters: [${unknown.join(', ')}] do not exist in the template; it has [${[...values.keys()].join(', ')}].`,
    );
  }
  return values;
}

function parameter(
  name: string,
  declaration: Declaration,
  { given, ssmParameter }: ParameterSources,
): () => string | string[] {
  const value = Object.hasOwn(given, name) ? given[name] : declaration.Default;
  if (value === undefined) throw new TemplateError('the parameter has no default and must be given a value.');
  const text = Array.isArray(value) ? value.join(',') : String(value);
  check(text, declaration);

  const [, storedType] = SSM_VALUE.exec(declaration.Type) ?? [];
  if (storedType === undefined) return constant(typed(text, declaration.Type));
  return () => {
    const stored = ssmParameter(text);
    if (stored !== undefined) return typed(stored, storedType);
    throw new TemplateError(`the SSM parameter ${text} is not known: give its value in ssmParameters.`, {
      property: `Parameters.${name}`,
    });
  };
}

const constant =
  <T>(value: T) =>
  () =>
    value;

const typed = (text: string, type: string) => (LIST.test(type) ? entries(text) : text);

const entries = (text: string) => (text === '' ? [] : text.split(',').map((entry) => entry.trim()));

function parseDeclaration(declaration: unknown): Declaration {
  if (!isObject(declaration) || typeof declaration.Type !== 'string' || !TYPE.test(declaration.Type)) {
    throw new TemplateError(
      `the Type must be String, Number, List<Number>, CommaDelimitedList, an AWS-specific type or AWS::SSM::Parameter::Value<...>, not ${isObject(declaration) ? declaration.Type : declaration}.`,
    );
  }
  return declaration as unknown as Declaration;
}

function check(text: string, declaration: Declaration): void {
  const { Type, AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = declaration;
  const refuse = (reason: string) => {
    throw new TemplateError(
      declaration.ConstraintDescription ? `${reason} (${declaration.ConstraintDescription})` : reason,
    );
  };
  const values = LIST.test(Type) ? entries(text) : [text];
  for (const value of values) {
    const number = Number(value);
    if (/Number/.test(Type) && (value.trim() === '' || Number.isNaN(number)))
      refuse(`the value '${value}' is no number.`);
    if (AllowedValues && !AllowedValues.some((allowed) => String(allowed) === value)) {
      refuse(`the value '${value}' must be one of [${AllowedValues.join(', ')}].`);
    }
    if (AllowedPattern !== undefined && !matchesPattern(AllowedPattern, value)) {
      refuse(`the value '${value}' must match the pattern ${AllowedPattern}.`);
    }
    if (MinLength !== undefined && value.length < Number(MinLength))
      refuse(`the value must have at least ${MinLength} characters.`);
    if (MaxLength !== undefined && value.length > Number(MaxLength))
      refuse(`the value must have at most ${MaxLength} characters.`);
    if (MinValue !== undefined && number < Number(MinValue)) refuse(`the value ${value} must be at least ${MinValue}.`);
    if (MaxValue !== undefined && number > Number(MaxValue)) refuse(`the value ${value} must be at most ${MaxValue}.`);
  }
}
