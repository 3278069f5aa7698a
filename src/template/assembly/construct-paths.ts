import { type Artifact, readJson } from './manifest';

/** Which construct made a resource, from the metadata of a stack: it is there when the template's own is not. */
export class ConstructPaths {
  private readonly entries: readonly (readonly [path: string, logicalId: string])[];

  constructor(directory: string, { metadata, additionalMetadataFile }: Artifact) {
    const separate = additionalMetadataFile === undefined ? {} : readJson(directory, additionalMetadataFile);
    this.entries = Object.entries({ ...metadata, ...(separate as Artifact['metadata']) }).flatMap(([path, entries]) =>
      entries.flatMap(({ type, data }) =>
        type === 'aws:cdk:logicalId' && typeof data === 'string' ? [[path.replace(/^\//, ''), data] as const] : [],
      ),
    );
  }

  /** Construct paths by logical id, of the constructs under a path. */
  under(constructPath: string): Record<string, string> {
    const prefix = constructPath === '' ? '' : `${constructPath}/`;
    // The deeper a nested stack, the later it is written here; its parent must win for the parent's own ids.
    return Object.fromEntries(
      this.entries
        .filter(([path]) => path.startsWith(prefix))
        .map(([path, logicalId]) => [logicalId, path])
        .reverse(),
    );
  }
}
