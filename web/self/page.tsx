/** Mangru's own account: what it took in, what of it is durable, and how far it is from its ceilings. */
import { Tabs } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ApiSelf } from '../../src/model/index.ts'
import { useFeature } from '../api/index.ts'
import {
  showByteRate,
  showBytes,
  showCount,
  showDuration,
  showExactTime,
  showRate,
  showShare,
  showShortCount,
} from '../format/index.ts'
import { daysLeft, diskVerdict, fullness, judgeHealth, useSelf, useTimeView, type Verdict } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { type Search, text } from '../search.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import { SelfGroups } from './groups.tsx'
import { Ledger } from './ledger.tsx'
import classes from './self.module.css'

export function SelfPage() {
  const words = useWords()
  const self = useSelf()
  const ledger = useFeature('ledger')
  const navigate = useNavigate()
  const time = useTimeView()
  const tab = text((useSearch({ strict: false }) as Search).tab) === 'ledger' ? 'ledger' : 'overview'
  useDocumentTitle(words.self.title)
  if (!self.data)
    return self.isError ? (
      <Trouble title={words.health.unknown} message={explain(words, self.error)} retry={() => void self.refetch()} />
    ) : (
      <Waiting rows={14} height={44} />
    )
  return (
    <div className={classes.page}>
      {self.isError && (
        <Trouble
          inline
          title={words.health.unknown}
          message={explain(words, self.error)}
          retry={() => void self.refetch()}
        />
      )}
      <Head self={self.data} />
      {ledger && (
        <Tabs value={tab} onChange={value => void navigate(paths.self(time, value === 'ledger' ? value : undefined))}>
          <Tabs.List className={classes.tabs ?? ''}>
            <Tabs.Tab value="overview">{words.self.overview}</Tabs.Tab>
            <Tabs.Tab value="ledger">{words.ledger.title}</Tabs.Tab>
          </Tabs.List>
        </Tabs>
      )}
      {ledger && tab === 'ledger' ? (
        <Ledger />
      ) : (
        <>
          <Ingest self={self.data} />
          <Ceilings self={self.data} />
          <SelfGroups groups={self.data.groups} />
        </>
      )}
    </div>
  )
}

function Head({ self }: { readonly self: ApiSelf }) {
  const words = useWords()
  const time = useTime()
  const health = judgeHealth(self, words)
  return (
    <header className={classes.head}>
      <h1>{words.self.title}</h1>
      <p className={classes.verdict} data-verdict={health.verdict}>
        {words.health[health.verdict]}
        {health.reasons.length > 0 && ` — ${health.reasons.join(' ')}`}
      </p>
      <p className={classes.dim} title={words.self.since(showExactTime(self.startedAt, time.zone))}>
        {words.self.version(self.version)} · {words.self.up(showDuration(self.now - self.startedAt, words.units))} ·{' '}
        {words.self.engine} {self.engine.kind}, {self.engine.alive ? words.self.running : words.self.down},{' '}
        {self.engine.restarts === 0
          ? words.self.noRestarts
          : words.self.restarts(self.engine.restarts, showCount(self.engine.restarts))}
      </p>
    </header>
  )
}

function Ingest({ self: { ingest } }: { readonly self: ApiSelf }) {
  const words = useWords()
  const behind = ingest.acceptedEvents - ingest.durableEvents
  return (
    <section aria-label={words.self.ingest}>
      <h2>
        {words.self.ingest} <span className={classes.dim}>{words.self.sinceStart}</span>
      </h2>
      <div className={classes.cards}>
        <Card
          name={words.self.accepted}
          value={showTotal(ingest.acceptedEvents)}
          exact={words.self.lines(showCount(ingest.acceptedEvents))}
        >
          {showBytes(ingest.acceptedBytes)}
        </Card>
        <Card
          name={words.self.durable}
          value={showTotal(ingest.durableEvents)}
          exact={words.self.lines(showCount(ingest.durableEvents))}
        >
          {behind > 0 ? words.self.behind(showCount(behind)) : words.self.settled}
        </Card>
        <Card name={words.self.rate} value={showRate(ingest.eventsPerSecond)}>
          {words.self.bytesRate(showByteRate(ingest.bytesPerSecond))}
        </Card>
        <Card
          name={words.self.commit}
          value={ingest.commitP99 === null ? '–' : showDuration(ingest.commitP99, words.units)}
        >
          {ingest.commitP99 === null || ingest.commitP50 === null
            ? words.self.commitNone
            : words.self.commitP99(showDuration(ingest.commitP50, words.units))}
        </Card>
        <Card name={words.self.throttled} value={showShortCount(ingest.throttledRequests)}>
          {ingest.throttledRequests === 0 ? words.self.throttledNone : words.self.throttledSome}
        </Card>
      </div>
    </section>
  )
}

