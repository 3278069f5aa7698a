import fc from 'fast-check';
import { compilePolicy, type PolicyKind } from '../../src/access/compile-policy';
import { evaluateAccess } from '../../src/access/evaluate-access';
import { PolicyError } from '../../src/access/policy-error';
import {
  type ArbitraryRequest,
  arbitraryRequest,
  type Document,
  type StatementJson,
  statement,
} from './arbitrary-request';
import { referenceAnswer } from './reference-evaluator';

const answer = (request: ArbitraryRequest) => evaluateAccess(request).decision;

/** Every document of a request, with the kind of statement that it takes. */
function documents(
  request: ArbitraryRequest,
): { readonly document: Document; readonly kind: 'resource' | 'identity' | 'everyone' }[] {
  const of = (kind: 'resource' | 'identity' | 'everyone', ...found: (Document | undefined)[]) =>
    found.flatMap((document) => (document ? [{ document, kind }] : []));
  return [
    ...of('resource', request.keyPolicy, request.vpcEndpointPolicy),
    ...of(
      'identity',
      ...request.identityPolicies,
      request.permissionsBoundary,
      ...request.sessionPolicies,
      ...request.serviceControlPolicies.flat(),
    ),
    ...of('everyone', ...request.resourceControlPolicies.flat()),
  ];
}

/** A request, and the same with one statement more in one of its documents. */
const oneStatementMore = (effect: 'Allow' | 'Deny') =>
  arbitraryRequest.chain((request) => {
    const places = documents(request);
    return fc.nat(places.length - 1).chain((place) =>
      statement(places[place].kind, fc.constant(effect)).map((added) => {
        const more = structuredClone(request);
        documents(more)[place].document.Statement.push(added);
        return { request, more };
      }),
    );
  });

/** The same document in another order: statements, elements, condition keys, values. */
function reversed(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(reversed).reverse();
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .map(([name, value]) => [name, reversed(value)])
      .reverse(),
  );
}

describe('properties of the evaluator', () => {
  test('it answers as the reference does', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitraryRequest, (request) => {
        const expected = referenceAnswer(request);
        seen.add(expected);
        expect(answer(request)).toBe(expected);
      }),
      { numRuns: 5000 },
    );
    expect([...seen].sort()).toEqual(['Allowed', 'ExplicitlyDenied', 'ImplicitlyDenied']);
  });

  test('one more Deny never turns a denial into an Allow', () => {
    fc.assert(
      fc.property(oneStatementMore('Deny'), ({ request, more }) => {
        if (answer(request) !== 'Allowed') expect(answer(more)).not.toBe('Allowed');
      }),
      { numRuns: 2000 },
    );
  });

  test('one more Allow never turns an Allow into a denial', () => {
    let allowed = 0;
    fc.assert(
      fc.property(oneStatementMore('Allow'), ({ request, more }) => {
        if (answer(request) !== 'Allowed') return;
        allowed++;
        expect(answer(more)).toBe('Allowed');
      }),
      { numRuns: 3000 },
    );
    expect(allowed).toBeGreaterThan(100);
  });

  test('the order of statements, keys and values does not matter', () => {
    fc.assert(
      fc.property(arbitraryRequest, (request) => {
        const other = structuredClone(request);
        for (const { document } of documents(other))
          document.Statement = reversed(document.Statement) as StatementJson[];
        other.identityPolicies.reverse();
        other.grants.reverse();
        expect(answer(other)).toBe(answer(request));
      }),
      { numRuns: 2000 },
    );
  });

  test('a compiled policy answers as its document does', () => {
    fc.assert(
      fc.property(arbitraryRequest, (request) => {
        const compiled = {
          ...request,
          keyPolicy: compilePolicy(request.keyPolicy, 'keyPolicy'),
          identityPolicies: request.identityPolicies.map((document) =>
            compilePolicy(JSON.stringify(document), 'identityPolicy'),
          ),
        };
        expect(evaluateAccess(compiled).decision).toBe(answer(request));
      }),
      { numRuns: 500 },
    );
  });

  test('every answer has an explanation and reasons', () => {
    fc.assert(
      fc.property(arbitraryRequest, (request) => {
        const decision = evaluateAccess(request);

        expect(decision.text.split('\n').length).toBeGreaterThan(1);
        expect(decision.reasons.some(({ matched, effect }) => matched && effect === 'Deny')).toBe(
          decision.decision === 'ExplicitlyDenied',
        );
        for (const { matched, failures } of decision.reasons) expect(failures.length === 0).toBe(matched);
      }),
      { numRuns: 500 },
    );
  });

  test('a random document is refused with an error that says what to write, or evaluated', () => {
    const KINDS: PolicyKind[] = [
      'keyPolicy',
      'identityPolicy',
      'sessionPolicy',
      'resourceControlPolicy',
      'vpcEndpointPolicy',
      'trustPolicy',
    ];
    const word = fc.constantFrom(
      'Allow',
      'Deny',
      '*',
      'kms:*',
      'kms:Decrypt',
      '${x',
      '${aws:username}',
      'arn:aws:iam::111122223333:root',
      'arn:aws:kms:us-east-1:111122223333:key/*',
      'true',
      '10',
      '2012-10-17',
      '203.0.113.0/24',
      '',
    );
    const leaf = fc.oneof(
      { weight: 8, arbitrary: fc.oneof(word, fc.array(word, { maxLength: 2 })) },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
    );
    const elements = fc.constantFrom(
      'Sid',
      'Effect',
      'Principal',
      'NotPrincipal',
      'Action',
      'Resource',
      'Condition',
      'Extra',
    );
    /** A valid statement of which some elements have become something else, or have gone. */
    const damaged = fc
      .record({
        valid: statement('resource'),
        damage: fc.dictionary(elements, fc.option(leaf, { nil: undefined }), { maxKeys: 2 }),
      })
      .map(({ valid, damage }) => ({ ...valid, ...damage }));
    const given = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          Version: fc.constantFrom('2012-10-17', '2008-10-17', undefined, 2012),
          Statement: fc.oneof(damaged, fc.array(damaged, { maxLength: 3 })),
        }),
      },
      { weight: 1, arbitrary: fc.record({ Statement: leaf, Id: leaf }) },
      { weight: 1, arbitrary: fc.json() },
      { weight: 1, arbitrary: fc.string() },
    ) as fc.Arbitrary<string | object>;
    const outcomes = { refused: 0, evaluated: 0 };

    fc.assert(
      fc.property(given, fc.constantFrom(...KINDS), (document, kind) => {
        try {
          const policy = compilePolicy(document, kind);
          const decision = evaluateAccess({
            action: 'kms:Decrypt',
            resource: 'arn:aws:kms:us-east-1:111122223333:key/k',
            principal: 'arn:aws:iam::111122223333:user/a',
            [kind === 'identityPolicy' ? 'identityPolicies' : kind]: kind === 'identityPolicy' ? [policy] : policy,
          });
          expect(decision.text).toMatch(/^(Allowed|Denied)/);
          outcomes.evaluated++;
        } catch (error) {
          if (!(error instanceof PolicyError)) throw error;
          expect(error.message).toMatch(/: .+\. \w.+\.$/s);
          outcomes.refused++;
        }
      }),
      { numRuns: 5000 },
    );
    expect(outcomes.refused).toBeGreaterThan(100);
    expect(outcomes.evaluated).toBeGreaterThan(100);
  });
});
