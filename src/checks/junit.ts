import type { Finding } from './rule';
import { RULES } from './rules/rules';

/** Findings as JUnit's XML: each rule is a test, and notes do not fail it. */
export function junit(findings: readonly Finding[]): string {
  const cases = RULES.map((rule) => ({
    rule,
    found: rule.severity === 'info' ? [] : findings.filter((finding) => finding.rule === rule),
  }));
  const failures = cases.filter(({ found }) => found.length > 0).length;
  const lines = cases.map(({ rule, found }) => {
    const open = `  <testcase classname="keysmith" name="${escaped(rule.id)}"`;
    if (found.length === 0) return `${open}/>`;
    const details = found.map(({ on, detail }) => `${on}: ${detail}`).join('\n');
    return `${open}><failure message="${escaped(rule.what)}">${escaped(`${details}\n${rule.fix}`)}</failure></testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="keysmith" tests="${cases.length}" failures="${failures}">`,
    ...lines,
    '</testsuite>',
    '',
  ].join('\n');
}

/** Control characters have no place in XML at all. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, '\uFFFD')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
