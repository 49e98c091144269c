/** Addresses of people and machines: e-mail, IPv4, IPv6. */
import { isIPv4, isIPv6 } from 'node:net'
import { type Detector, matching } from './port.ts'

const isLocal = (letter: string | undefined): boolean => letter !== undefined && /[\w.%+'-]/.test(letter)
const isDomain = (letter: string | undefined): boolean => letter !== undefined && /[A-Za-z0-9.-]/.test(letter)

/** From each @ outwards, as far as an address may reach. */
export const emailAddress: Detector = (text, found) => {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let from = at
    while (at - from < 64 && isLocal(text[from - 1])) from--
    let to = at + 1
    while (to - at <= 255 && isDomain(text[to])) to++
    const domain = /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/.exec(text.slice(at + 1, to))?.[0]
    if (from < at && domain !== undefined) found(from, at + 1 + domain.length)
  }
}

const ipv4 = matching(/(?<![\w.*])(?:\d{1,3}\.){3}\d{1,3}(?![\w*]|\.[\d*])/g, isIPv4)
/** Colons are common in code and clocks: an address has a few digits, too. */
const ipv6 = matching(
  /(?<![\w:.*])[0-9A-Fa-f:]{3,39}(?![\w:*])/g,
  word => isIPv6(word) && word.replaceAll(':', '').length >= 4,
)

export const ipAddress: Detector = (text, found) => {
  ipv4(text, found)
  if (text.includes(':')) ipv6(text, found)
}
