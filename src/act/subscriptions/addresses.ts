/**
 * Which addresses are on the public internet. A delivery must not become somebody's way into the networks around this machine, so everything
 * that is set aside for another use is out: private, loopback, link-local (where clouds keep their metadata), shared, multicast, and IPv6
 * that wraps an IPv4 address.
 */
import { BlockList, isIP } from 'node:net'

const setAside4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
]
/** Within 2000::/3, which alone is global. */
const setAside6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

export interface Networks {
  has(address: string): boolean
}

/** undefined: one of them is no network. */
export function networksOf(cidrs: readonly string[]): Networks | undefined {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [address = '', length = ''] = cidr.split('/')
    const family = isIP(address)
    if (family === 0 || !/^\d{1,3}$/.test(length) || Number(length) > (family === 4 ? 32 : 128)) return undefined
    list.addSubnet(address, Number(length), family === 4 ? 'ipv4' : 'ipv6')
  }
  return {
    has: address => {
      const plain = unwrapped(address)
      const family = isIP(plain)
      return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6')
    },
  }
}

const aside = networksOf([...setAside4, ...setAside6])
const global6 = networksOf(['2000::/3'])

/** False for what is no address at all. */
export function isPublicAddress(address: string): boolean {
  const plain = unwrapped(address)
  switch (isIP(plain)) {
    case 4:
      return aside?.has(plain) === false
    case 6:
      return global6?.has(plain) === true && aside?.has(plain) === false
    default:
      return false
  }
}

/** `::ffff:10.0.0.1` and `::ffff:a00:1` are 10.0.0.1: sockets take them so. A zone (`%eth0`) is left out. */
function unwrapped(address: string): string {
  const bare = address.replace(/%.*$/, '')
  if (isIP(bare) !== 6) return bare
  const { hostname } = new URL(`http://[${bare}]`)
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname)
  if (mapped === null) return bare
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
