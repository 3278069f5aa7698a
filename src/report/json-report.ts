import type { CompiledPolicy } from '../access/compile-policy';
import type { Membership } from '../engine/organization';
import type { AccessModel } from './access-model';
import type { ActionGroup } from './action-group';
import type { Extent, KeyAccess } from './key-access';
import type { ModelKey } from './model-key';
import type { ModelPrincipal } from './model-principal';
import { conditionsOf, type Outcome } from './outcome';
import { outcomeWords } from './outcome-words';
import type { Power, PowerStep } from './power/power';
import type { StatementRef } from './symbolic/statement-ref';

/**
 * The access model as JSON. What many cells have in common is written once and found by its place: `cells[k][p]` is
 * the place in `accesses` of what principal `p` may do with key `k`, and an access has for each action the place of its
 * outcome in `outcomes`.
 */
export interface JsonReport {
  /** Changes when readers have to change. */
  readonly version: 1;
  readonly keys: readonly JsonKey[];
  readonly principals: readonly JsonPrincipal[];
  readonly outcomes: readonly JsonOutcome[];
  readonly accesses: readonly JsonAccess[];
  /** For each key a row, with a place for each principal. */
  readonly cells: readonly (readonly number[])[];
  readonly steps: readonly JsonStep[];
  readonly powers: readonly JsonPower[];
  /** Whoever could have more: the places of key, principal and power. */
  readonly powerful: readonly (readonly [key: number, principal: number, power: number])[];
  /** Control policies by the id of their account, for each level of the organization from the root down. */
  readonly controlPolicies: Readonly<Record<string, JsonControlPolicies>>;
}

export interface JsonKey {
  readonly arn: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly accountId: string;
  readonly region: string;
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly origin: string;
  readonly state: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy: unknown;
  readonly grants: readonly JsonGrant[];
  /** The actions that such a key has, by group. */
  readonly actions: Readonly<Partial<Record<ActionGroup, readonly string[]>>>;
}

export interface JsonGrant {
  readonly grantId: string;
  readonly grantee: string;
  /** Who may retire it, besides the account of the key. */
  readonly retiring?: string;
  readonly operations: readonly string[];
  readonly constraints?: object;
}

export interface JsonPrincipal {
  readonly id: string;
  readonly kind: ModelPrincipal['kind'];
  readonly name: string;
  readonly accountId?: string;
  /** False where the IAM policies are not part of what was deployed. */
  readonly known: boolean;
  /** The layers `identityPolicy` and `permissionsBoundary`, in the order to which outcomes refer. */
  readonly policies: readonly JsonPolicy[];
  /** Places of the outcomes of actions that concern no key. */
  readonly account: Readonly<Record<string, number>>;
}

export interface JsonPolicy {
  readonly layer: string;
  readonly name: string;
  readonly document: unknown;
}

export interface JsonOutcome {
  readonly status: Outcome['status'];
  /** The whole outcome in words. */
  readonly text: string;
  /** In words; absent without. */
  readonly conditions?: string;
  /** The layer that decided a denial. */
  readonly decidedBy?: string;
  /** The statements and grants that decide. */
  readonly by: readonly StatementRef[];
}

export interface JsonAccess {
  readonly extents: Readonly<Partial<Record<ActionGroup, Extent>>>;
  readonly outcomes: Readonly<Record<string, number>>;
}

/** What could be had after some calls, by group. */
export type JsonPower = Readonly<Partial<Record<ActionGroup, JsonPath>>>;

export interface JsonPath {
  readonly extent: Extent;
  /** Places in `steps`, in the order of the calls. */
  readonly steps: readonly number[];
}

export interface JsonStep {
  readonly by: string;
  readonly action: string;
  /** Absent where it is the key itself. */
  readonly on?: string;
  readonly conditions: string;
}

export interface JsonControlPolicies {
  readonly serviceControlPolicies?: readonly (readonly unknown[])[];
  readonly resourceControlPolicies?: readonly (readonly unknown[])[];
}

