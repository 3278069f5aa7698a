import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kms } from '../engine/kms';
import { operations } from '../operations/operations';
import { Deployments } from '../template/deployment';
import { DeploymentError } from '../template/deployment-error';
import { readAssembly } from '../template/read-assembly';
import { TemplateError } from '../template/template-error';
import { type CheckOptions, check } from './check';
import type { Finding } from './rule';

/** Where a resource stands. */
export interface ResourcePlace {
  readonly resourceLogicalId: string;
  readonly templatePath: string;
  readonly locations: string[];
}

export type AssemblyResult =
  | { readonly findings: readonly Finding[]; readonly places: ReadonlyMap<string, ResourcePlace> }
  | { readonly failure: { readonly stack?: string; readonly logicalId?: string; readonly reason: string } };

const CHECKED = /^AWS::(KMS::Key|KMS::ReplicaKey|IAM::Role|IAM::User)$/;

/** Deploys a cloud assembly into a local KMS of its own, and asks every rule. What cannot be deployed is said so. */
export function checkAssembly(directory: string, options: CheckOptions = {}): AssemblyResult {
  const kms = new Kms(operations);
  const deployments = new Deployments(kms);
  try {
    const stacks = readAssembly(directory, { account: kms.accountId, region: kms.region });
    deployments.deploy(stacks, { allowUnknownManagedPolicies: true });
    const files = templateFiles(directory);
    const places = new Map<string, ResourcePlace>();
    for (const { name, account, region, template } of stacks) {
      const { Resources = {} } = template as { Resources?: Record<string, { Type?: string }> };
      for (const [resourceLogicalId, { Type = '' }] of Object.entries(Resources)) {
        if (!CHECKED.test(Type)) continue;
        const arn = deployments.resource(name, resourceLogicalId, { account, region })?.attribute('Arn');
        const templatePath = files.get(JSON.stringify(template)) ?? directory;
        if (typeof arn === 'string') places.set(arn, { resourceLogicalId, templatePath, locations: ['Properties'] });
      }
    }
    return { findings: check(kms, options), places };
  } catch (error) {
    if (error instanceof DeploymentError) return { failure: placeOf(error.failure) };
    if (error instanceof TemplateError) return { failure: placeOf(error) };
    throw error;
  }
}

function placeOf({ place: { stack, logicalId }, reason }: TemplateError) {
  return { stack, logicalId, reason };
}

/** The files of templates by what stands in them. */
function templateFiles(directory: string): ReadonlyMap<string, string> {
  const paths = readdirSync(directory)
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => join(directory, name));
  return new Map(paths.map((path) => [JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))), path]));
}
