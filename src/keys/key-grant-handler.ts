/**
 * The function behind KeyGrant. It runs in the runtime of AWS Lambda, which has the SDK, and is short enough to be
 * written into the template: no asset, no bootstrap bucket. It logs nothing, so that no grant token is ever logged, and
 * answers with the id of the grant alone.
 *
 * A grant cannot change: what changes makes another one, and CloudFormation then deletes the first. Roles and policies
 * that were made a moment ago may not be known everywhere yet, hence the patience.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export const KEY_GRANT_HANDLER = `
const { KMSClient, CreateGrantCommand, RetireGrantCommand, RevokeGrantCommand } = require('@aws-sdk/client-kms');
const https = require('node:https');

const MEMBERS = ['KeyId', 'GranteePrincipal', 'GranteeServicePrincipal', 'RetiringPrincipal',
  'RetiringServicePrincipal', 'Operations', 'Constraints', 'Name'];
const EARLY = ['AccessDeniedException', 'InvalidArnException', 'NotFoundException', 'DependencyTimeoutException'];

const inputOf = (properties) =>
  Object.fromEntries(MEMBERS.filter((m) => properties[m] !== undefined).map((m) => [m, properties[m]]));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function create(kms, properties) {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await kms.send(new CreateGrantCommand(inputOf(properties)))).GrantId;
    } catch (error) {
      if (attempt === 8 || !EARLY.includes(error.name)) throw error;
      await pause(5000);
    }
  }
}

async function remove(kms, { KeyId }, GrantId) {
  try {
    await kms.send(new RevokeGrantCommand({ KeyId, GrantId }));
  } catch (error) {
    if (error.name === 'NotFoundException') return;
    if (error.name !== 'AccessDeniedException') throw error;
    await kms.send(new RetireGrantCommand({ KeyId, GrantId }));
  }
}

async function handle({ RequestType, PhysicalResourceId, ResourceProperties, OldResourceProperties }) {
  const kms = new KMSClient({ region: ResourceProperties.KeyId.split(':')[3] });
  if (RequestType === 'Delete') {
    if (PhysicalResourceId !== 'none') await remove(kms, ResourceProperties, PhysicalResourceId);
    return PhysicalResourceId;
  }
  const same = RequestType === 'Update' &&
    JSON.stringify(inputOf(ResourceProperties)) === JSON.stringify(inputOf(OldResourceProperties));
  return same ? PhysicalResourceId : create(kms, ResourceProperties);
}

function respond({ ResponseURL, StackId, RequestId, LogicalResourceId }, answer) {
  const body = JSON.stringify({ StackId, RequestId, LogicalResourceId, ...answer });
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
    https.request(ResponseURL, { method: 'PUT', headers }, resolve).on('error', reject).end(body);
  });
}

exports.handler = async (event) => {
  try {
    const id = await handle(event);
    await respond(event, { Status: 'SUCCESS', PhysicalResourceId: id, Data: { GrantId: id } });
  } catch (error) {
    const Reason = error.name + ': ' + error.message;
    await respond(event, { Status: 'FAILED', Reason, PhysicalResourceId: event.PhysicalResourceId ?? 'none' });
  }
};
`.trim();
