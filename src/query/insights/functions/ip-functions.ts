/** IP functions: flags are false, never null, for what is no address; a missing field is null. */
import type { Value } from '../value.ts'
import {
  type Address,
  contains,
  isPrivate,
  isReserved,
  parseAddress,
  parseNetwork,
  parseV4,
  parseV6,
} from './ip-address.ts'
import { ofTexts, type ScalarFunction, type ScalarFunctions } from './scalar.ts'

const flag = (
  read: (text: string) => Address | null,
  test: (address: Address) => boolean = () => true,
): ScalarFunction =>
  ofTexts((text = '') => {
    const address = read(text)
    return address !== null && test(address)
  })

const inSubnet = (read: (text: string) => Address | null): ScalarFunction =>
  ofTexts((text = '', cidr = ''): Value => {
    const [address, network] = [read(text), parseNetwork(cidr)]
    return address !== null && network !== null && contains(network, address)
  })

export const ipFunctions: ScalarFunctions = {
  isValidIp: flag(parseAddress),
  isValidIpV4: flag(parseV4),
  isValidIpV6: flag(parseV6),
  isIpInSubnet: inSubnet(parseAddress),
  isIpv4InSubnet: inSubnet(parseV4),
  isIpv6InSubnet: inSubnet(parseV6),
  ipv4ToNumber: ofTexts((text = '') => parseV4(text)?.reduce((sum, byte) => sum * 256 + byte, 0) ?? null),
  isPrivateIP: flag(parseAddress, isPrivate),
  isPublicIP: flag(parseAddress, address => !isPrivate(address) && !isReserved(address)),
  isReservedIP: flag(parseAddress, isReserved),
}
