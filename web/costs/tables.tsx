/** The cost tables, the dearest first; long ones grow on demand. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { ApiLogCosts } from '../../src/model/index.ts'
import { showBytes, showCount, showMoney, showShortCount } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { pageLimits } from '../limits.ts'
import { showLevel, showRetention } from '../logs/index.ts'
import { paths } from '../paths.ts'
import { Nothing } from '../states/index.ts'
import classes from './costs.module.css'
import { byNumber } from './order.ts'

export function GroupCosts({ groups }: { readonly groups: ApiLogCosts['groups'] }) {
  const words = useWords()
  const time = useTimeView()
  const [most, setMost] = useState<number>(pageLimits.costRows)
  const rows = useMemo(
    () =>
      byNumber(
        groups,
        one => one.cloudWatchPerMonth,
        one => one.name,
      ),
    [groups],
  )
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
          {rows.slice(0, most).map(one => (
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
      <More shown={most} total={rows.length} more={() => setMost(most + pageLimits.costRows)} />
    </div>
  )
}

export function WorkloadCosts({ workloads }: { readonly workloads: ApiLogCosts['workloads'] }) {
  const words = useWords()
  const [most, setMost] = useState<number>(pageLimits.costRows)
  const rows = useMemo(
    () =>
      byNumber(
        workloads,
        one => one.cloudWatchPerMonth,
        one => one.workload + one.level,
      ),
    [workloads],
  )
  if (workloads.length === 0) return <Nothing title={words.costs.noWorkloads} />
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
          {rows.slice(0, most).map(one => (
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
      <More shown={most} total={rows.length} more={() => setMost(most + pageLimits.costRows)} />
    </div>
  )
}

function More({ shown, total, more }: { readonly shown: number; readonly total: number; readonly more: () => void }) {
  const words = useWords()
  if (total <= shown) return null
  return (
    <Button variant="subtle" m="xs" onClick={more}>
      {words.costs.more(showCount(shown), showCount(total))}
    </Button>
  )
}
