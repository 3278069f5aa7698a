import type { AccessKey } from '../sts/access-key';

/** What AWS CLI and SDKs read. */
export function accessKeyVariables({ accessKeyId, secretAccessKey, sessionToken }: AccessKey): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
  };
}

export function endpointVariables(address: string, region: string): Record<string, string> {
  return { AWS_ENDPOINT_URL_KMS: address, AWS_ENDPOINT_URL_STS: address, AWS_REGION: region };
}

/** A line for a shell. */
export function exportLine(variables: Readonly<Record<string, string>>): string {
  return `export ${Object.entries(variables)
    .map(([name, value]) => `${name}=${/^[\w:/.-]+$/.test(value) ? value : `'${value}'`}`)
    .join(' ')}`;
}
