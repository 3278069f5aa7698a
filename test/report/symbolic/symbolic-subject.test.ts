import fc from 'fast-check';
import type { AccessRequest } from '../../../src/access/access-request';
import { ConditionContext } from '../../../src/access/condition-context';
import { evaluateAccess } from '../../../src/access/evaluate-access';
import { toGrant } from '../../../src/access/grant';
import { Inquiry } from '../../../src/access/inquiry';
import { toPolicySets } from '../../../src/access/policy-sets';
import type { SymbolicAccess } from '../../../src/report/symbolic/decide-symbolically';
import type { Scene } from '../../../src/report/symbolic/scene';
import { SymbolicSubject } from '../../../src/report/symbolic/symbolic-subject';
import { unconditional } from '../../../src/report/symbolic/ways';
import { arbitraryRequest } from '../../access/arbitrary-request';

/** What can be said about a request before its context is known: whatever begins with `test:` is open. */
function symbolically(request: AccessRequest): SymbolicAccess {
  const inquiry = new Inquiry({ ...request, context: {} });
  const target = { resource: request.resource, hasCallerAccount: inquiry.action.hasCallerAccount };
  const scene: Scene = {
    inquiry,
    resource: inquiry.resource,
    context: inquiry.context,
    domain: (key) => (key.startsWith('test:') ? 'open' : 'fixed'),
    contextWith: (key, value) =>
      new ConditionContext(value === undefined ? {} : { [key]: value }, inquiry.caller, target),
  };
  const subject = new SymbolicSubject({
    scene,
    sets: toPolicySets(inquiry),
    grants: (request.grants ?? []).map(toGrant),
  });
  return subject.access(inquiry.action, inquiry.action.operation);
}

function answerFor(access: SymbolicAccess, request: AccessRequest): boolean {
  const inquiry = new Inquiry(request);
  const holds = ({ requirements }: SymbolicAccess['ways']['list'][number]) =>
    requirements.every((requirement) => requirement.holds(inquiry));
  return access.ways.list.some(holds) && !access.exceptions.list.some(holds);
}

describe('SymbolicSubject', () => {
  test('says of every request what the evaluator says of that request', () => {
    const seen = { allowed: 0, conditional: 0, denied: 0 };
    fc.assert(
      fc.property(arbitraryRequest, (request) => {
        // WHEN
        const access = symbolically(request);

        // THEN
        expect(access.ways.more + access.exceptions.more).toBe(0);
        expect(answerFor(access, request)).toBe(evaluateAccess(request).decision === 'Allowed');
        const never = access.ways.list.length === 0 || unconditional(access.exceptions) !== undefined;
        const always = unconditional(access.ways) !== undefined && access.exceptions.list.length === 0;
        seen[never ? 'denied' : always ? 'allowed' : 'conditional']++;
      }),
      { numRuns: 10_000 },
    );
    expect(Math.min(seen.allowed, seen.conditional, seen.denied)).toBeGreaterThan(300);
  });

  test('knows before a request is made what no request can change', () => {
    fc.assert(
      fc.property(arbitraryRequest, arbitraryRequest, (request, { context }) => {
        // GIVEN
        const access = symbolically(request);
        const never = access.ways.list.length === 0 || unconditional(access.exceptions) !== undefined;
        const always = unconditional(access.ways) !== undefined && access.exceptions.list.length === 0;

        // WHEN
        const { decision } = evaluateAccess({ ...request, context });

        // THEN
        if (never) expect(decision).not.toBe('Allowed');
        if (always) expect(decision).toBe('Allowed');
      }),
      { numRuns: 3000 },
    );
  });
});
