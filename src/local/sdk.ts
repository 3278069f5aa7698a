/** What is used of @aws-sdk/client-kms, by structure: the published declarations must not name a package that the user may not have. */
export interface Sdk {
  readonly KMSClient: new (config: object) => SdkClient;
  readonly KMSServiceException: new (options: object) => Error;
  readonly [exception: string]: unknown;
}

export interface SdkClient {
  readonly middlewareStack: { add(middleware: Middleware, options: object): void };
}

export type Middleware = (
  next: unknown,
  context: { readonly commandName?: string },
) => (args: { readonly input: unknown }) => Promise<{ readonly response: object; readonly output: object }>;

/**
 * Loads the SDK when somebody asks for a client, never before.
 *
 * @throws Error with the line that installs it.
 */
export function loadSdk(): Sdk {
  try {
    return require('@aws-sdk/client-kms');
  } catch (error) {
    throw new Error('client() needs the AWS SDK. Install it beside your tests: npm i -D @aws-sdk/client-kms', {
      cause: error,
    });
  }
}
