import type { Finding, Severity } from './rule';

export interface JsonFindings {
  readonly version: 1;
  readonly findings: readonly JsonFinding[];
}

export interface JsonFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly on: string;
  readonly detail: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly reference: string;
}

export function findingsJson(findings: readonly Finding[]): JsonFindings {
  return {
    version: 1,
    findings: findings.map(({ rule: { id, severity, what, why, fix, reference }, on, detail }) => ({
      rule: id,
      severity,
      on,
      detail,
      what,
      why,
      fix,
      reference,
    })),
  };
}
