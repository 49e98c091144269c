/** Keys of programs: AWS's secret keys, and private keys as files carry them. */
import { type Detector, matching } from './port.ts'

/** Forty letters alone may be anything: something before them has to say what they are. */
export const awsSecretKey = matching(/(?<![A-Za-z0-9/+=*])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=*])/g, (_key, text, from) =>
  /secret[\s_-]*(?:access[\s_-]*)?key|credential/i.test(text.slice(Math.max(0, from - 60), from)),
)

/** From `-----BEGIN …` to its end, or to the end of the text: a key that was cut off is still one. */
export const privateKey =
  (...kinds: readonly string[]): Detector =>
  (text, found) => {
    for (let from = text.indexOf(begin); from >= 0; from = text.indexOf(begin, from + 1)) {
      const rest = text.slice(from + begin.length, from + begin.length + 60)
      const kind = kinds.find(one => rest.startsWith(`${one}-----`))
      if (kind === undefined) continue
      const end = `-----END ${kind}-----`
      const at = text.indexOf(end, from)
      if (at < 0) return found(from, text.length)
      found(from, at + end.length)
      from = at
    }
  }
const begin = '-----BEGIN '

export const puttyPrivateKey: Detector = (text, found) => {
  for (let from = text.indexOf(puttyBegin); from >= 0; from = text.indexOf(puttyBegin, from + 1)) {
    const mac = text.indexOf('Private-MAC:', from)
    if (mac < 0) return found(from, text.length)
    const sum = /^Private-MAC:\s{0,4}[0-9a-f]{0,128}/i.exec(text.slice(mac, mac + 160))?.[0] ?? ''
    found(from, mac + sum.length)
    from = mac
  }
}
const puttyBegin = 'PuTTY-User-Key-File-'
