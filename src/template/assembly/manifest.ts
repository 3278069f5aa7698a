import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../json';
import { TemplateError } from '../template-error';

/** An artifact of a cloud assembly, as far as it concerns stacks. */
export interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly dependencies?: readonly string[];
  readonly metadata?: Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;
  readonly additionalMetadataFile?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly parameters?: Readonly<Record<string, string>>;
    readonly tags?: Readonly<Record<string, string>>;
    readonly cloudFormationExecutionRoleArn?: string;
    /** Of a nested assembly: that of a stage. */
    readonly directoryName?: string;
    /** Of an asset manifest. */
    readonly file?: string;
  };
}

/**
 * @throws TemplateError when there is no cloud assembly.
 * @see https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-app
 */
export function readManifest(directory: string): ReadonlyMap<string, Artifact> {
  const manifest = readJson(directory, 'manifest.json');
  if (!isObject(manifest) || typeof manifest.version !== 'string') {
    throw new TemplateError(
      `${join(directory, 'manifest.json')} is no manifest of a cloud assembly: give the folder that "cdk synth" wrote.`,
    );
  }
  return new Map(Object.entries(isObject(manifest.artifacts) ? (manifest.artifacts as Record<string, Artifact>) : {}));
}

export function readJson(directory: string, file: string): unknown {
  const path = join(directory, file);
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new TemplateError(
      `${path} cannot be read: ${(error as Error).message}. Give a folder that "cdk synth" wrote.`,
    );
  }
}
