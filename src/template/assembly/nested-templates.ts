import { isObject } from '../json';
import type { NestedTemplate } from '../stack-template';
import { readJson } from './manifest';

/** Files of assets by their hash, as the asset manifest of a stack lists them. */
export type AssetFiles = ReadonlyMap<string, string>;

export function readAssetFiles(directory: string, manifestFile: string): AssetFiles {
  const manifest = readJson(directory, manifestFile);
  const files = isObject(manifest) && isObject(manifest.files) ? Object.entries(manifest.files) : [];
  return new Map(
    files.flatMap(([hash, asset]) => {
      const path = isObject(asset) && isObject(asset.source) ? asset.source.path : undefined;
      return typeof path === 'string' ? [[hash, path] as const] : [];
    }),
  );
}

/**
 * The templates of a template's nested stacks: each is an asset, which the template names by its hash, or by its path
 * where the CDK writes asset metadata.
 *
 * @param paths construct paths of the whole stack by logical id, see `constructPaths`
 */
export function readNestedTemplates(
  directory: string,
  template: unknown,
  assets: AssetFiles,
  pathsUnder: (constructPath: string) => Record<string, string>,
  paths: Readonly<Record<string, string>>,
): Record<string, NestedTemplate> {
  const resources = isObject(template) && isObject(template.Resources) ? Object.entries(template.Resources) : [];
  return Object.fromEntries(
    resources.flatMap(([logicalId, resource]) => {
      if (!isObject(resource) || resource.Type !== 'AWS::CloudFormation::Stack') return [];
      const file = nestedFile(resource, assets);
      if (file === undefined) return [];
      const nested = readJson(directory, file) as object;
      // The resource of the nested stack N is N.NestedStack/N.NestedStackResource; what is in it, N/...
      const constructPath = paths[logicalId]?.replace(/\.NestedStack\/[^/]+$/, '');
      const constructPaths = constructPath === undefined ? {} : pathsUnder(constructPath);
      return [
        [
          logicalId,
          {
            template: nested,
            constructPaths,
            nested: readNestedTemplates(directory, nested, assets, pathsUnder, constructPaths),
          },
        ],
      ];
    }),
  );
}

function nestedFile({ Metadata, Properties }: Record<string, unknown>, assets: AssetFiles): string | undefined {
  const path = isObject(Metadata) ? Metadata['aws:asset:path'] : undefined;
  if (typeof path === 'string') return path;
  const url = isObject(Properties) ? JSON.stringify(Properties.TemplateURL) : '';
  const [, hash] = /\/([0-9a-f]{64})\.json"/.exec(url ?? '') ?? [];
  return hash === undefined ? undefined : assets.get(hash);
}
