/** The door of the detectors: CloudWatch's managed data identifiers, by name, as far as they can be found without guessing. */
import { emailAddress, ipAddress } from './network.ts'
import { bankAccount, creditCardNumber, creditCardSecurityCode, vehicleNumber } from './numbers.ts'
import { insuranceGb, phoneUs, phoneWith, socialSecurityUs, taxpayerUs, zipCodeUs } from './people.ts'
import type { Detector } from './port.ts'
import { awsSecretKey, privateKey, puttyPrivateKey } from './secrets.ts'

export type { Detector } from './port.ts'

export const detectors: ReadonlyMap<string, Detector> = new Map([
  ['EmailAddress', emailAddress],
  ['IpAddress', ipAddress],
  ['CreditCardNumber', creditCardNumber],
  ['CreditCardSecurityCode', creditCardSecurityCode],
  ['BankAccountNumber-DE', bankAccount('DE', 22)],
  ['BankAccountNumber-ES', bankAccount('ES', 24)],
  ['BankAccountNumber-FR', bankAccount('FR', 27)],
  ['BankAccountNumber-GB', bankAccount('GB', 22)],
  ['BankAccountNumber-IT', bankAccount('IT', 27)],
  ['VehicleIdentificationNumber', vehicleNumber],
  ['AwsSecretKey', awsSecretKey],
  ['OpenSshPrivateKey', privateKey('OPENSSH PRIVATE KEY')],
  ['PgpPrivateKey', privateKey('PGP PRIVATE KEY BLOCK')],
  [
    'PkcsPrivateKey',
    privateKey('PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'DSA PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'),
  ],
  ['PuttyPrivateKey', puttyPrivateKey],
  ['Ssn-US', socialSecurityUs],
  ['IndividualTaxIdentificationNumber-US', taxpayerUs],
  ['NationalInsuranceNumber-GB', insuranceGb],
  ['ZipCode-US', zipCodeUs],
  ['PhoneNumber-US', phoneUs],
  ['PhoneNumber-BR', phoneWith('55')],
  ['PhoneNumber-DE', phoneWith('49')],
  ['PhoneNumber-ES', phoneWith('34')],
  ['PhoneNumber-FR', phoneWith('33')],
  ['PhoneNumber-GB', phoneWith('44')],
  ['PhoneNumber-IT', phoneWith('39')],
])
