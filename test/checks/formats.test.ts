import { execFileSync } from 'node:child_process';
import type { Log } from 'sarif';
import { check } from '../../src/checks/check';
import { findingsJson } from '../../src/checks/findings-json';
import { findingsText } from '../../src/checks/findings-text';
import { junit } from '../../src/checks/junit';
import { RULES } from '../../src/checks/rules/rules';
import { sarif } from '../../src/checks/sarif';
import { ADMIN, localKms, policy } from '../local-client';

function findings() {
  const kms = localKms();
  const Policy = policy({ Principal: '*', Action: 'kms:*', Sid: '<&"> "quoted"' });
  kms.call('CreateKey', { Policy }, ADMIN);
  return check(kms);
}

describe('the formats of findings', () => {
  const found = findings();

  test('text says what, why and how to fix, and counts', () => {
    const text = findingsText(found);
    expect(text).toContain('error public-key: The key policy allows everyone, without a condition.');
    expect(text).toMatch(/\d+ errors, \d+ warnings, \d+ notes\.\n$/);
    expect(findingsText([])).toBe('No findings.\n');
  });

  test('JSON has every finding', () => {
    expect(findingsJson(found).findings).toHaveLength(found.length);
  });

  test('SARIF is a log of version 2.1.0 whose results point to their rules', () => {
    // The assignment is checked by the compiler.
    const log: Log = sarif(found);
    const [run] = log.runs;
    expect(run.results).toHaveLength(found.length);
    for (const { ruleId, ruleIndex } of run.results!) expect(run.tool.driver.rules![ruleIndex!].id).toBe(ruleId);
  });

  test('JUnit is well-formed XML that counts its failures', () => {
    const xml = junit(found);
    const count = execFileSync(
      'python3',
      [
        '-c',
        'import sys,xml.etree.ElementTree as e;r=e.fromstring(sys.stdin.buffer.read());print(r.get("failures"),len(r.findall("testcase/failure")),len(r.findall("testcase")))',
      ],
      { input: xml },
    );
    const [said, failures, cases] = count.toString().trim().split(' ');
    expect([said, cases]).toEqual([failures, String(RULES.length)]);
    expect(Number(failures)).toBeGreaterThan(0);
  });
});
