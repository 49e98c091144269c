/** The dimensions that the metrics of a namespace have. */
import { showCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import classes from '../metrics.module.css'
import { useSets } from '../queries.ts'
import { Choices } from './choices.tsx'

export interface SetsProps {
  readonly namespace: string
  readonly open: (set: readonly string[]) => void
}

export function Sets({ namespace, open }: SetsProps) {
  const words = useWords()
  const found = useSets(namespace)
  if (found.isError && !found.data)
    return <Trouble message={explain(words, found.error)} retry={() => void found.refetch()} />
  if (!found.data) return <Waiting rows={6} height={34} />
  const { sets, more } = found.data
  if (sets.length === 0) return <Nothing title={words.metrics.gone(namespace)} />
  return (
    <>
      {more && <p className={classes.note}>{words.metrics.moreSets(showCount(sets.length))}</p>}
      <Choices
        label={words.metrics.dimensions}
        choices={sets.map(({ names, metrics }) => ({
          key: JSON.stringify(names),
          text: names.length === 0 ? words.metrics.noDimensions : names.join(', '),
          count: metrics,
        }))}
        choose={key => open(JSON.parse(key) as string[])}
      />
    </>
  )
}
