import { own } from '../json';
import type { NameSource } from '../physical-id';
import { generatedName } from '../physical-id';
import { RESOURCE_FORMATS } from './resource-formats';

/** What Ref and Fn::GetAtt of a resource look like whose service is not modelled. `${Name}` is its name. */
export interface ResourceFormat {
  /** The property that names it. @default - AWS makes a name up */
  readonly name?: string;
  /** @default '${Name}' */
  readonly ref?: string;
  /** The attribute Arn. @default - a generic ARN of the service */
  readonly arn?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly lowerCase?: true;
}

interface Environment extends NameSource {
  readonly partition: string;
}

/** The values that Ref and Fn::GetAtt give for a resource of another service: plausible, and the same in every run. */
export class FormattedResource {
  private readonly format: ResourceFormat;
  private readonly name: string;

  constructor(
    private readonly type: string,
    private readonly environment: Environment,
    givenName: string | undefined,
  ) {
    this.format = own(RESOURCE_FORMATS, type) ?? {};
    const name = givenName ?? generatedName(environment, 0, 60);
    this.name = this.format.lowerCase ? name.toLowerCase() : name;
  }

  static nameProperty(type: string): string | undefined {
    return own(RESOURCE_FORMATS, type)?.name;
  }

  get ref(): string {
    return this.fill(this.format.ref ?? '${Name}');
  }

  attribute(name: string): string {
    const format = own(this.format.attributes, name);
    if (format !== undefined) return this.fill(format);
    if (name === 'Arn' || name.endsWith('Arn')) return this.fill(this.format.arn ?? this.genericArn());
    return this.fill(`\${Name}.${name}`);
  }

  private genericArn(): string {
    const [, service, kind] = this.type.split('::');
    return `arn:\${Partition}:${(service ?? 'custom').toLowerCase()}:\${Region}:\${Account}:${(kind ?? 'resource').toLowerCase()}/\${Name}`;
  }

  private fill(format: string): string {
    const { partition, region, account } = this.environment;
    return format
      .replaceAll('${Partition}', partition)
      .replaceAll('${Region}', region)
      .replaceAll('${Account}', account)
      .replaceAll('${Name}', this.name);
  }
}