export function jsonReport(model: AccessModel): JsonReport {
  const outcomes = new Table<Outcome, JsonOutcome>(jsonOutcome);
  const accesses = new Table<KeyAccess, JsonAccess>((access) => jsonAccess(access, outcomes));
  const rows = model.keys.map((key) => model.principals.map((principal) => model.cell(key, principal)));
  const steps = new Table<JsonStep, JsonStep>((step) => step);
  const powers = new Table<JsonPower, JsonPower>((power) => power);
  const powerful = rows.flatMap((cells, key) =>
    cells.flatMap(({ power }, principal): [number, number, number][] =>
      power.size === 0 ? [] : [[key, principal, powers.place(jsonPower(power, model.keys[key].arn, steps))]],
    ),
  );
  return {
    version: 1,
    keys: model.keys.map(jsonKey),
    principals: model.principals.map((principal) => jsonPrincipal(model, principal, outcomes)),
    cells: rows.map((cells) => cells.map(({ access }) => accesses.place(access))),
    powerful,
    steps: steps.rows,
    powers: powers.rows,
    accesses: accesses.rows,
    outcomes: outcomes.rows,
    controlPolicies: Object.fromEntries([...model.organization].map(([id, one]) => [id, controlPolicies(one)])),
  };
}

/** Writes equal things once. */
class Table<T, J> {
  readonly rows: J[] = [];
  private readonly places = new Map<T, number>();
  private readonly byText = new Map<string, number>();

  constructor(private readonly toJson: (one: T) => J) {}

  place(one: T): number {
    let place = this.places.get(one);
    if (place === undefined) {
      const json = this.toJson(one);
      const text = JSON.stringify(json);
      place = this.byText.get(text) ?? this.rows.push(json) - 1;
      this.byText.set(text, place);
      this.places.set(one, place);
    }
    return place;
  }
}

function jsonKey({ arn, name, aliases, state, record, actions, grants }: ModelKey): JsonKey {
  const { accountId, region, keySpec, keyUsage, origin, tags, policy } = record;
  return {
    arn,
    name,
    aliases,
    accountId,
    region,
    keySpec,
    keyUsage,
    origin,
    state,
    tags,
    policy: JSON.parse(policy),
    grants: grants.map((grant) => ({
      grantId: grant.grantId,
      grantee: (grant.granteePrincipal ?? grant.granteeServicePrincipal)!,
      retiring: grant.retiringPrincipal ?? grant.retiringServicePrincipal,
      operations: grant.operations,
      constraints: grant.constraints,
    })),
    actions: Object.fromEntries(actions),
  };
}

function jsonPrincipal(
  model: AccessModel,
  principal: ModelPrincipal,
  outcomes: Table<Outcome, JsonOutcome>,
): JsonPrincipal {
  const { id, kind, name, accountId, known } = principal;
  const account = Object.fromEntries(
    [...model.accountOutcomes(principal)].map(([action, outcome]) => [action, outcomes.place(outcome)]),
  );
  return { id, kind, name, accountId, known, policies: model.policiesOf(principal).map(jsonPolicy), account };
}

function jsonPolicy({ kind, name, document }: CompiledPolicy): JsonPolicy {
  return { layer: kind, name, document: JSON.parse(document) };
}

function controlPolicies({ serviceControlPolicies, resourceControlPolicies }: Membership): JsonControlPolicies {
  const levels = (policies: Membership['serviceControlPolicies']) =>
    policies?.map((level) => level.map(({ document }) => JSON.parse(document)));
  return {
    serviceControlPolicies: levels(serviceControlPolicies),
    resourceControlPolicies: levels(resourceControlPolicies),
  };
}

function jsonOutcome(outcome: Outcome): JsonOutcome {
  const conditions = conditionsOf(outcome);
  return {
    status: outcome.status,
    text: outcomeWords(outcome),
    ...(conditions !== '' && { conditions }),
    ...(outcome.status === 'denied' && { decidedBy: outcome.decidedBy }),
    by:
      outcome.status === 'conditional'
        ? [...outcome.ways.list, ...outcome.exceptions.list].flatMap(({ by }) => by)
        : outcome.by,
  };
}

function jsonAccess(access: KeyAccess, outcomes: Table<Outcome, JsonOutcome>): JsonAccess {
  return {
    extents: Object.fromEntries(access.groups.map((group) => [group, access.extent(group)!])),
    outcomes: Object.fromEntries([...access.outcomes].map(([action, outcome]) => [action, outcomes.place(outcome)])),
  };
}

function jsonPower(power: Power, key: string, table: Table<JsonStep, JsonStep>): JsonPower {
  const place = ({ by, action, on, conditions }: PowerStep): number =>
    table.place({ by, action, ...(on !== key && { on }), conditions });
  return Object.fromEntries(
    [...power].map(([group, { extent, steps }]) => [group, { extent, steps: steps.map(place) }]),
  );
}
