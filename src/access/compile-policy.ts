import { JsonError, parseJson } from './parse-json';
import { PolicyError } from './policy-error';
import { POLICY_KINDS, type PolicyKind } from './policy-kind';
import { Statement } from './statement';
import { StatementSource } from './statement-source';

export type { PolicyKind } from './policy-kind';

const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'];
const STATEMENT_ELEMENTS = 'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(
  ' ',
);
const VERSIONS = ['2012-10-17', '2008-10-17'];

/** A policy that is ready to be asked. Immutable; make one with {@link compilePolicy}. */
export class CompiledPolicy {
  /** @internal */
  constructor(
    readonly kind: PolicyKind,
    /** How reasons call it, e.g. `inline policy orders`. */
    readonly name: string,
    /** The document as JSON text. */
    readonly document: string,
    /** @internal */
    readonly statements: readonly Statement[],
  ) {}
}

/**
 * Reads a policy document once, so that asking it is quick.
 *
 * @param document JSON text, or what JSON text would give
 * @param name how reasons call it. @default - the kind, e.g. `key policy`
 * @throws PolicyError which names the statement, the element and what to write instead
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function compilePolicy(
  document: string | object,
  kind: PolicyKind,
  name = POLICY_KINDS[kind].name,
): CompiledPolicy {
  const text = toText(document, name);
  const json = toJson(text, name);
  if (!isObject(json))
    throw new PolicyError(name, '', 'it is not a JSON object', 'Write {"Version": "2012-10-17", "Statement": [...]}');
  refuseOthers(json, DOCUMENT_ELEMENTS, (problem, remedy) => new PolicyError(name, '', problem, remedy));

  // Without Version AWS takes the language of 2008, which has no variables.
  const version = json.Version ?? '2008-10-17';
  if (typeof version !== 'string' || !VERSIONS.includes(version)) {
    throw new PolicyError(name, 'Version', `it is ${JSON.stringify(version)}`, "Write '2012-10-17'");
  }
  if (json.Id !== undefined && typeof json.Id !== 'string')
    throw new PolicyError(name, 'Id', 'it is not a string', 'Write a string');
  if (json.Statement === undefined || (Array.isArray(json.Statement) && json.Statement.length === 0)) {
    throw new PolicyError(name, 'Statement', 'the document has no statement', 'Write at least one');
  }

  const statements = [json.Statement].flat(1).map((statement, index) => {
    if (!isObject(statement))
      throw new PolicyError(`${name}, statement ${index}`, '', 'it is not an object', 'Write {"Effect": ...}');
    const source = new StatementSource(name, POLICY_KINDS[kind], version, index, statement);
    refuseOthers(statement, STATEMENT_ELEMENTS, (problem, remedy) => source.error('', problem, remedy));
    return Statement.read(source);
  });
  return new CompiledPolicy(kind, name, text, statements);
}

/** An element with a misspelt name would be ignored, and the statement would say more than was meant. */
function refuseOthers(
  json: object,
  known: readonly string[],
  error: (problem: string, remedy: string) => PolicyError,
): void {
  const other = Object.keys(json).find((key) => !known.includes(key));
  if (other !== undefined) throw error(`'${other}' is no element of a policy`, `Write one of ${known.join(', ')}`);
}

function toText(document: string | object, name: string): string {
  if (typeof document === 'string') return document;
  try {
    return JSON.stringify(document) ?? '';
  } catch {
    throw new PolicyError(name, '', 'it cannot be written as JSON', 'Give plain objects, or the text');
  }
}

function toJson(text: string, name: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PolicyError(name, '', error.message, 'Correct the JSON');
  }
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
