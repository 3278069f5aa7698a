import { join } from 'node:path';
import { partition } from '../engine/key-identifier';
import { ConstructPaths } from './assembly/construct-paths';
import { type Artifact, readJson, readManifest } from './assembly/manifest';
import { readAssetFiles, readNestedTemplates } from './assembly/nested-templates';
import { dependencyOrder } from './dependency-order';
import type { StackTemplate } from './stack-template';
import { TemplateError } from './template-error';

/** Where stacks go that leave it open. */
export interface AssemblyDefaults {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** A stack of an assembly; its template is read when it is asked for. */
export interface AssemblyStack {
  readonly artifactId: string;
  /** e.g. `Stage/Orders`. */
  readonly displayName: string;
  readonly name: string;
  /** Artifact ids of the stacks that come first. */
  readonly dependencies: readonly string[];
  read(): StackTemplate;
}

const STACK = 'aws:cloudformation:stack';
const NESTED_ASSEMBLY = 'cdk:cloud-assembly';
const ASSET_MANIFEST = 'cdk:asset-manifest';

/**
 * The stacks that `cdk synth` wrote into a folder, stages included, each after those that it depends on.
 *
 * @throws TemplateError when there is no cloud assembly.
 */
export function readAssembly(directory: string, defaults: AssemblyDefaults): StackTemplate[] {
  return listAssembly(directory, defaults).map((stack) => stack.read());
}

export function listAssembly(directory: string, defaults: AssemblyDefaults): AssemblyStack[] {
  const stacks = new Map(stacksOf(directory, defaults).map((stack) => [stack.artifactId, stack]));
  const order = dependencyOrder(stacks.keys(), (id) =>
    stacks.get(id)!.dependencies.filter((other) => stacks.has(other)),
  );
  return order.map((id) => stacks.get(id)!);
}

function stacksOf(directory: string, defaults: AssemblyDefaults): AssemblyStack[] {
  const artifacts = readManifest(directory);
  return [...artifacts].flatMap(([artifactId, artifact]) => {
    if (artifact.type === NESTED_ASSEMBLY) {
      const { directoryName } = artifact.properties ?? {};
      return directoryName === undefined ? [] : stacksOf(join(directory, directoryName), defaults);
    }
    return artifact.type === STACK ? [stackOf(directory, artifactId, artifact, artifacts, defaults)] : [];
  });
}

function stackOf(
  directory: string,
  artifactId: string,
  artifact: Artifact,
  artifacts: ReadonlyMap<string, Artifact>,
  defaults: AssemblyDefaults,
): AssemblyStack {
  const name = artifact.properties?.stackName ?? artifactId;
  const dependencies = artifact.dependencies ?? [];
  const nameOf = (id: string) => artifacts.get(id)?.properties?.stackName ?? id;
  return {
    artifactId,
    displayName: artifact.displayName ?? artifactId,
    name,
    dependencies,
    read: () => {
      const { templateFile, parameters, tags, cloudFormationExecutionRoleArn } = artifact.properties ?? {};
      if (templateFile === undefined) throw new TemplateError('the manifest names no template.', { stack: name });
      const environment = environmentOf(artifact, defaults);
      const template = readJson(directory, templateFile) as object;
      const paths = new ConstructPaths(directory, artifact);
      const constructPaths = paths.under('');
      const assetManifest = dependencies.map((id) => artifacts.get(id)).find((other) => other?.type === ASSET_MANIFEST);
      const assets = assetManifest?.properties?.file
        ? readAssetFiles(directory, assetManifest.properties.file)
        : new Map();
      return {
        name,
        ...environment,
        template,
        parameters,
        tags,
        dependsOn: dependencies.filter((id) => artifacts.get(id)?.type === STACK).map(nameOf),
        ...(cloudFormationExecutionRoleArn !== undefined && {
          executionRoleArn: concreteArn(cloudFormationExecutionRoleArn, environment),
        }),
        constructPaths,
        nested: readNestedTemplates(directory, template, assets, (path) => paths.under(path), constructPaths),
      };
    },
  };
}

/** `aws://account/region`, either of which may be left open. */
function environmentOf({ environment = '' }: Artifact, defaults: AssemblyDefaults): AssemblyDefaults {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  return {
    account: account && /^\d{12}$/.test(account) ? account : defaults.account,
    region: region && region !== 'unknown-region' ? region : defaults.region,
  };
}

/** The CDK leaves the partition open, and account and Region of stacks that leave them open. */
function concreteArn(arn: string, { account, region }: AssemblyDefaults): string {
  return arn
    .replaceAll('${AWS::Partition}', partition(region))
    .replaceAll('${AWS::AccountId}', account)
    .replaceAll('${AWS::Region}', region);
}
