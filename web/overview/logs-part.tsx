/** What the logs bring, cost, and had to be refused. */
import { Link } from '@tanstack/react-router'
import type { ApiSelf } from '../../src/model/index.ts'
import { useFeature } from '../api/index.ts'
import { useCosts } from '../costs/queries.ts'
import { showByteRate, showBytes, showCount, showMoney, showRate } from '../format/index.ts'
import { useSelf, useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import classes from './overview.module.css'
import { refusedOf } from './refused.ts'

/** Groups shown; the costs page has all. */
const shown = 6

export function LogsPart() {
  const words = useWords()
  const view = useTimeView()
  const self = useSelf()
  const priced = useFeature('costs') === true
  const costs = useCosts(30, priced)
  if (!self.data)
    return self.isError ? (
      <Trouble message={explain(words, self.error)} retry={() => void self.refetch()} />
    ) : (
      <Waiting rows={4} height={40} />
    )
  const groups = (costs.data?.groups ?? []).toSorted((a, b) => b.bytesPerDay - a.bytesPerDay).slice(0, shown)
  const sum = (pick: (group: NonNullable<typeof costs.data>['groups'][number]) => number): number =>
    (costs.data?.groups ?? []).reduce((total, group) => total + pick(group), 0)
  return (
    <section className={classes.part} aria-label={words.overview.logs}>
      <div className={classes.partHead}>
        <h2>{words.overview.logs}</h2>
        <Link {...paths.logs({}, view)}>{words.state.toLogs}</Link>
      </div>
      <dl className={classes.figures}>
        <div>
          <dt>{words.overview.logRate}</dt>
          <dd>{showRate(self.data.ingest.eventsPerSecond)}</dd>
          <dd className={classes.dim}>{showByteRate(self.data.ingest.bytesPerSecond)}</dd>
        </div>
        {costs.data && (
          <>
            <div>
              <dt>{words.overview.stored}</dt>
              <dd>{showBytes(sum(group => group.storedBytes))}</dd>
              <dd className={classes.dim}>{words.overview.perDay(showBytes(sum(group => group.bytesPerDay)))}</dd>
            </div>
            <div>
              <dt>{words.overview.cost}</dt>
              <dd>{showMoney(sum(group => group.herePerMonth))}</dd>
              <dd className={classes.dim}>
                <Link {...paths.costs({}, view)}>
                  {words.overview.costThere(showMoney(sum(group => group.cloudWatchPerMonth)))}
                </Link>
              </dd>
            </div>
          </>
        )}
        <Refused self={self.data} />
      </dl>
      {costs.isError && <Trouble inline message={explain(words, costs.error)} retry={() => void costs.refetch()} />}
      {priced && costs.data && (
        <>
          <h3>{words.overview.byGroup}</h3>
          {groups.length === 0 ? (
            <p className={classes.dim}>{words.overview.noGroups}</p>
          ) : (
            <ul className={classes.list}>
              {groups.map(group => (
                <li key={group.name} className={classes.group}>
                  <Link {...paths.logs({ groups: [group.name] }, view)} className={classes.name}>
                    {group.name}
                  </Link>
                  <span>{words.overview.perDay(showBytes(group.bytesPerDay))}</span>
                  <span>{showMoney(group.herePerMonth)}</span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  )
}

function Refused({ self }: { readonly self: ApiSelf }) {
  const words = useWords()
  const view = useTimeView()
  const refused = refusedOf(self)
  return (
    <div data-bad={refused.all > 0 || undefined}>
      <dt>{words.overview.refused}</dt>
      <dd>
        <Link {...paths.self(view)}>{showCount(refused.all)}</Link>
      </dd>
      <dd className={classes.dim}>
        {refused.all === 0
          ? words.overview.refusedNone
          : words.overview.refusedWhy(
              showCount(refused.tooOld),
              showCount(refused.tooNew),
              showCount(refused.expired),
              showCount(refused.throttled),
            )}
      </dd>
    </div>
  )
}
