import { partition } from '../engine/key-identifier';
import type { NotModelled, ResourceChange } from './change-set';
import type { DeployedStack } from './deployed-stack';
import { isObject, own } from './json';
import { otherResource } from './other-resource';
import { derivedKeyId, derivedSuffix } from './physical-id';
import type { DeletionPolicy, ResourceDefinition } from './resource-definition';
import { ResourceDeployer, type RollBack } from './resource-deployer';
import { readProperties } from './resources/read-properties';
import type { DesiredResource, ResourceType } from './resources/resource-type';
import { resourceType } from './resources/resource-types';
import { type TagPair, withStackTags } from './resources/tags';
import { checkRules } from './rules';
import { stackOutputs } from './stack-outputs';
import { planResources } from './stack-plan';
import type { StackResource } from './stack-resource';
import { StackScope } from './stack-scope';
import type { StackTemplate } from './stack-template';
import { parseTemplate, type Template } from './template';
import { at, TemplateError } from './template-error';
import type { World } from './world';

type Policies = Pick<StackResource, 'deletionPolicy' | 'updateReplacePolicy'>;

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** What holds for a stack and the stacks nested in it. */
export interface DeploymentSettings {
  /** ARN of the principal who calls KMS. */
  readonly principal: string;
  /** Types to take for those of other services. */
  readonly notModelled: readonly string[];
}

/** A stack on its way from one template to the next. */
export class StackDeployment {
  readonly notModelled: NotModelled[] = [];
  private readonly deployer: ResourceDeployer;
  private readonly scope: StackScope;
  private readonly template: Template;
  private readonly nested: StackDeployment[] = [];
  private readonly environment;
  private readonly definitions: readonly ResourceDefinition[];

  /** @throws TemplateError when the template cannot be deployed whatever there is, before anything is done. */
  constructor(
    private readonly world: World,
    private readonly source: StackTemplate,
    private readonly settings: DeploymentSettings,
    private readonly previous: DeployedStack | undefined,
  ) {
    const { name: stack, account, region, parameters = {} } = source;
    this.template = at({ stack }, () => parseTemplate(source.template));
    const awsPartition = partition(region);
    const uuid = derivedKeyId({ stack, account, region, logicalId: '' }, 0, false);
    const stackId = `arn:${awsPartition}:cloudformation:${region}:${account}:stack/${stack}/${uuid}`;
    this.environment = { stack, account, region, partition: awsPartition, principal: settings.principal, stackId };
    this.scope = at({ stack }, () => new StackScope(this.environment, this.template, parameters, world));
    this.definitions = at({ stack }, () => this.plan());
    this.deployer = new ResourceDeployer(world, this.environment);
  }

  /** What changed, nested stacks included, in the order in which it did. */
  get changes(): ResourceChange[] {
    return [...this.nested.flatMap((stack) => stack.changes), ...this.deployer.changes];
  }

  /** Creates and updates the resources; removes none yet. @throws TemplateError, with everything left as it is then. */
  apply(): DeployedStack {
    return at({ stack: this.source.name }, () => {
      for (const definition of this.definitions) {
        const { logicalId, type, constructPath } = definition;
        const resource = at({ logicalId, type, constructPath }, () => this.bring(definition));
        this.scope.resources.set(logicalId, resource);
      }
      const stack = this.result();
      this.export(stack);
      return stack;
    });
  }

  rollBack(): RollBack {
    return this.deployer.rollBack();
  }

  /** Removes what the template does not have any more, and what was replaced. Gives what could not be removed. */
  cleanUp(): StackResource[] {
    for (const stack of this.nested) stack.cleanUp();
    const old = [...(this.previous?.resources.values() ?? [])].reverse();
    const left = old.filter((resource) => !this.remove(resource));
    this.world.iam.flush();
    return left.reverse();
  }

  private remove(old: StackResource): boolean {
    const now = this.scope.resources.get(old.logicalId);
    const policy = now ? now.updateReplacePolicy : old.deletionPolicy;
    if (old.nested && !now && policy === 'Delete') return this.removeNested(old.nested);
    if (!old.deployed || now?.physicalId === old.physicalId) return true;
    return this.deployer.remove(old.deployed, policy);
  }

  private plan(): ResourceDefinition[] {
    const { notModelled } = this.settings;
    checkRules(this.template.rules, this.scope.evaluator);
    return planResources(this.template, { ...this.source, notModelled }, this.scope);
  }

  /** The type by which a resource is honoured; `undefined` for resources of other services. */
  private honoured(type: string): ResourceType | undefined {
    return this.settings.notModelled.includes(type) ? undefined : resourceType(type);
  }

