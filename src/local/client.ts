import type { LocalRequestHandler } from './request-handler';

/** A command of @aws-sdk/client-kms, by structure. */
export interface KmsCommand<Output> {
  resolveMiddleware(stack: never, configuration: never, options: never): (args: never) => Promise<{ output: Output }>;
}

/** A `KMSClient` of @aws-sdk/client-kms; name that type as `client<KMSClient>(...)` where it is wanted. */
export interface LocalKmsClient {
  send<Output>(command: KmsCommand<Output>): Promise<Output>;
  destroy(): void;
}

/** Plain configuration for a client of the user's own making: `new KMSClient(kms.clientConfig({ as }))`. */
export interface LocalKmsClientConfig {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: LocalRequestHandler;
  readonly maxAttempts: number;
}
