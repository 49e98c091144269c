/** The pages of the rail, in one list: a page appears here when it works. */
import { IconBuildingLighthouse, IconFileText } from '@tabler/icons-react'
import type { KeyName } from '../keyboard/index.ts'
import { type Place, paths } from '../paths.ts'
import type { TimeView } from '../time/index.ts'

export interface Page {
  readonly name: 'logs' | 'self'
  readonly place: (time: TimeView) => Place
  readonly icon: typeof IconFileText
  readonly key: KeyName
}

export const pages: readonly Page[] = [
  { name: 'logs', place: time => paths.logs({}, time), icon: IconFileText, key: 'goLogs' },
  { name: 'self', place: time => paths.self(time), icon: IconBuildingLighthouse, key: 'goSelf' },
]
