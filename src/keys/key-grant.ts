import { CustomResource, Duration, Names, Resource } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Conditions } from '../key-policy/conditions';
import type { KeyUse } from '../key-policy/key-use';
import { KeysmithError, type Refusal } from '../key-policy/keysmith-error';
import { principalLists } from '../key-policy/principal-lists';
import { SID } from '../key-policy/sid';
import { grantOperations, grantProblem } from './grant-operations';
import { KEY_GRANT_HANDLER } from './key-grant-handler';
import { ManagedKey } from './managed-key';

/** Properties of a KeyGrant. */
export interface KeyGrantProps {
  /** The key. */
  readonly key: IKey;

  /**
   * Who may use the key by the grant: a user, a role, or an account, by its ARN; or an AWS service, for which
   * `sourceArn` and `retiringPrincipal` are needed as well.
   */
  readonly grantee: IGrantable;

  /**
   * What for.
   *
   * @default - `operations`; one of them is needed
   */
  readonly use?: KeyUse;

  /**
   * Single operations beside those of `use`, as CreateGrant calls them: `Decrypt`, `CreateGrant`, `RetireGrant` and so
   * on.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grant-operations
   */
  readonly operations?: string[];

  /**
   * Pairs that the encryption context of a request must hold, among others. Up to 8 pairs, compared with case.
   * Symmetric keys only, and not together with `encryptionContextEquals`.
   *
   * @default - any encryption context
   */
  readonly encryptionContextSubset?: { readonly [name: string]: string };

  /**
   * The pairs that the encryption context of a request must consist of. Up to 8 pairs, compared with case. Symmetric
   * keys only, and not together with `encryptionContextSubset`.
   *
   * @default - any encryption context
   */
  readonly encryptionContextEquals?: { readonly [name: string]: string };

  /**
   * The resource on whose behalf an AWS service uses the key.
   *
   * @default - any; needed where the grantee is a service
   */
  readonly sourceArn?: string;

  /**
   * Who may retire the grant: a user, a role, or an AWS service.
   *
   * @default - the provider of this construct, which removes the grant with the stack even where the key policy no
   * longer lets it
   */
  readonly retiringPrincipal?: IGrantable;

  /**
   * A name, by which AWS KMS knows that a grant is there already: 1 to 256 letters, digits, `:`, `/`, `_` and `-`.
   *
   * @default - one that is made of the path of the construct
   */
  readonly grantName?: string;
}

/**
 * A KMS grant, which CloudFormation has no resource for: made with the stack and revoked with it.
 *
 * Where a key policy does, use `allow()`. A grant is for what only a grant can do: hand on the use of the key to a
 * principal that is not known beforehand, or to an AWS service for one resource.
 *
 * Behind it is an AWS Lambda function of its own. Its role may create grants for this grantee and these operations
 * only, and revoke grants, as the key policy says by its name; it may do nothing else, and it logs nothing.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export class KeyGrant extends Resource {
  /** The id of the grant. */
  public readonly grantId: string;

  public constructor(scope: Construct, id: string, props: KeyGrantProps) {
    super(scope, id);
    const { key } = props;
    const traits = key instanceof ManagedKey ? key._traits : undefined;
    const operations = grantOperations(props, traits);
    const problem = grantProblem(props, operations, traits) ?? deniedProblem(key);
    if (problem) throw new KeysmithError(this, problem);

    const role = new Role(this, 'ProviderRole', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Creates and revokes one KMS grant',
    });
    const provider = new LambdaFunction(this, 'Provider', {
      role,
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline(KEY_GRANT_HANDLER),
      timeout: Duration.minutes(2),
      description: 'Creates and revokes one KMS grant',
    });
    const grantee = principalMembers('Grantee', props.grantee);
    const retiring = props.retiringPrincipal
      ? principalMembers('Retiring', props.retiringPrincipal)
      : { RetiringPrincipal: role.roleArn };
    const creating = key.grant(role, 'kms:CreateGrant');
    creating.principalStatement?.addConditions(conditionsOf({ ...grantee, ...retiring }, operations));
    key.grant(role, 'kms:RevokeGrant');
    // Once the construct leaves the stack, its statements leave the key policy before the grant is revoked: then it is
    // the account that lets IAM decide.
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['kms:RevokeGrant'], resources: [key.keyArn] }));

    const resource = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::KeysmithKeyGrant',
      serviceToken: provider.functionArn,
      properties: {
        KeyId: key.keyArn,
        ...grantee,
        ...retiring,
        Operations: operations,
        Constraints: constraintsOf(props),
        Name: props.grantName ?? Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
        ProviderRole: role.roleArn,
      },
    });
    resource.node.addDependency(role);
    this.grantId = resource.ref;
  }
}

/** The Deny has no exception for the provider: the grant could never be made. */
function deniedProblem(key: IKey): Refusal | undefined {
  const isDenied = key instanceof ManagedKey && key._policy.entries.some(({ sid }) => sid === SID.denyGrants);
  return isDenied
    ? {
        id: 'grant-denied',
        message: `${key.node.path} denies grants other than those of AWS services. Leave out denyGrantsOutsideAws there.`,
      }
    : undefined;
}

/** GranteePrincipal or GranteeServicePrincipal, RetiringPrincipal or RetiringServicePrincipal. */
function principalMembers(role: 'Grantee' | 'Retiring', { grantPrincipal }: IGrantable): Record<string, string> {
  const { AWS = [], Service = [] } = principalLists([grantPrincipal]) as Record<string, string[]>;
  return Service.length > 0 ? { [`${role}ServicePrincipal`]: Service[0] } : { [`${role}Principal`]: AWS[0] };
}

function conditionsOf(principals: Record<string, string>, operations: readonly string[]): Conditions {
  const equals = Object.entries(principals).map(([member, principal]) => [`kms:${member}`, principal]);
  return {
    StringEquals: Object.fromEntries(equals),
    'ForAllValues:StringEquals': { 'kms:GrantOperations': operations },
  };
}

function constraintsOf(props: KeyGrantProps): object | undefined {
  const constraints = {
    EncryptionContextSubset: props.encryptionContextSubset,
    EncryptionContextEquals: props.encryptionContextEquals,
    SourceArn: props.sourceArn,
  };
  return Object.values(constraints).some((constraint) => constraint !== undefined) ? constraints : undefined;
}
