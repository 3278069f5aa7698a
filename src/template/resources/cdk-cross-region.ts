import { isObject } from '../json';
import type { StackSession } from '../stack-session';
import { TemplateError } from '../template-error';
import type { ResourceType } from './resource-type';

/**
 * With `crossRegionReferences` the CDK writes values into the Parameter Store of another Region, by a custom resource of
 * the stack that has them, and reads them there by one of the stack that uses them.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/resources.html#resource-stack
 */
interface WriterProperties {
  readonly WriterProps: { readonly region: string; readonly exports: Readonly<Record<string, string>> };
}

interface ReaderProperties {
  readonly ReaderProps: { readonly imports: Readonly<Record<string, string>> };
}

export const crossRegionExportWriter: ResourceType<WriterProperties> = {
  properties: { ServiceToken: { kind: 'anything' }, WriterProps: { kind: 'anything', required: true } },

  create({ logicalId, properties }, session) {
    write(properties, session);
    return { physicalId: logicalId, attributes: {} };
  },

  update({ properties }, previous, session) {
    erase(previous.properties, session);
    write(properties, session);
    return { physicalId: previous.physicalId, attributes: {} };
  },

  delete: ({ properties }, session) => erase(properties, session),
};

export const crossRegionExportReader: ResourceType<ReaderProperties> = {
  properties: { ServiceToken: { kind: 'anything' }, ReaderProps: { kind: 'anything', required: true } },
  create: ({ logicalId, properties }) => ({ physicalId: logicalId, attributes: imports(properties) }),
  update: ({ properties }, { physicalId }) => ({ physicalId, attributes: imports(properties) }),
  delete: () => undefined,
};

function imports({ ReaderProps }: ReaderProperties): Readonly<Record<string, string>> {
  if (isObject(ReaderProps) && isObject(ReaderProps.imports)) return ReaderProps.imports;
  throw new TemplateError('must have imports.', { property: 'Properties.ReaderProps' });
}

function write({ WriterProps }: WriterProperties, session: StackSession): void {
  if (!isObject(WriterProps) || typeof WriterProps.region !== 'string' || !isObject(WriterProps.exports)) {
    throw new TemplateError('must have region and exports.', { property: 'Properties.WriterProps' });
  }
  for (const [name, value] of Object.entries(WriterProps.exports)) {
    session.ssm.put(session.environment.account, WriterProps.region, name, String(value));
  }
  session.changes++;
}

function erase({ WriterProps: { region, exports } }: WriterProperties, session: StackSession): void {
  for (const name of Object.keys(exports)) session.ssm.delete(session.environment.account, region, name);
}
