import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { StackTemplate } from '../template/deployment';
import { readAssembly } from '../template/read-assembly';
import { readTemplate } from '../template/read-template';
import { at } from '../template/template-error';
import { CommandError } from './command-error';

/**
 * The stacks of cloud assemblies (folders) and of template files. A template's stack has the name of its file.
 *
 * @throws CommandError for a path that leads nowhere, TemplateError for what is no template.
 */
export function readStacks(paths: readonly string[], place: { account: string; region: string }): StackTemplate[] {
  return paths.flatMap((path) => (isFolder(path) ? readAssembly(path, place) : [readFile(path, place)]));
}

function readFile(path: string, place: { account: string; region: string }): StackTemplate {
  const name = basename(path, extname(path)).replace(/\.template$/, '');
  return { name, ...place, template: at({ stack: name }, () => readTemplate(readFileSync(path, 'utf8'))) };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    const advice = path === 'cdk.out' ? ' Run `cdk synth` first.' : ' Give a cloud assembly (cdk.out) or a template.';
    throw new CommandError(`${path} does not exist.${advice}`, undefined, { cause });
  }
}
