/** Numbers that states and telephone companies give to people. */
import { type Detector, matching } from './port.ts'

export const socialSecurityUs = matching(/(?<![\w*-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w*-])/g)
export const taxpayerUs = matching(/(?<![\w*-])9\d{2}-(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-\d{4}(?![\w*-])/g)
export const insuranceGb = matching(
  /(?<![\w*])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\w*])/g,
)
export const zipCodeUs = matching(/(?<![\w*])zip(?:[ _-]?code)?["'\s:=#]{1,6}(?<part>\d{5}(?:-\d{4})?)(?![\w*])/gi)

export const phoneUs = matching(
  /(?<![\w*+])(?:\+1[2-9]\d{9}|(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4})(?![\w*])/g,
)
/** With the country's code: without it too much looks alike. */
export const phoneWith = (code: string): Detector =>
  matching(new RegExp(`(?<![\\w*])\\+${code}(?:[ .()-]{0,2}\\d){8,11}(?![\\w*])`, 'g'))
