import { dirname } from 'node:path';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolatingResource,
  PolicyViolation,
} from 'aws-cdk-lib';
import type { Finding } from './rule';

/** Settings of KeysmithChecks. */
export interface KeysmithChecksProps {
  /**
   * Ids of rules that are not asked.
   *
   * @default - all are asked
   */
  readonly except?: string[];

  /**
   * Whether findings of severity `warning` fail the synthesis, as errors always do.
   *
   * @default false
   */
  readonly failOnWarnings?: boolean;
}

/** What a template that cannot be deployed is reported as. */
const CANNOT_DEPLOY = 'cannot-deploy';

/**
 * Checks keys and access at every synthesis: `Validations.of(app).addPlugins(new KeysmithChecks())`. The templates are
 * deployed into a local KMS, and the rules look at what has become of them.
 */
export class KeysmithChecks implements IPolicyValidationPlugin {
  /** The name in the report. */
  public readonly name = 'cdk-keysmith';

  public constructor(private readonly props: KeysmithChecksProps = {}) {}

  /** Called by the CDK. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    // Loaded here: whoever imports the constructs must not load cryptography and the reader of templates.
    const { checkAssembly } = require('./check-assembly') as typeof import('./check-assembly');
    const [first] = context.templatePaths;
    if (first === undefined) return { success: true, violations: [] };
    const result = checkAssembly(dirname(first), { except: this.props.except });
    if ('failure' in result) {
      const { logicalId, stack, reason } = result.failure;
      const description = `The stack ${stack ?? ''} cannot be deployed: ${reason}`;
      const violatingResources = [{ resourceLogicalId: logicalId ?? 'unknown', templatePath: first, locations: [] }];
      return {
        success: false,
        violations: [{ ruleName: CANNOT_DEPLOY, severity: 'error', description, violatingResources }],
      };
    }
    const fails = ({ rule }: Finding) =>
      rule.severity === 'error' || (rule.severity === 'warning' && this.props.failOnWarnings === true);
    return {
      success: !result.findings.some(fails),
      violations: result.findings.map((finding) => violation(finding, result.places.get(finding.on))),
    };
  }
}

function violation({ rule, on, detail }: Finding, place: PolicyViolatingResource | undefined): PolicyViolation {
  return {
    ruleName: rule.id,
    severity: rule.severity,
    description: `${rule.what} ${detail}. ${rule.why}`,
    fix: `${rule.fix} ${rule.reference}`,
    violatingResources: [place ?? { resourceLogicalId: on, templatePath: '', locations: [] }],
  };
}