  private bring(definition: ResourceDefinition): StackResource {
    const { logicalId, type, constructPath } = definition;
    const previous = this.previous?.resources.get(logicalId);
    if (previous && previous.type !== type) {
      throw new TemplateError(
        `Update of resource type is not permitted: ${logicalId} was ${previous.type}. Give the new resource another logical id.`,
      );
    }
    const policies: Policies = {
      deletionPolicy: this.policy(definition, 'deletionPolicy'),
      updateReplacePolicy: this.policy(definition, 'updateReplacePolicy'),
    };
    if (type === NESTED_STACK) return { ...policies, ...this.bringNested(definition, previous?.nested) };
    if (!this.honoured(type)) {
      this.notModelled.push({ stack: this.environment.stack, logicalId, type, constructPath });
      return otherResource(definition, policies, this.environment, this.scope);
    }

    const desired = this.desired(definition);
    const deployed = previous?.deployed
      ? this.deployer.update(desired, previous.deployed, policies.deletionPolicy)
      : this.deployer.create(desired, policies.deletionPolicy);
    const { physicalId, attributes } = deployed;
    const attribute = (name: string) => (Object.hasOwn(attributes, name) ? attributes[name] : undefined);
    return { ...policies, logicalId, type, constructPath, physicalId, attribute, deployed };
  }

  private desired({ logicalId, type, constructPath, properties }: ResourceDefinition): DesiredResource {
    const known = resourceType(type)!;
    const read = at({ property: 'Properties' }, () => {
      const value = this.scope.evaluator.value(properties);
      return readProperties(known.properties, isObject(value) ? value : {});
    });
    const tags = known.taggable && withStackTags(read.Tags as TagPair[] | undefined, this.source.tags);
    return { logicalId, type, constructPath, properties: tags?.length ? { ...read, Tags: tags } : read };
  }

  private bringNested(
    { logicalId, type, constructPath, properties }: ResourceDefinition,
    previous: DeployedStack | undefined,
  ) {
    const nested = own(this.source.nested, logicalId);
    if (!nested)
      throw new TemplateError(
        'the template of this nested stack is not known: give it in nested, under the logical id.',
      );
    const value = at({ property: 'Properties' }, () => this.scope.evaluator.value(properties)) as Record<
      string,
      unknown
    >;
    const suffix = derivedSuffix({ ...this.environment, logicalId }, 0);
    const source: StackTemplate = {
      ...nested,
      name: `${this.source.name}-${logicalId}-${suffix}`,
      account: this.source.account,
      region: this.source.region,
      tags: this.source.tags,
      parameters: isObject(value.Parameters) ? value.Parameters : {},
    };
    const child = new StackDeployment(this.world, source, this.settings, previous);
    this.nested.push(child);
    this.deployer.onRollBack({ logicalId, type, constructPath }, () => child.rollBack());
    const stack = child.apply();
    const attribute = (name: string) => stack.outputs.get(name.replace(/^Outputs\./, ''));
    return { logicalId, type, constructPath, physicalId: stack.id, attribute, nested: stack };
  }

  private removeNested(stack: DeployedStack): boolean {
    const { name, account, region } = stack;
    const empty: StackTemplate = { name, account, region, template: { Resources: {} } };
    const removal = new StackDeployment(this.world, empty, this.settings, stack);
    removal.apply();
    const left = removal.cleanUp();
    this.nested.push(removal);
    return left.length === 0;
  }

  private policy(definition: ResourceDefinition, which: keyof Policies): DeletionPolicy {
    const property = `${which[0].toUpperCase()}${which.slice(1)}`;
    const policy = at({ property }, () => this.scope.evaluator.value(definition[which]));
    if (policy === 'Delete' || policy === 'Retain' || policy === 'RetainExceptOnCreate') return policy;
    if (policy === 'Snapshot' && !this.honoured(definition.type)) return policy;
    throw new TemplateError(`must be Delete, Retain or RetainExceptOnCreate, not ${policy}.`, { property });
  }

  /** Others can import the values from now on, until a rollback takes that back. */
  private export(stack: DeployedStack): void {
    const { exports } = this.world;
    exports.check(stack, this.previous);
    exports.replace(stack, this.previous);
    const before = this.previous ?? { ...stack, exports: new Map(), imports: new Set() };
    this.deployer.undo({}, () => exports.replace(before, stack));
  }

  private result(): DeployedStack {
    const { name, account, region } = this.source;
    const { resources, imports } = this.scope;
    return {
      name,
      account,
      region,
      id: this.environment.stackId,
      resources,
      imports,
      ...stackOutputs(this.template.outputs, this.scope),
    };
  }
}
