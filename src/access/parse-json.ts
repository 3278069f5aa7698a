/** A text that is no JSON, or an object in which a key stands twice. */
export class JsonError extends Error {}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/**
 * JSON.parse, except that a key that stands twice in one object is refused: the policy language forbids it, and
 * whoever reads the policy may see another one than we evaluate.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html#policies-grammar-notes
 * @throws JsonError
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonError('it is not valid JSON');
  }
  refuseDuplicateKeys(text);
  return value;
}

/** The text is known to be valid JSON, so a string before a colon is a key and brackets are balanced. */
function refuseDuplicateKeys(text: string): void {
  const open: Set<string>[] = [];
  let string = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const key = JSON.parse(string) as string;
      const keys = open[open.length - 1];
      if (keys.has(key)) throw new JsonError(`the key '${key}' stands twice in one object`);
      keys.add(key);
    } else string = token;
  }
}
