import Ajv from 'ajv/dist/2020';
import { App } from 'aws-cdk-lib';
import { LocalKms } from 'cdk-keysmith/local';
import { OrdersStack } from '../../examples/orders/orders-stack';
import { tenStacks } from '../../examples/ten-stacks/ten-stacks';
import { AccessModel } from '../../src/report/access-model';
import { jsonReport } from '../../src/report/json-report';
import { JSON_REPORT_SCHEMA } from '../../src/report/json-schema';
import { markdownReport } from '../../src/report/markdown-report';
import { textReport } from '../../src/report/text-report';
import { expectDocument } from './document';

const EXAMPLES = {
  orders: () => LocalKms.fromStack(new OrdersStack(new App(), 'Orders')),
  'ten-stacks': () => LocalKms.fromApp(tenStacks()),
};

describe.each(Object.entries(EXAMPLES))('the report of examples/%s', (name, deploy) => {
  const model = new AccessModel(deploy().engine);

  test('is a matrix of at most 100 columns', () => {
    const text = textReport(model);

    expectDocument(`${name}.txt`, text);
    const longest = Math.max(...text.split('\n').map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(100);
  });

  test('is Markdown', () => {
    expectDocument(`${name}.md`, markdownReport(model));
  });

  test('is JSON that meets its schema', () => {
    const report = jsonReport(model);

    const json = `${JSON.stringify(report, undefined, 1)}\n`;
    expectDocument(`${name}.json`, json);
    const ajv = new Ajv({ strict: true, allErrors: true });
    expect([ajv.validate(JSON_REPORT_SCHEMA, JSON.parse(json)), ajv.errors]).toEqual([true, null]);
  });
});

describe('the JSON report', () => {
  test('has a schema that is committed with it, and that refuses what it does not know', () => {
    expectDocument('access-report.schema.json', `${JSON.stringify(JSON_REPORT_SCHEMA, undefined, 2)}\n`);
    const report = jsonReport(new AccessModel(EXAMPLES.orders().engine));
    const ajv = new Ajv();
    expect(ajv.validate(JSON_REPORT_SCHEMA, { ...report, version: 2 })).toBe(false);
    expect(ajv.validate(JSON_REPORT_SCHEMA, { ...report, more: 1 })).toBe(false);
  });

  test('says of every cell what the model says', () => {
    // GIVEN
    const model = new AccessModel(EXAMPLES['ten-stacks']().engine);

    // WHEN
    const { cells, accesses, outcomes, keys, principals } = jsonReport(model);

    // THEN
    model.keys.forEach((key, k) => {
      expect(keys[k].arn).toBe(key.arn);
      model.principals.forEach((principal, p) => {
        expect(principals[p].id).toBe(principal.id);
        const said = Object.entries(accesses[cells[k][p]].outcomes).map(([action, o]) => [action, outcomes[o].status]);
        const meant = [...model.access(key, principal).outcomes].map(([action, { status }]) => [action, status]);
        expect(said).toEqual(meant);
      });
    });
  });
});
