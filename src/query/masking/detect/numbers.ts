/** Numbers with a check in them: cards, bank accounts, vehicles. */
import { type Detector, isBoundary, matching } from './port.ts'

const isDigit = (letter: string | undefined): boolean => letter !== undefined && letter >= '0' && letter <= '9'

/** From each place where a number begins, up to 19 digits, single blanks or hyphens between them. */
export const creditCardNumber: Detector = (text, found) => {
  for (let from = 0; from < text.length; from++) {
    if (!isDigit(text[from]) || !isBoundary(text[from - 1])) continue
    let digits = ''
    let at = from
    for (;;) {
      while (isDigit(text[at]) && digits.length <= 19) digits += text[at++]
      if (digits.length > 19) break
      if (isBoundary(text[at]) && isCard(digits)) found(from, at)
      const between = text[at] === ' ' || text[at] === '-'
      if (!between || !isDigit(text[at + 1])) break
      at++
    }
  }
}

/** First digits and lengths of the card companies. */
const companies: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|[689])/, [14]],
  [/^(?:6011|64[4-9]|65)/, [16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^62/, [16, 17, 18, 19]],
]

const isCard = (digits: string): boolean =>
  digits.length >= 13 &&
  companies.some(([begin, lengths]) => begin.test(digits) && lengths.includes(digits.length)) &&
  passesLuhn(digits)

/** The last digit of a card checks the others. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const doubled = place % 2 === 1 ? 2 * digit : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

export const creditCardSecurityCode = matching(
  /(?<![A-Za-z0-9_*])(?:cvv2?|cvc2?|card verification (?:code|value|number)|card security code)["'\s:=#]{1,6}(?<part>\d{3,4})(?![\w*])/gi,
)

/** An IBAN of a country, in groups of four or in one piece; its remainder by 97 is 1. */
export const bankAccount =
  (country: string, length: number): Detector =>
  (text, found) => {
    for (let from = text.indexOf(country); from >= 0; from = text.indexOf(country, from + 1)) {
      if (!isBoundary(text[from - 1])) continue
      let letters = ''
      let at = from
      while (letters.length < length) {
        if (text[at] === ' ' && letters.length > 0 && text[at - 1] !== ' ') at++
        else if (/[A-Z0-9]/.test(text[at] ?? '')) letters += text[at++]
        else break
      }
      if (letters.length === length && isBoundary(text[at]) && passesRemainder(letters)) found(from, at)
    }
  }

function passesRemainder(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}/.test(iban)) return false
  let rest = 0
  for (const letter of iban.slice(4) + iban.slice(0, 4)) {
    for (const digit of String(Number.parseInt(letter, 36))) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest === 1
}

/** The ninth of 17 letters checks the others. */
export const vehicleNumber = matching(/(?<![\w*])[A-HJ-NPR-Z0-9]{17}(?![\w*])/g, vin => {
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
  const values = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'
  const sum = weights.reduce((all, weight, place) => all + weight * (values.indexOf(vin[place] ?? '') % 10), 0)
  return '0123456789X'[sum % 11] === vin[8]
})
