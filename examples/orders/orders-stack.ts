import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccountPrincipal, ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { KeySpec, SigningKey, SymmetricKey } from 'cdk-keysmith';
import type { Construct } from 'constructs';

/** A shop keeps its orders encrypted and signs its receipts. */
export class OrdersStack extends Stack {
  readonly ordersKey: SymmetricKey;
  readonly receiptsKey: SigningKey;

  /** Manages the keys, and may not delete them. */
  readonly keyAdmin: Role;
  /** Manages the keys too, and holds AdministratorAccess: what a key policy can hold back, and what it cannot. */
  readonly platformAdmin: Role;
  readonly application: Role;
  readonly reporting: Role;
  readonly auditor: Role;

  constructor(scope: Construct, id: string, props: StackProps = {}) {
    super(scope, id, props);

    const role = (name: string) => new Role(this, name, { assumedBy: new AccountPrincipal(this.account) });
    this.keyAdmin = role('KeyAdmin');
    this.platformAdmin = role('PlatformAdmin');
    this.platformAdmin.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
    this.application = role('Application');
    this.reporting = role('Reporting');
    this.auditor = role('Auditor');

    this.ordersKey = new SymmetricKey(this, 'OrdersKey', {
      aliases: ['orders'],
      description: 'Encrypts order records',
      tags: { team: 'orders' },
      administrators: [this.keyAdmin, this.platformAdmin],
      users: [this.application],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.ordersKey.grantDecrypt(this.reporting);

    this.receiptsKey = new SigningKey(this, 'ReceiptsKey', {
      keySpec: KeySpec.ECC_NIST_P256,
      aliases: ['receipts'],
      description: 'Signs receipts',
      administrators: [this.keyAdmin, this.platformAdmin],
      users: [this.application],
    });
    this.receiptsKey.grantVerify(this.auditor);

    new Bucket(this, 'Orders', { encryption: BucketEncryption.KMS, encryptionKey: this.ordersKey });
    new Queue(this, 'NewOrders', { encryptionMasterKey: this.ordersKey });
  }
}
