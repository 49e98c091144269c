/** Requests and errors by application: lines of pods by level, and what metric filters count. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiApplicationLines, ApiClusterApplications } from '../../src/model/index.ts'
import { useFeature } from '../api/index.ts'
import { showCount, showNumber, showShare } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import classes from './overview.module.css'
import { useApplications, useCounted } from './queries.ts'

/** Applications shown at first. */
const shown = 8

export function ApplicationsPart() {
  const words = useWords()
  const found = useApplications()
  const data = found.data?.value
  return (
    <section className={classes.part} aria-label={words.overview.applications} aria-busy={found.isFetching}>
      <div className={classes.partHead}>
        <h2>{words.overview.applications}</h2>
      </div>
      {found.isError && <Trouble inline message={explain(words, found.error)} retry={() => void found.refetch()} />}
      {data ? <Applications found={data} /> : !found.isError && <Waiting rows={4} height={34} />}
    </section>
  )
}

function Applications({ found }: { readonly found: ApiClusterApplications }) {
  const words = useWords()
  const [all, showAll] = useState(false)
  const { applications, leftOut, groups } = found
  const rows = all ? applications : applications.slice(0, shown)
  return (
    <>
      {applications.length === 0 ? (
        <p className={classes.dim}>{words.overview.applicationsNone}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.overview.application}</th>
              <th scope="col">{words.overview.errors}</th>
              <th scope="col">{words.overview.warnings}</th>
              <th scope="col">{words.overview.lines}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(one => (
              <Row key={`${one.namespace}/${one.workload}`} one={one} group={groups[0] ?? ''} />
            ))}
          </tbody>
        </table>
      )}
      {applications.length > shown && (
        <Button variant="subtle" size="compact-xs" onClick={() => showAll(before => !before)}>
          {all ? words.overview.fewerApplications : words.overview.allApplications(showCount(applications.length))}
        </Button>
      )}
      {leftOut > 0 && <p className={classes.dim}>{words.overview.applicationsLeft(showCount(leftOut))}</p>}
      {groups[0] !== undefined && <CountedPart group={groups[0]} />}
    </>
  )
}

function Row({ one, group }: { readonly one: ApiApplicationLines; readonly group: string }) {
  const words = useWords()
  const time = useTimeView()
  const { namespace, workload, lines, errors, warnings } = one
  // All pods of a workload begin with its name.
  const of = (level?: string) =>
    paths.logs(
      {
        groups: [group],
        filters: [
          ...(level === undefined ? [] : [{ field: 'level' as const, value: level }]),
          { field: 'namespace' as const, value: namespace },
        ],
        pattern: `{ $.kubernetes.pod_name = "${workload.replaceAll('"', '')}*" }`,
      },
      time,
    )
  return (
    <tr>
      <th scope="row">
        <Link {...of()} className={classes.name}>
          {namespace}/{workload}
        </Link>
      </th>
      <td data-bad={errors > 0 || undefined}>
        <Link {...of('ERROR')} title={words.overview.toErrors(workload)}>
          {showCount(errors)}
        </Link>
        {errors > 0 && <span className={classes.dim}> {showShare(errors / lines)}</span>}
      </td>
      <td>
        <Link {...of('WARN')}>{showCount(warnings)}</Link>
      </td>
      <td>{showCount(lines)}</td>
    </tr>
  )
}

function CountedPart({ group }: { readonly group: string }) {
  const words = useWords()
  const time = useTimeView()
  const [filters, metrics] = [useFeature('filters'), useFeature('metrics')]
  const able = filters === true && metrics === true
  const counted = useCounted(group, able)
  if (!able || (!counted.data && !counted.isError)) return null
  return (
    <>
      <h3>{words.overview.counted}</h3>
      {counted.isError ? (
        <Trouble inline message={explain(words, counted.error)} retry={() => void counted.refetch()} />
      ) : counted.data?.value.length === 0 ? (
        <p className={classes.dim}>
          {words.overview.countedNone}{' '}
          <Link {...paths.group({ name: group, tab: 'filters' }, time)}>{words.overview.makeFilter}</Link>
        </p>
      ) : (
        <ul className={classes.list}>
          {counted.data?.value.map(({ namespace, metric, total }) => (
            <li key={`${namespace} ${metric}`} className={classes.line}>
              <Link {...paths.metrics({ namespace }, time)} className={classes.name}>
                {namespace} {metric}
              </Link>
              <span className={classes.since}>{showNumber(total)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
