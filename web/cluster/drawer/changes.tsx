/** What became of the object: each version against the one before, the last first. */
import { Button } from '@mantine/core'
import { showCount, showMoment } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { useObjectChanges } from '../queries.ts'
import type { ObjectRef } from '../view.ts'
import classes from './drawer.module.css'

export function Changes({
  object,
  at,
  showAt,
}: {
  readonly object: ObjectRef
  readonly at: number | undefined
  readonly showAt: (at: number) => void
}) {
  const words = useWords()
  const { drawer } = words.cluster
  const { zone } = useTime()
  const found = useObjectChanges(object)
  if (found.isError && !found.data)
    return <Trouble message={explain(words, found.error)} retry={() => void found.refetch()} />
  if (!found.data) return <Waiting rows={8} height={34} />
  const { changes, cut } = found.data
  if (changes.length === 0) return <Nothing title={drawer.noChanges} />
  // The version that is shown is the last one before the moment.
  const shown = changes.find(change => change.at <= (at ?? Number.POSITIVE_INFINITY))
  return (
    <>
      <ol className={classes.versions}>
        {changes.map(change => {
          const { differences, more, type } = change
          const count = differences.length + more
          return (
            <li key={`${change.uid}/${change.at}`} aria-current={change === shown ? 'true' : undefined}>
              <div className={classes.version}>
                <time>{showMoment(change.at, zone)}</time>
                <span>{type === 'changed' ? drawer.changed(count, showCount(count)) : drawer.changeTypes[type]}</span>
                <Button variant="subtle" size="compact-xs" onClick={() => showAt(change.at)}>
                  {drawer.showThen}
                </Button>
              </div>
              {differences.length > 0 && (
                <dl className={classes.differences}>
                  {differences.map(({ path, before, after }) => (
                    <div key={path}>
                      <dt>{path}</dt>
                      <dd>
                        {before !== null && <del>{before}</del>} {after !== null && <ins>{after}</ins>}
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
              {more > 0 && <p className={classes.dim}>{drawer.moreDifferences(showCount(more))}</p>}
            </li>
          )
        })}
      </ol>
      {cut && <p className={classes.dim}>{drawer.changesCut}</p>}
    </>
  )
}
