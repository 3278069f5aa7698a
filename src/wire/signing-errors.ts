import { WireError } from './wire-error';

/** What AWS says about signatures and tokens. The texts are seen in public threads; none is in the documentation. */
export const signingErrors = {
  missing: () => new WireError('MissingAuthenticationTokenException', 'Missing Authentication Token'),
  incomplete: (parts: readonly string[], authorization: string) =>
    new WireError(
      'IncompleteSignatureException',
      `${parts.map((part) => `Authorization header requires ${part}.`).join(' ')} Authorization=${withoutSignature(authorization)}`,
    ),
  unknownClient: () =>
    new WireError('UnrecognizedClientException', 'The security token included in the request is invalid.'),
  expiredToken: () => new WireError('ExpiredTokenException', 'The security token included in the request is expired'),
  noMatch: () =>
    new WireError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
  expired: (signed: string, earliest: string, now: string, allowance: string) =>
    new WireError(
      'InvalidSignatureException',
      `Signature expired: ${signed} is now earlier than ${earliest} (${now} - ${allowance})`,
    ),
  notYetCurrent: (signed: string, latest: string, now: string, allowance: string) =>
    new WireError(
      'InvalidSignatureException',
      `Signature not yet current: ${signed} is still later than ${latest} (${now} + ${allowance})`,
    ),
  wrongService: (wanted: string) =>
    new WireError('InvalidSignatureException', `Credential should be scoped to correct service: '${wanted}'.`),
  wrongRegion: (region: string) =>
    new WireError('InvalidSignatureException', `Credential should be scoped to a valid Region, not '${region}'.`),
  wrongDate: (scope: string, date: string) =>
    new WireError(
      'InvalidSignatureException',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope}' != '${date}', from '${date}'.`,
    ),
  /** Ours. */
  headerNotSigned: (name: string) =>
    new WireError('InvalidSignatureException', `'${name}' must be a 'SignedHeader' in the AWS Authorization.`),
  badDate: (date: string) =>
    new WireError(
      'IncompleteSignatureException',
      `Date must be in ISO-8601 'basic format'. Got '${date.slice(0, 40)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    ),
  badExpiry: () =>
    new WireError('IncompleteSignatureException', 'X-Amz-Expires must be a number of seconds between 1 and 604800.'),
} as const;

const withoutSignature = (authorization: string) => authorization.replace(/(Signature=)[^,\s]*/, '$1***').slice(0, 300);