/** A total is an account: exact as long as it can be read. */
const showTotal = (count: number): string => (count < 1e7 ? showCount(count) : showShortCount(count))

interface CardProps {
  readonly name: string
  readonly value: string
  readonly exact?: string
  readonly children: ReactNode
}

const Card = ({ name, value, exact, children }: CardProps) => (
  <div className={classes.card}>
    <div className={classes.name}>{name}</div>
    <div className={classes.big} title={exact}>
      {value}
    </div>
    <div className={classes.dim}>{children}</div>
  </div>
)

function Ceilings({ self }: { readonly self: ApiSelf }) {
  const words = useWords()
  const { engine, server, queue, disk } = self
  const days = daysLeft(self)
  const dayWords =
    days === undefined
      ? words.self.daysUnknown
      : days === null
        ? words.self.daysEndless
        : days < 1
          ? words.self.dayLess
          : words.self.daysLeft(showCount(Math.floor(days)))
  return (
    <section aria-label={words.self.ceilings}>
      <h2>{words.self.ceilings}</h2>
      <div className={classes.ceilings}>
        <Ceiling
          name={words.self.memory}
          used={engine.residentBytes + server.residentBytes}
          limit={self.memoryLimit}
          facts={[
            words.self.serverMemory(showBytes(server.residentBytes)),
            words.self.engineMemory(showBytes(engine.residentBytes)),
            words.self.heap(showBytes(server.heapBytes)),
          ]}
        />
        <Ceiling
          name={words.self.queue}
          used={queue.bytes}
          limit={queue.limit}
          facts={[words.self.batches(queue.batches, showCount(queue.batches))]}
        />
        <Ceiling
          name={`${words.self.disk} ${disk.path}`}
          used={disk.totalBytes - disk.freeBytes}
          limit={disk.totalBytes}
          verdict={diskVerdict(disk)}
          facts={[
            dayWords,
            words.self.ours(showBytes(disk.dataBytes)),
            words.self.free(showBytes(disk.freeBytes)),
            words.self.rows(showShortCount(disk.rows)),
            words.self.parts(showCount(disk.parts)),
          ]}
        />
      </div>
    </section>
  )
}

interface CeilingProps {
  readonly name: string
  readonly used: number
  readonly limit: number
  readonly facts: readonly string[]
  /** Unless told, by the share. */
  readonly verdict?: Verdict
}

function Ceiling({ name, used, limit, facts, verdict = fullness(used, limit) }: CeilingProps) {
  const words = useWords()
  const share = limit > 0 ? used / limit : 0
  const said: Record<Verdict, string> = { ok: words.self.roomy, warn: words.self.filling, bad: words.self.nearlyFull }
  return (
    <div className={classes.ceiling}>
      <div className={classes.ceilingHead}>
        <span className={classes.ceilingName}>{name}</span>
        <span>{words.self.usedOf(showBytes(used), showBytes(limit))}</span>
      </div>
      <div
        className={classes.track}
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={`${showShare(share)}, ${said[verdict]}`}
      >
        <div className={classes.fill} data-verdict={verdict} style={{ width: `${Math.min(100, share * 100)}%` }} />
      </div>
      <div className={classes.dim}>
        <span className={classes.said} data-verdict={verdict}>
          {showShare(share)}, {said[verdict]}
        </span>
        {' · '}
        {facts.join(' · ')}
      </div>
    </div>
  )
}
