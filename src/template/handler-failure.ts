import type { KmsError } from '../errors/kms-error';
import { TemplateError } from './template-error';

/**
 * An error of KMS as CloudFormation reports it for a resource.
 *
 * Seen in public threads, without the ids of the requests.
 */
export function handlerFailure(operation: string, error: KmsError): TemplateError {
  const message = error.message || error.code;
  return new TemplateError(
    `Resource handler returned message: "${message} (Service: Kms, Status Code: ${error.statusCode})" (HandlerErrorCode: ${HANDLER_ERROR_CODES[error.code] ?? 'InvalidRequest'})`,
    { property: PROPERTY_OF_ERROR[error.code] ?? PROPERTY_OF_OPERATION[operation] },
    { cause: error },
  );
}

/** @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
const HANDLER_ERROR_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  AlreadyExistsException: 'AlreadyExists',
  KMSInternalException: 'InternalFailure',
  DependencyTimeoutException: 'InternalFailure',
  LimitExceededException: 'ServiceLimitExceeded',
  NotFoundException: 'NotFound',
  ThrottlingException: 'Throttling',
};

const PROPERTY_OF_ERROR: Readonly<Record<string, string>> = {
  MalformedPolicyDocumentException: 'Properties.KeyPolicy',
  TagException: 'Properties.Tags',
};

const PROPERTY_OF_OPERATION: Readonly<Record<string, string>> = {
  DisableKey: 'Properties.Enabled',
  DisableKeyRotation: 'Properties.EnableKeyRotation',
  EnableKey: 'Properties.Enabled',
  EnableKeyRotation: 'Properties.EnableKeyRotation',
  PutKeyPolicy: 'Properties.KeyPolicy',
  TagResource: 'Properties.Tags',
  UntagResource: 'Properties.Tags',
  UpdateAlias: 'Properties.TargetKeyId',
  UpdateKeyDescription: 'Properties.Description',
};
