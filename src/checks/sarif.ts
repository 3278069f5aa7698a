import type { Finding, Severity } from './rule';
import { RULES } from './rules/rules';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** Findings in SARIF 2.1.0, for code review. @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif(findings: readonly Finding[]) {
  return {
    version: '2.1.0' as const,
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk-keysmith',
            rules: RULES.map(({ id, severity, what, why, fix, reference }) => ({
              id,
              shortDescription: { text: what },
              fullDescription: { text: why },
              help: { text: `${fix} ${reference}` },
              defaultConfiguration: { level: LEVELS[severity] },
            })),
          },
        },
        results: findings.map(({ rule, on, detail }) => ({
          ruleId: rule.id,
          ruleIndex: RULES.indexOf(rule),
          level: LEVELS[rule.severity],
          message: { text: `${rule.what} ${on}: ${detail}.` },
          locations: [{ logicalLocations: [{ fullyQualifiedName: on, kind: 'resource' }] }],
        })),
      },
    ],
  };
}
