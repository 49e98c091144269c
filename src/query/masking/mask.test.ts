import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { detectors } from './detect/index.ts'
import { compileMask, mask, readMaskPolicy } from './index.ts'

const every = { managed: [...detectors.keys()], custom: [] }
const by = (name: string) => (text: string) => mask(text, { managed: [name], custom: [] })
const arn = (name: string) => `arn:aws:dataprotection::aws:data-identifier/${name}`
const documentOf = (names: readonly string[], over: object = {}) => ({
  ...{ Name: 'p', Version: '2021-06-01' },
  Statement: [
    { Sid: 'a', DataIdentifier: names, Operation: { Audit: { FindingsDestination: {} } } },
    { Sid: 'd', DataIdentifier: names, Operation: { Deidentify: { MaskConfig: {} } } },
  ],
  ...over,
})

/** `«` and `»` stand around what is masked. */
const plainOf = (marked: string): string => marked.replace(/[«»]/g, '')
const seenOf = (marked: string): string => marked.replace(/«([^»]*)»/g, (_all, part: string) => '*'.repeat(part.length))

describe('what is found, and what is not', () => {
  const key = (kind: string) => `-----BEGIN ${kind}-----\nMIIB\n-----END ${kind}-----`
  test.each<readonly [name: string, marked: string]>([
    ['EmailAddress', 'to «kim.lee+x@mail.example.co.kr».'],
    ['EmailAddress', '{"to":"«a@b.io»"}'],
    ['EmailAddress', 'user@localhost and a @ b, 한글@example.com'],
    ['IpAddress', 'from «10.0.12.255», then «8.8.8.8».'],
    ['IpAddress', 'v1.2.3.4.5 and 1.2.3.256'],
    ['IpAddress', 'at «2001:db8::8a2e:370:7334» ok'],
    ['IpAddress', 'std::a at 12:30:45 and ::1'],
    ['CreditCardNumber', 'card «4111 1111 1111 1111»!'],
    ['CreditCardNumber', '2026-11-21 «5500-0055-5555-5559»'],
    ['CreditCardNumber', '«378282246310005», {"n":«4111111111111111»}'],
    ['CreditCardNumber', '4111 1111 1111 1112'],
    ['CreditCardNumber', 'at 1700000000000 id 41111111111111111111 x4111111111111111'],
    ['CreditCardSecurityCode', '{"cvv": "«123»"} cvc=«4567»'],
    ['CreditCardSecurityCode', 'status 123'],
    ['BankAccountNumber-DE', 'IBAN «DE89 3704 0044 0532 0130 00».'],
    ['BankAccountNumber-ES', '«ES9121000418450200051332»'],
    ['BankAccountNumber-FR', '«FR1420041010050500013M02606»'],
    ['BankAccountNumber-GB', '«GB29NWBK60161331926819»'],
    ['BankAccountNumber-IT', '«IT60X0542811101000000123456»'],
    ['BankAccountNumber-DE', 'DE89370400440532013001 DE893704004405320130001'],
    ['VehicleIdentificationNumber', 'vin «1M8GDM9AXKP042788»'],
    ['VehicleIdentificationNumber', 'id 1M8GDM9A1KP042788'],
    ['AwsSecretKey', `"secretAccessKey":"«${'aB3/'.repeat(10)}»"`],
    ['AwsSecretKey', `sha ${'ab12'.repeat(10)}`],
    ['PkcsPrivateKey', `k «${key('RSA PRIVATE KEY')}» e «${key('PRIVATE KEY')}»`],
    ['PkcsPrivateKey', 'cut off «-----BEGIN PRIVATE KEY-----\nMII»'],
    ['PkcsPrivateKey', key('PUBLIC KEY')],
    ['OpenSshPrivateKey', `«${key('OPENSSH PRIVATE KEY')}»`],
    ['PgpPrivateKey', `«${key('PGP PRIVATE KEY BLOCK')}»`],
    ['PuttyPrivateKey', '«PuTTY-User-Key-File-2: x\nPrivate-MAC: ab12»\nrest'],
    ['Ssn-US', 'ssn «123-45-6789», no 666-45-6789'],
    ['Ssn-US', '078-05-112 and 1123-45-6789'],
    ['IndividualTaxIdentificationNumber-US', '«912-70-1234» 912-10-1234'],
    ['NationalInsuranceNumber-GB', '«AB 12 34 56 C» and GB123456A'],
    ['ZipCode-US', 'zip: «98101-1234», 98101'],
    ['PhoneNumber-US', 'call «(206) 555-0100» or «+12065550100»'],
    ['PhoneNumber-US', 'took 206 ms 2065550100'],
    ['PhoneNumber-GB', '«+44 20 7946 0958»'],
    ['PhoneNumber-DE', '+44 20 7946 0958, «+49 30 12345678»'],
    ['PhoneNumber-BR', '«+55 11 91234-5678»'],
    ['PhoneNumber-ES', '«+34 912 345 678»'],
    ['PhoneNumber-FR', '«+33 1 23 45 67 89»'],
    ['PhoneNumber-IT', '«+39 06 1234 5678»'],
  ])('%s in %j', (name, marked) => {
    expect(by(name)(plainOf(marked))).toBe(seenOf(marked))
  })

  test('several finds that overlap are masked once', () => {
    expect(mask('a 10.0.0.1@b.com z', every)).toBe('a ************** z')
    expect(mask('', every)).toBe('')
    expect(mask('plain words', every)).toBe('plain words')
  })
})

