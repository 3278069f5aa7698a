import { TemplateError } from './template-error';

/** As deep as any template may be, with room for the indentation of code in block scalars. */
const MAX_NESTING = 150;

/**
 * Refuses text that would nest deeply before a parser, which recurses, sees it: brackets, compact lists (`- - -`), and
 * indentation. Looks at tokens only, so its cost is that of the length of the text.
 */
export function checkYamlNesting(text: string, { Lexer }: typeof import('yaml')): void {
  const indents: number[] = [];
  let brackets = 0;
  let compact = 0;
  let lineStart = true;
  for (const token of new Lexer().lex(text)) {
    const first = token[0];
    if (first === '\n' || first === '\r') {
      compact = 0;
      lineStart = true;
      continue;
    }
    const indent = first === ' ' ? token.length : 0;
    if (lineStart && brackets === 0) {
      while (indents.length > 0 && indents[indents.length - 1] >= indent) indents.pop();
      indents.push(indent);
    }
    lineStart = false;
    if (token === '[' || token === '{') brackets++;
    else if (token === ']' || token === '}') brackets = Math.max(0, brackets - 1);
    else if (token === '-' || token === '?') compact++;
    if (indents.length + brackets + compact > MAX_NESTING) {
      throw new TemplateError(
        `this is no CloudFormation template: as YAML it is nested deeper than ${MAX_NESTING} levels.`,
      );
    }
  }
}
