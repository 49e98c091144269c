/** What is kept and what it costs, here and at CloudWatch: in all, by group, by workload, and what would make it less. */
import { Button, SegmentedControl, Tabs } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconBulb } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiCostRecommendation, ApiLogCosts } from '../../src/model/index.ts'
import { showByteRate, showBytes, showCount, showMoney, showShare, showShortCount } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { SectionHead, SetRetention, showLevel, showRetention } from '../logs/index.ts'
import { paths } from '../paths.ts'
import { type Search, text } from '../search.ts'
import { explain, Nothing, Trouble, Waiting } from '../states/index.ts'
import classes from './costs.module.css'
import { byNumber, retentionOf, total } from './order.ts'
import { useCosts } from './queries.ts'

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
              <Groups costs={costs.data} />
            </Tabs.Panel>
            <Tabs.Panel value="workloads">
              <Workloads costs={costs.data} />
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
                  one.level === undefined ? '' : showLevel(words, one.level),
                )}{' '}
                <b>{words.costs.would(showMoney(one.herePerMonth), showMoney(one.cloudWatchPerMonth))}</b>{' '}
                <Link {...paths.group({ name: one.group }, time)}>{one.group}</Link>
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

function Groups({ costs }: { readonly costs: ApiLogCosts }) {
  const words = useWords()
  const time = useTimeView()
  return (
    <div className={classes.scroller} tabIndex={0} role="group" aria-label={words.costs.byGroup}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{words.self.group}</th>
            <th>{words.groups.retention}</th>
            <th data-number>{words.groups.events}</th>
            <th data-number>{words.costs.stored}</th>
            <th data-number>{words.self.disk}</th>
            <th data-number>{words.costs.perDay}</th>
            <th data-number>{words.costs.here}</th>
            <th data-number>{words.costs.cloudWatch}</th>
          </tr>
        </thead>
        <tbody>
          {byNumber(
            costs.groups,
            one => one.cloudWatchPerMonth,
            one => one.name,
          ).map(one => (
            <tr key={one.name}>
              <td className={classes.long}>
                <Link {...paths.group({ name: one.name }, time)}>{one.name}</Link>
                <span className={classes.kind}>{words.costs.kinds[one.kind]}</span>
              </td>
              <td>{showRetention(words, one.retentionDays)}</td>
              <td data-number title={showCount(one.events)}>
                {showShortCount(one.events)}
              </td>
              <td data-number title={`${showCount(one.storedBytes)} B`}>
                {showBytes(one.storedBytes)}
              </td>
              <td data-number title={`${showCount(one.diskBytes)} B`}>
                {showBytes(one.diskBytes)}
              </td>
              <td data-number>{showBytes(one.bytesPerDay)}</td>
              <td data-number>{showMoney(one.herePerMonth)}</td>
              <td data-number>{showMoney(one.cloudWatchPerMonth)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Workloads({ costs }: { readonly costs: ApiLogCosts }) {
  const words = useWords()
  if (costs.workloads.length === 0) return <Nothing title={words.costs.noWorkloads} />
  return (
    <div className={classes.scroller} tabIndex={0} role="group" aria-label={words.costs.byWorkload}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{words.field.namespace}</th>
            <th>{words.costs.workload}</th>
            <th>{words.field.level}</th>
            <th data-number>{words.groups.events}</th>
            <th data-number>{words.groups.size}</th>
            <th data-number>{words.costs.here}</th>
            <th data-number>{words.costs.cloudWatch}</th>
          </tr>
        </thead>
        <tbody>
          {byNumber(
            costs.workloads,
            one => one.cloudWatchPerMonth,
            one => one.workload + one.level,
          ).map(one => (
            <tr key={`${one.namespace}/${one.workload}/${one.level}`}>
              <td>{one.namespace || words.field.empty}</td>
              <td className={classes.long}>{one.workload || words.field.empty}</td>
              <td>{showLevel(words, one.level)}</td>
              <td data-number title={showCount(one.events)}>
                {showShortCount(one.events)}
              </td>
              <td data-number title={`${showCount(one.bytes)} B`}>
                {showBytes(one.bytes)}
              </td>
              <td data-number>{showMoney(one.herePerMonth)}</td>
              <td data-number>{showMoney(one.cloudWatchPerMonth)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
