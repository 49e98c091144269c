/** IP addresses and networks as bytes: 4 of them or 16. */

export type Address = readonly number[]
export interface Network {
  readonly address: Address
  readonly bits: number
}

/** Null: no address. Dotted IPv4 without leading zeros; IPv6 with `::` and a dotted end, without a zone. */
export const parseAddress = (text: string): Address | null => (text.includes(':') ? parseV6(text) : parseV4(text))

export function parseV4(text: string): Address | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null
  const parts = text.split('.')
  return parts.every(part => Number(part) <= 255 && String(Number(part)) === part) ? parts.map(Number) : null
}

export function parseV6(text: string): Address | null {
  if (text.length > 45 || !/^[0-9a-fA-F:.]+$/.test(text)) return null
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head, tail] = halves.map((half, at) => groups(half, at === halves.length - 1))
  if (head === null || head === undefined || tail === null) return null
  if (tail === undefined) return head.length === 16 ? head : null
  const missing = 16 - head.length - tail.length
  return missing >= 2 ? [...head, ...Array<number>(missing).fill(0), ...tail] : null
}

/** Bytes of groups between colons; only the very end may be dotted. */
function groups(text: string, atEnd: boolean): number[] | null {
  if (text === '') return []
  const out: number[] = []
  const parts = text.split(':')
  for (const [at, part] of parts.entries()) {
    if (part.includes('.')) {
      const dotted = atEnd && at === parts.length - 1 ? parseV4(part) : null
      if (dotted === null) return null
      out.push(...dotted)
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return null
      const group = Number.parseInt(part, 16)
      out.push(group >> 8, group & 255)
    }
  }
  return out
}

/** `10.0.0.0/8`, `2001:db8::/32`; a lone address is a network of itself. Bits beyond the prefix do not count. */
export function parseNetwork(text: string): Network | null {
  const [host = '', prefix, more] = text.split('/')
  const address = parseAddress(host)
  if (address === null || more !== undefined) return null
  const width = address.length * 8
  if (prefix === undefined) return { address, bits: width }
  if (!/^\d{1,3}$/.test(prefix)) return null
  const bits = Number(prefix)
  return bits <= width ? { address, bits } : null
}

export function contains({ address, bits }: Network, other: Address): boolean {
  if (address.length !== other.length) return false
  for (let at = 0; at * 8 < bits; at++) {
    const mask = bits - at * 8 >= 8 ? 255 : (255 << (8 - (bits - at * 8))) & 255
    if (((address[at] ?? 0) & mask) !== ((other[at] ?? 0) & mask)) return false
  }
  return true
}

const networks = (text: string): readonly Network[] => text.split(' ').map(one => parseNetwork(one) as Network)
const privateNetworks = networks('10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7')
const reservedNetworks = networks(
  '0.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 ' +
    '203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 ::/128 ::1/128 ::ffff:0:0/96 64:ff9b:1::/48 100::/64 2001:db8::/32 fe80::/10 ff00::/8',
)

export const isPrivate = (address: Address): boolean => privateNetworks.some(one => contains(one, address))
/** Set aside by IANA for something other than hosts of the internet, private networks not counted. */
export const isReserved = (address: Address): boolean => reservedNetworks.some(one => contains(one, address))
