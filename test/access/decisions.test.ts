import type { Decision } from '../../src/access/decision';
import { evaluateAccess } from '../../src/access/evaluate-access';
import { OPERATORS } from '../../src/access/operators';
import { KEY_CONDITION_KEYS, PERMISSIONS } from '../../src/spec/generated/permissions';
import { actions } from './decisions/actions';
import { awsManagedKeys } from './decisions/aws-managed-keys';
import { boundariesAndSessions } from './decisions/boundaries-and-sessions';
import { conditionKeys } from './decisions/condition-keys';
import { conditionLogic } from './decisions/condition-logic';
import { crossAccount } from './decisions/cross-account';
import type { DecisionRow } from './decisions/decision-row';
import { grants, retireGrants } from './decisions/grants';
import { identityOnly } from './decisions/identity-only';
import { notPrincipals } from './decisions/not-principals';
import { operators } from './decisions/operators';
import { resourceControl, serviceControl, vpcEndpoints } from './decisions/organizations';
import { principalKeys } from './decisions/principal-keys';
import { principals } from './decisions/principals';
import { resources } from './decisions/resources';
import { sameAccount } from './decisions/same-account';
import { setOperators } from './decisions/set-operators';
import { trustPolicies } from './decisions/trust-policies';
import { variables } from './decisions/variables';

const TOPICS: Readonly<Record<string, readonly DecisionRow[]>> = {
  principals,
  notPrincipals,
  actions,
  resources,
  operators,
  setOperators,
  conditionLogic,
  conditionKeys,
  principalKeys,
  variables,
  sameAccount,
  identityOnly,
  boundariesAndSessions,
  serviceControl,
  resourceControl,
  vpcEndpoints,
  crossAccount,
  grants,
  retireGrants,
  awsManagedKeys,
  trustPolicies,
};
const ROWS = Object.values(TOPICS).flat();

describe.each(Object.entries(TOPICS))('decisions: %s', (_, rows) => {
  test.each(rows)('$name', ({ request, expected, by, page }) => {
    const decision = evaluateAccess(request);

    // The page tells whoever sees a row fail where AWS's answer stands.
    expect({ page, decision: decision.decision, by: by && decision.decidedBy }).toEqual({
      page,
      decision: expected,
      by,
    });
  });

  test('every answer can be explained', () => {
    for (const { request } of rows) {
      const decision = evaluateAccess(request);
      const matched = decision.reasons.filter((reason) => reason.matched).length;

      expect(decision.toString()).toMatch(/^(Allowed|Denied): .+\n.+/);
      if (decision.decision === 'ExplicitlyDenied') expect(matched).toBeGreaterThan(0);
    }
  });
});

describe('the table of decisions', () => {
  const texts = ROWS.map(({ request }) => JSON.stringify(request).toLowerCase());
  const mentions = (word: string) => texts.some((text) => text.includes(word.toLowerCase()));

  test('has at least 300 rows, each with the AWS page that decides it', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(300);
    expect(ROWS.filter(({ page }) => !/^https:\/\/(docs|repost)\.aws/.test(page))).toEqual([]);
  });

  test('has every operator, with both answers', () => {
    const answers = (operator: string) =>
      new Set(
        ROWS.filter(({ request }) => JSON.stringify(request).includes(`{"${operator}":`)).map(
          ({ expected }) => expected,
        ),
      );

    for (const operator of [...Object.keys(OPERATORS), 'Null']) {
      expect([operator, [...answers(operator)].sort()]).toEqual([
        operator,
        expect.arrayContaining(['Allowed', 'ImplicitlyDenied']),
      ]);
    }
  });

  test('has every condition key of the permissions reference', () => {
    const keys = Object.values(PERMISSIONS)
      .flatMap(({ conditionKeys: own }) => own)
      .concat(KEY_CONDITION_KEYS);

    expect(keys.map((key) => key.replace(/(context-key|tag-key)$/, '')).filter((key) => !mentions(key))).toEqual([]);
  });

  test('has every action', () => {
    const actionsOfKms = Object.keys(PERMISSIONS).flatMap((name) =>
      name === 'ReEncrypt' ? ['ReEncryptFrom', 'ReEncryptTo'] : [name],
    );

    expect(actionsOfKms.filter((name) => !mentions(`"action":"kms:${name}"`))).toEqual([]);
  });

  test('has every layer as the one that decides', () => {
    const layers: Decision['decidedBy'][] = ROWS.flatMap(({ by }) => by ?? []);

    expect(new Set(layers)).toEqual(
      new Set([
        'keyPolicy',
        'identityPolicy',
        'permissionsBoundary',
        'sessionPolicy',
        'serviceControlPolicy',
        'resourceControlPolicy',
        'vpcEndpointPolicy',
        'grant',
        'crossAccount',
        'rootUser',
      ]),
    );
  });
});
