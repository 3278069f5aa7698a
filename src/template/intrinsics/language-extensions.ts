import { TemplateError } from '../template-error';
import type { Scope } from './scope';

export const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html */
export function needLanguageExtensions(scope: Scope): void {
  if (scope.languageExtensions) return;
  throw new TemplateError(
    `this needs the transform ${LANGUAGE_EXTENSIONS}: add "Transform": "${LANGUAGE_EXTENSIONS}" to the template.`,
  );
}
