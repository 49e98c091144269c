/** The pages of the rail, in one list: a page appears here when it works. */
import {
  IconBell,
  IconBuildingLighthouse,
  IconChartLine,
  IconFileText,
  IconHome,
  IconLayoutDashboard,
  IconTopologyStar3,
} from '@tabler/icons-react'
import type { ApiFeature } from '../../src/model/index.ts'
import { useSession } from '../api/index.ts'
import type { KeyName } from '../keyboard/index.ts'
import { type Place, paths } from '../paths.ts'
import type { TimeView } from '../time/index.ts'

export interface Page {
  readonly name: 'overview' | 'cluster' | 'alarms' | 'logs' | 'metrics' | 'dashboards' | 'self'
  readonly place: (time: TimeView) => Place
  readonly icon: typeof IconFileText
  readonly key: KeyName
  /** Shown only where the server has it. */
  readonly feature?: ApiFeature
}

const pages: readonly Page[] = [
  { name: 'overview', place: time => paths.overview(time), icon: IconHome, key: 'goOverview' },
  {
    name: 'cluster',
    place: time => paths.cluster({}, time),
    icon: IconTopologyStar3,
    key: 'goCluster',
    feature: 'cluster',
  },
  { name: 'logs', place: time => paths.logs({}, time), icon: IconFileText, key: 'goLogs' },
  {
    name: 'metrics',
    icon: IconChartLine,
    key: 'goMetrics',
    feature: 'metrics',
    place: time => paths.metrics({}, time),
  },
  { name: 'alarms', place: time => paths.alarms({}, time), icon: IconBell, key: 'goAlarms', feature: 'alarms' },
  {
    name: 'dashboards',
    icon: IconLayoutDashboard,
    key: 'goDashboards',
    feature: 'dashboards',
    place: time => paths.dashboards({}, time),
  },
  { name: 'self', place: time => paths.self(time), icon: IconBuildingLighthouse, key: 'goSelf' },
]

/** Those that this server has; the others are there once that is known. */
export function usePages(): readonly Page[] {
  const features = useSession().data?.features
  return pages.filter(({ feature }) => feature === undefined || features?.includes(feature))
}
