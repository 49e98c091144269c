/** The time zone in which the reader thinks, as mute rules name it. */
import type { Zone } from '../../format/index.ts'

export const readersZone = (zone: Zone): string =>
  zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** All zones that the browser knows, UTC first. */
export const knownZones = (): readonly string[] => [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter(name => name !== 'UTC'),
]
