/** What is kept and what it costs, here and at CloudWatch: in all, by group, by workload, and what would make it less. */
import { Button, SegmentedControl, Tabs } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconBulb } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiCostRecommendation, ApiLogCosts } from '../../src/model/index.ts'
import { showByteRate, showBytes, showCount, showMoney, showShare } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { SectionHead, SetRetention, showLevel, showRetention } from '../logs/index.ts'
import { paths } from '../paths.ts'
import { type Search, text } from '../search.ts'
import { explain, Nothing, Trouble, Waiting } from '../states/index.ts'
import classes from './costs.module.css'
import { retentionOf, total } from './order.ts'
import { useCosts } from './queries.ts'
import { GroupCosts, WorkloadCosts } from './tables.tsx'

const dayChoices = [7, 30, 90]

export function CostsPage() {
  const words = useWords()
  const navigate = useNavigate()
  const time = useTimeView()
  const search = useSearch({ strict: false }) as Search
  const days = dayChoices.find(one => String(one) === text(search.days)) ?? 30
  const tab = text(search.tab) === 'workloads' ? 'workloads' : 'groups'
  const costs = useCosts(days)
  useDocumentTitle([words.costs.title, words.brand].join(' · '))
  const change = (next: { days?: number; tab?: string }) =>
    void navigate(paths.costs({ days: next.days ?? days, tab: next.tab ?? tab }, time))
  return (
    <div className={classes.page}>
      <SectionHead title={words.costs.title} lead={words.costs.lead}>
        <SegmentedControl
          size="xs"
          aria-label={words.costs.range}
          value={String(days)}
          onChange={value => change({ days: Number(value) })}
          data={dayChoices.map(one => ({ value: String(one), label: words.groups.days(one, String(one)) }))}
        />
      </SectionHead>
      {costs.isError && !costs.data ? (
        <Trouble message={explain(words, costs.error)} retry={() => void costs.refetch()} />
      ) : !costs.data ? (
        <Waiting rows={12} height={36} />
      ) : costs.data.groups.length === 0 ? (
        <Nothing title={words.groups.emptyTitle} />
      ) : (
        <div className={classes.body}>
          <Sums costs={costs.data} />
          <Recommendations all={costs.data.recommendations} groups={costs.data.groups} />
          <Tabs value={tab} onChange={value => change({ tab: value ?? 'groups' })} keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="groups">{words.costs.byGroup}</Tabs.Tab>
              <Tabs.Tab value="workloads">{words.costs.byWorkload}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="groups">
              <GroupCosts groups={costs.data.groups} />
            </Tabs.Panel>
            <Tabs.Panel value="workloads">
              <WorkloadCosts workloads={costs.data.workloads} />
            </Tabs.Panel>
          </Tabs>
          <Basis costs={costs.data} />
        </div>
      )}
    </div>
  )
}

function Sums({ costs }: { readonly costs: ApiLogCosts }) {
  const words = useWords()
  const here = total(costs.groups, one => one.herePerMonth)
  const there = total(costs.groups, one => one.cloudWatchPerMonth)
  return (
    <div className={classes.cards}>
      <div className={classes.card}>
        <span>{words.costs.here}</span>
        <b>{showMoney(here)}</b>
        <span>{words.costs.perMonth}</span>
      </div>
      <div className={classes.card}>
        <span>{words.costs.cloudWatch}</span>
        <b>{showMoney(there)}</b>
        <span>{there > 0 && here < there ? words.costs.less(showShare(1 - here / there)) : words.costs.perMonth}</span>
      </div>
      <div className={classes.card}>
        <span>{words.costs.stored}</span>
        <b>{showBytes(total(costs.groups, one => one.storedBytes))}</b>
        <span>{words.costs.onDisk(showBytes(total(costs.groups, one => one.diskBytes)))}</span>
      </div>
      <div className={classes.card}>
        <span>{words.costs.perDay}</span>
        <b>{showBytes(total(costs.groups, one => one.bytesPerDay))}</b>
        <span>{showByteRate(total(costs.groups, one => one.bytesPerDay) / 86_400)}</span>
      </div>
    </div>
  )
}

function Recommendations({
  all,
  groups,
}: {
  readonly all: readonly ApiCostRecommendation[]
  readonly groups: ApiLogCosts['groups']
}) {
  const words = useWords()
  const time = useTimeView()
  const queries = useQueryClient()
  const [applying, setApplying] = useState<ApiCostRecommendation>()
  if (all.length === 0) return null
  return (
    <section aria-label={words.costs.recommendations}>
      <h2>{words.costs.recommendations}</h2>
      <ul className={classes.advice}>
        {all.map(one => {
          const days = retentionOf(one)
          return (
            <li key={`${one.code}${one.group}${one.workload ?? ''}${one.level ?? ''}`}>
              <IconBulb size={16} aria-hidden />
              <span>
                {words.costs.advice[one.code](
                  words.groups.days(one.days, showCount(one.days)),
                  one.workload ?? one.group,
                  one.code === 'debug-lines' ? showLevel(words, one.level ?? '') : showRetention(words, days ?? null),
                )}{' '}
                <b>{words.costs.would(showMoney(one.herePerMonth), showMoney(one.cloudWatchPerMonth))}</b>{' '}
                {one.workload !== undefined && <Link {...paths.group({ name: one.group }, time)}>{one.group}</Link>}
              </span>
              {days !== undefined && (
                <Button variant="default" size="compact-xs" onClick={() => setApplying(one)}>
                  {words.costs.apply(showRetention(words, days))}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {applying && (
        <SetRetention
          name={applying.group}
          before={groups.find(one => one.name === applying.group)?.retentionDays ?? null}
          days={retentionOf(applying)!}
          close={() => setApplying(undefined)}
          done={() => void queries.invalidateQueries({ queryKey: ['costs'] })}
        />
      )}
    </section>
  )
}

/** Money shows its currency and what it is reckoned from. */
function Basis({ costs: { here, cloudWatch } }: { readonly costs: ApiLogCosts }) {
  const words = useWords()
  return (
    <p className={classes.basis}>
      {words.costs.basisHere(showMoney(here.dollarsPerGiBMonth), showShare(here.bytesOnDiskPerByte))}{' '}
      {words.costs.basisThere(
        cloudWatch.region,
        cloudWatch.asOf,
        showMoney(cloudWatch.ingestPerGiB),
        showMoney(cloudWatch.storePerGiBMonth),
        showMoney(cloudWatch.scanPerGiB),
      )}
    </p>
  )
}
