/** Is anything wrong, and since when? One sentence over everything, then what it stands on; each line leads to its evidence in the same range. */
import { useDocumentTitle } from '@mantine/hooks'
import { IconAlertTriangleFilled, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ApiAlarms, ApiClusterStanding } from '../../src/model/index.ts'
import { useNow } from '../alarms/ago.tsx'
import { useSomeAlarms } from '../alarms/queries.ts'
import { useFeature } from '../api/index.ts'
import { judgeHealth, useSelf, useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { Signalled } from '../signals/index.ts'
import { Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import { AlarmsPart } from './alarms-part.tsx'
import { ApplicationsPart } from './applications-part.tsx'
import { ClusterPart } from './cluster-part.tsx'
import { LogsPart } from './logs-part.tsx'
import classes from './overview.module.css'
import { useStanding } from './queries.ts'
import { type Blind, standingOf } from './sentence.ts'
import { StripPart } from './strip-part.tsx'
import { TroublesPart } from './troubles-part.tsx'

/** Firing alarms asked for: enough to say since when. */
const asked = 200

export function OverviewPage() {
  const { cluster } = useTimeView()
  return useFeature('cluster') === true ? (
    <Signalled cluster={cluster}>
      <Overview />
    </Signalled>
  ) : (
    <Overview />
  )
}

function Overview() {
  const words = useWords()
  const [alarms, cluster] = [useFeature('alarms'), useFeature('cluster')]
  const firing = useSomeAlarms({ state: 'ALARM', limit: asked }, alarms === true)
  const standing = useStanding(cluster === true)
  useDocumentTitle([words.overview.title, words.brand].join(' · '))
  const has = { cluster: cluster === true, alarms: alarms === true }
  const known = alarms !== undefined && cluster !== undefined
  return (
    <div className={classes.page}>
      <h1 className="mg-visually-hidden">{words.overview.title}</h1>
      {!known ? (
        <Waiting rows={6} height={40} />
      ) : (
        <>
          <Sentence
            firing={has.alarms && !firing.isError ? firing.data : undefined}
            cluster={has.cluster && !standing.isError ? standing.data : undefined}
            blind={[
              ...(has.alarms && firing.isError ? (['alarms'] as const) : []),
              ...(has.cluster && standing.isError ? (['cluster'] as const) : []),
            ]}
            waiting={(has.alarms && firing.isPending) || (has.cluster && standing.isPending)}
          />
          {(has.alarms || has.cluster) && (
            <div className={classes.columns} data-one={!(has.alarms && has.cluster) || undefined}>
              {has.alarms && <AlarmsPart firing={firing} />}
              {has.cluster && <ClusterPart standing={standing} />}
            </div>
          )}
          {(has.alarms || has.cluster) && <StripPart has={has} />}
          {has.cluster && (
            <div className={classes.halves}>
              <TroublesPart />
              <ApplicationsPart />
            </div>
          )}
        </>
      )}
      <LogsPart />
    </div>
  )
}

const signs = { bad: IconAlertTriangleFilled, warn: IconHelpCircle, ok: IconCircleCheck } as const

/** Mangru's own health joins in where it is not well: a watchtower that is blind must say so. */
function Sentence({
  firing,
  cluster,
  blind,
  waiting,
}: {
  readonly firing: ApiAlarms | undefined
  readonly cluster: ApiClusterStanding | undefined
  readonly blind: readonly Blind[]
  readonly waiting: boolean
}) {
  const words = useWords()
  const time = useTime()
  const now = useNow()
  const self = useSelf()
  const view = useTimeView()
  if (waiting) return <Waiting rows={1} height={56} />
  if (firing === undefined && cluster === undefined && blind.length === 0) return null
  const standing = standingOf(words, { firing, cluster, blind }, now, time.zone)
  const health = self.data && judgeHealth(self.data, words)
  const Sign = signs[standing.verdict]
  return (
    <p className={classes.sentence} data-verdict={standing.verdict} role="status">
      <Sign size={26} aria-hidden />
      <span>
        {standing.sentence}{' '}
        {firing?.total === 0 && <Link {...paths.alarmPresets({}, view)}>{words.overview.makePresets}</Link>}{' '}
        {health && health.verdict !== 'ok' && (
          <Link {...paths.self(view)}>
            {words.health[health.verdict]}: {health.reasons.join(' ')}
          </Link>
        )}
      </span>
    </p>
  )
}
