import { Conditions } from './conditions';
import { expandLoops } from './for-each';
import { Evaluator } from './intrinsics/evaluator';
import { LANGUAGE_EXTENSIONS } from './intrinsics/language-extensions';
import { NO_VALUE, type Scope } from './intrinsics/scope';
import { isObject, own } from './json';
import { type ParameterValues, parameterValues } from './parameters';
import type { SsmParameters } from './ssm-parameters';
import type { StackExports } from './stack-exports';
import type { StackResource } from './stack-resource';
import type { Template } from './template';
import { TemplateError } from './template-error';

export interface StackEnvironment {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stackId: string;
}

interface Surroundings {
  readonly exports: StackExports;
  readonly ssm: SsmParameters;
}

const URL_SUFFIXES: Readonly<Record<string, string>> = { 'aws-cn': 'amazonaws.com.cn' };

/** The names of one stack, while it is deployed. */
export class StackScope implements Scope {
  readonly account: string;
  readonly region: string;
  readonly languageExtensions: boolean;
  readonly evaluator = new Evaluator(this);
  /** The resources that exist so far. */
  readonly resources = new Map<string, StackResource>();
  readonly imports = new Set<string>();
  private readonly parameters: ParameterValues;
  private readonly conditions: Conditions;
  private readonly pseudoParameters: Readonly<Record<string, unknown>>;

  constructor(
    private readonly environment: StackEnvironment,
    private readonly template: Template,
    parameters: Readonly<Record<string, unknown>>,
    private readonly surroundings: Surroundings,
  ) {
    const { account, region, partition, stack, stackId } = environment;
    this.account = account;
    this.region = region;
    this.languageExtensions = template.transforms.includes(LANGUAGE_EXTENSIONS);
    this.parameters = parameterValues(template.parameters, {
      given: parameters,
      ssmParameter: (name) => this.ssmParameter(name),
    });
    this.conditions = new Conditions(expandLoops(template.conditions, this.evaluator));
    this.pseudoParameters = {
      'AWS::AccountId': account,
      'AWS::NotificationARNs': [],
      'AWS::NoValue': NO_VALUE,
      'AWS::Partition': partition,
      'AWS::Region': region,
      'AWS::StackId': stackId,
      'AWS::StackName': stack,
      'AWS::URLSuffix': URL_SUFFIXES[partition] ?? 'amazonaws.com',
    };
  }

  ref(name: string): unknown {
    if (Object.hasOwn(this.pseudoParameters, name)) return this.pseudoParameters[name];
    const parameter = this.parameters.get(name);
    return parameter ? parameter() : this.resource(name).physicalId;
  }

  attribute(logicalId: string, name: string): unknown {
    const resource = this.resource(logicalId);
    const value = resource.attribute(name);
    if (value !== undefined) return value;
    throw new TemplateError(
      `Requested attribute ${name} does not exist in schema for ${resource.type} (${logicalId}).`,
    );
  }

  condition(name: string): boolean {
    return this.conditions.isTrue(name, this.evaluator);
  }

  mapped(map: string, topLevelKey: string, secondLevelKey: string): unknown {
    const mapping = own(this.template.mappings, map);
    if (!isObject(mapping))
      throw new TemplateError(
        `the template has no mapping ${map}; it has [${Object.keys(this.template.mappings).join(', ')}].`,
      );
    const level = own(mapping, topLevelKey);
    return isObject(level) ? own(level, secondLevelKey) : undefined;
  }

  importValue(exportName: string): unknown {
    const value = this.surroundings.exports.find(this, exportName);
    if (value === undefined) {
      throw new TemplateError(
        `No export named ${exportName} found: deploy the stack that exports it first, to the same account and Region.`,
      );
    }
    this.imports.add(exportName);
    return value;
  }

  ssmParameter(name: string): string | undefined {
    return this.surroundings.ssm.get(this.account, this.region, name);
  }

  /** Whether a name is one of a parameter, so that no resource is meant. */
  isParameter(name: string): boolean {
    return this.parameters.has(name) || Object.hasOwn(this.pseudoParameters, name);
  }

  private resource(logicalId: string): StackResource {
    const resource = this.resources.get(logicalId);
    if (resource) return resource;
    throw new TemplateError(
      `Unresolved resource dependencies [${logicalId}] in the template of stack ${this.environment.stack}.`,
    );
  }
}
