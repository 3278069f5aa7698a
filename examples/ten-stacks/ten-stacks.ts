import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  type IRole,
  ManagedPolicy,
  Policy,
  PolicyStatement,
  Role,
  ServicePrincipal,
  User,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { AsymmetricEncryptionKey, KeyService, KeySpec, KeyUse, MacKey, SigningKey, SymmetricKey } from 'cdk-keysmith';

const env = { account: '111122223333', region: 'eu-central-1' };
const PARTNER_ACCOUNT = '444455556666';

/** A company of ten stacks: most of it is in order, and some of it is what people do in a hurry. */
export function tenStacks(): App {
  const app = new App();
  const stack = (id: string) => new Stack(app, id, { env });

  const people = stack('People');
  const role = (scope: Stack, roleName: string): Role =>
    new Role(scope, roleName, { roleName, assumedBy: new AccountPrincipal(env.account) });
  const keyAdmin = role(people, 'KeyAdmin');
  const auditor = role(people, 'Auditor');
  const developer = role(people, 'Developer');
  const platformAdmin = role(people, 'PlatformAdmin');
  platformAdmin.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
  const administrators = [keyAdmin];

  orders(stack('Orders'), administrators);
  customers(stack('Customers'), administrators, auditor);
  receipts(stack('Receipts'), administrators, auditor);
  payments(stack('Payments'), administrators);
  reporting(stack('Reporting'), administrators);
  auditLogs(stack('AuditLogs'), administrators, auditor);
  exchange(stack('Exchange'), administrators);
  operations(stack('Operations'), developer);
  legacy(stack('Legacy'), developer);
  return app;
}

/** One application uses the key, through one bucket of its own. */
function orders(stack: Stack, administrators: IRole[]): void {
  const application = serviceRole(stack, 'OrdersApplication');
  const key = new SymmetricKey(stack, 'Key', { aliases: ['orders'], administrators, enableKeyRotation: true });
  key.allow(application, KeyUse.ENCRYPT_DECRYPT, { viaServices: ['s3', 'sqs'] });
}

/** Every tenant's data have an encryption context; support sees one tenant. */
function customers(stack: Stack, administrators: IRole[], auditor: IRole): void {
  const application = serviceRole(stack, 'CustomersApplication');
  const support = serviceRole(stack, 'CustomersSupport');
  const key = new SymmetricKey(stack, 'Key', { aliases: ['customers'], administrators, users: [application] });
  key.allow(support, KeyUse.DECRYPT, { encryptionContext: { tenant: 'example' } });
  key.grantDecrypt(auditor);
}

function receipts(stack: Stack, administrators: IRole[], auditor: IRole): void {
  const signer = serviceRole(stack, 'ReceiptsSigner');
  const key = new SigningKey(stack, 'Key', {
    keySpec: KeySpec.ECC_NIST_P256,
    aliases: ['receipts'],
    administrators,
    signers: [signer],
  });
  key.grantVerify(auditor);
}

function payments(stack: Stack, administrators: IRole[]): void {
  const gateway = serviceRole(stack, 'PaymentsGateway');
  new MacKey(stack, 'Key', {
    keySpec: KeySpec.HMAC_256,
    aliases: ['payments'],
    administrators,
    users: [gateway],
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Whoever may become the exporter may decrypt: the scheduler assumes the exporter. */
function reporting(stack: Stack, administrators: IRole[]): void {
  const scheduler = serviceRole(stack, 'ReportScheduler');
  const exporter = new Role(stack, 'ReportExporter', { roleName: 'ReportExporter', assumedBy: scheduler });
  new SymmetricKey(stack, 'Key', { aliases: ['reports'], administrators, users: [exporter] });
}

function auditLogs(stack: Stack, administrators: IRole[], auditor: IRole): void {
  new SymmetricKey(stack, 'Key', {
    aliases: ['audit-logs'],
    administrators,
    decryptors: [auditor],
    services: [KeyService.cloudWatchLogs('/audit/*'), KeyService.cloudTrail('company')],
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
  });
}

/** A partner encrypts what only we decrypt. */
function exchange(stack: Stack, administrators: IRole[]): void {
  const importer = serviceRole(stack, 'ExchangeImporter');
  const key = new AsymmetricEncryptionKey(stack, 'Key', {
    aliases: ['exchange'],
    administrators,
    decryptors: [importer],
  });
  key.grantEncrypt(new AccountPrincipal(PARTNER_ACCOUNT));
}

/** Nobody meant a developer to read orders, but he may rewrite who becomes the application. */
function operations(stack: Stack, developer: IRole): void {
  const breakGlass = new User(stack, 'BreakGlass', { userName: 'break-glass' });
  new Policy(stack, 'Emergencies', {
    users: [breakGlass],
    statements: [new PolicyStatement({ actions: ['kms:PutKeyPolicy', 'kms:DescribeKey'], resources: ['*'] })],
  });
  new Policy(stack, 'Deployments', {
    roles: [developer],
    statements: [
      new PolicyStatement({
        actions: ['iam:UpdateAssumeRolePolicy'],
        resources: [`arn:aws:iam::${env.account}:role/OrdersApplication`],
      }),
    ],
  });
}

/** A key as it always was: everything is left to IAM, and one application is allowed by nobody but IAM. */
function legacy(stack: Stack, developer: IRole): void {
  const batch = serviceRole(stack, 'LegacyBatch');
  const key = new Key(stack, 'Key', { alias: 'legacy', pendingWindow: Duration.days(7) });
  key.grantDecrypt(batch);
  key.grantEncrypt(developer);
  new Policy(stack, 'InVain', {
    roles: [batch],
    statements: [
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [`arn:aws:kms:${env.region}:${env.account}:key/*`],
      }),
    ],
  });
}

function serviceRole(stack: Stack, roleName: string): Role {
  return new Role(stack, roleName, { roleName, assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
}
