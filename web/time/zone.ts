/** The zone that the reader chose last in this browser. */
import type { Zone } from '../format/index.ts'

const zoneKey = 'mangru.zone'

export const rememberedZone = (): Zone => (localStorage.getItem(zoneKey) === 'utc' ? 'utc' : 'local')

export function rememberZone(zone: Zone): void {
  localStorage.setItem(zoneKey, zone)
}