/** Pieces that make finds meet, touch and break each other. */
const tempting = fc
  .array(
    fc.constantFrom(
      ...['4111 1111 1111 1111', '4111111111111111', '5500-0055-5555-5559', '10.0.0.1', '2001:db8::1', 'kim@a.io'],
      ...['123-45-6789', '(206) 555-0100', '+44 20 7946 0958', 'DE89370400440532013000', 'zip 98101', 'cvv: 123'],
      ...['-----BEGIN RSA PRIVATE KEY-----', '-----END RSA PRIVATE KEY-----', 'secret key ', 'aB3/'.repeat(10)],
      ...['1M8GDM9AXKP042788', '@', '.', '-', ' ', ':', '1', 'a', '*', '**', '+', '한', '😀', '\n', '"', '\ud800'],
    ),
    { maxLength: 14 },
  )
  .map(pieces => pieces.join(''))
const anyText = fc.oneof(tempting, fc.string({ unit: 'binary', maxLength: 60 }))

describe('whatever the text', () => {
  const masked = compileMask(every)
  test('as long as before, and a letter is itself or a star', () => {
    fc.assert(
      fc.property(anyText, text => {
        const seen = masked(text)
        expect(seen.length).toBe(text.length)
        for (let at = 0; at < text.length; at++) expect([text[at], '*']).toContain(seen[at])
      }),
      { numRuns: 2_000 },
    )
  })
  test('masked once is masked for good', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(masked(masked(text))).toBe(masked(text))
      }),
      { numRuns: 5_000, examples: [['10.0.0.1.4111 1111 1111 1111'], ['a@b.kim@a.io4111111111111111']] },
    )
  })
  test('what is found does not depend on what else is looked for', () => {
    fc.assert(
      fc.property(anyText, text => {
        const seen = masked(text)
        for (const name of detectors.keys()) {
          const own = by(name)(text)
          for (let at = 0; at < own.length; at++) if (own[at] !== text[at]) expect(seen[at]).toBe('*')
        }
      }),
      { numRuns: 300 },
    )
  })
  test.each([
    '1 ',
    '1',
    '1-',
    'a@',
    '@',
    'a.',
    '1.',
    ':',
    'a:',
    'DE12 ',
    'A1',
    'zip ',
    'cvv:',
    '+44',
    '-----BEGIN RSA PRIVATE KEY-----',
    '-----BEGIN ',
    'PuTTY-User-Key-File-Private-MAC:',
    'aB3/',
    '(206) ',
  ])('a megabyte of %j is done with soon: the test ends', piece => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
    expect(masked(text)).toHaveLength(text.length)
  })
})

describe('a policy document', () => {
  const read = (value: unknown) => readMaskPolicy(typeof value === 'string' ? value : JSON.stringify(value))
  const email = arn('EmailAddress')

  test('names what is masked', () => {
    expect(read(documentOf([email, arn('Ssn-US'), email]))).toEqual({
      ok: true,
      value: { managed: ['EmailAddress', 'Ssn-US'], custom: [] },
    })
  })
  test('may bring regular expressions of its own', () => {
    const custom = { Configuration: { CustomDataIdentifier: [{ Name: 'Employee', Regex: 'E-\\d{4}' }] } }
    const policy = read(documentOf([email, 'Employee'], custom))
    expect(policy).toMatchObject({ ok: true, value: { custom: [{ name: 'Employee', regex: 'E-\\d{4}' }] } })
    if (policy.ok) expect(mask('by E-1234, a@b.io', policy.value)).toBe('by ******, ******')
    const empty = { managed: [], custom: [{ name: 'x', regex: 'z*' }] }
    expect(mask('zza', empty)).toBe('**a')
  })
  test.each<readonly [unknown, string]>([
    ['{', 'no JSON object'],
    [[], 'no JSON object'],
    [documentOf([email], { Version: '2020-01-01' }), 'not right at Version'],
    [documentOf([]), 'not right at Statement.0.DataIdentifier'],
    [documentOf([arn('Name')]), 'Name cannot be found here. These can: EmailAddress'],
    [documentOf([`${arn('EmailAddress')}/x`]), 'is no data identifier'],
    [documentOf(['EmailAddress']), 'EmailAddress is no data identifier'],
    [documentOf([email], { Statement: documentOf([email]).Statement.slice(0, 1) }), 'not right at Statement'],
    [
      documentOf([email], {
        Statement: [documentOf([email]).Statement[0], documentOf([arn('IpAddress')]).Statement[1]],
      }),
      'same data identifiers',
    ],
    [
      JSON.stringify(documentOf([email])).replace('"FindingsDestination":{}', '"FindingsDestination":{"S3":{}}'),
      'Audit findings are not sent anywhere',
    ],
    [JSON.stringify(documentOf([email])).replace('"MaskConfig":{}', '"MaskConfig":{"x":1}'), 'empty MaskConfig'],
    [
      documentOf(['X'], { Configuration: { CustomDataIdentifier: [{ Name: 'X', Regex: '(' }] } }),
      'regular expression of X cannot be used',
    ],
  ])('%# is refused: %j', (document, message) => {
    const policy = read(document)
    expect(policy).toMatchObject({ ok: false })
    if (!policy.ok) expect(policy.error).toContain(message)
  })
  test('is as long as dataProtectionPolicyLength, not longer', () => {
    const document = JSON.stringify(documentOf([email]))
    const padded = document + ' '.repeat(limits.dataProtectionPolicyLength - document.length)
    expect(read(padded).ok).toBe(true)
    expect(read(`${padded} `)).toMatchObject({ ok: false, error: expect.stringContaining('longer than') })
  })
})
