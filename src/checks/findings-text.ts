import type { Finding } from './rule';

/** Findings for a terminal, with what to do. */
export function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'No findings.\n';
  const count = (severity: string) => findings.filter(({ rule }) => rule.severity === severity).length;
  const blocks = findings.map(({ rule, on, detail }) =>
    [
      `${rule.severity} ${rule.id}: ${rule.what}`,
      `  ${on}`,
      `  found: ${detail}`,
      `  why: ${rule.why}`,
      `  fix: ${rule.fix}`,
      `  see: ${rule.reference}`,
    ].join('\n'),
  );
  return `${[...blocks, `${count('error')} errors, ${count('warning')} warnings, ${count('info')} notes.`].join('\n\n')}\n`;
}
