/** The door of auth: who calls, by AWS signature, token or session, and what they may do. */
export {
  type AuthError,
  type Authenticator,
  type AuthenticatorDeps,
  type Caller,
  createAuthenticator,
  type LoginInput,
} from './authenticator.ts'
export {
  type CertificateError,
  type CertificateWish,
  loadOrMakeCertificate,
  type ServerCertificate,
} from './certificate.ts'
export { type AwsAuthError, type AwsRequest, type Claim, readClaim } from './claim.ts'
export { makeFolderKeys, makeServiceCertificate } from './installation-material.ts'
export { adoptKeyFolder } from './key-folder.ts'
export { type KeyMaking, type MadeKey, makeKey } from './keys.ts'
export { makeMessageCertificate } from './message-certificate.ts'
export { allows, type Need } from './roles.ts'
export { createSealer, loadOrMakeSealer, type RandomBytes, type Sealer } from './sealer.ts'
export { type Credentials, presignUrl, signRequest, type Unsigned } from './sign.ts'
