/** What a caller is told whose signature did not pass: the authenticator's reasons under the names that SDKs know. */
import type { AwsAuthError } from '../../auth/index.ts'
import { type AwsError, clientError, unavailable } from './error.ts'

const types: Readonly<Record<Exclude<AwsAuthError['code'], 'unavailable'>, string>> = {
  'missing-token': 'MissingAuthenticationTokenException',
  'unknown-key': 'UnrecognizedClientException',
  'bad-signature': 'InvalidSignatureException',
  expired: 'InvalidSignatureException',
  malformed: 'IncompleteSignatureException',
}

export const authRefusal = ({ code, message }: AwsAuthError): AwsError =>
  code === 'unavailable' ? unavailable('The service cannot read its keys.') : clientError(types[code], message)
