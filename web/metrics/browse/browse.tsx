/** Which metrics there are: namespaces, then the dimensions that theirs have, then the metrics; a search goes through all at any depth. */
import { Anchor, Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconChevronRight, IconSearch, IconZoomScan } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import classes from '../metrics.module.css'
import type { ChangeMetrics } from '../use-metrics.ts'
import type { MetricsView } from '../view.ts'
import { MetricList } from './metric-list.tsx'
import { Namespaces } from './namespaces.tsx'
import { searchOf } from './search-expression.ts'
import { Sets } from './sets.tsx'

export interface BrowseProps {
  readonly view: MetricsView
  readonly change: ChangeMetrics
  readonly addExpression: (expression: string) => void
}

/** Milliseconds without typing before it is looked for. */
const typingPause = 200

export function Browse({ view, change, addExpression }: BrowseProps) {
  const words = useWords()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(view.find)
  const [settled] = useDebouncedValue(typed, typingPause)
  useKeys({ search: () => field.current?.focus() })
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed moves the address
  useEffect(() => {
    if (settled !== view.find) change(before => ({ ...before, find: settled }), 'replace')
  }, [settled])
  // Back, or a link: the address is newer than the field.
  useEffect(() => setTyped(view.find), [view.find])
  const { namespace, set, find } = view
  const listed = set !== undefined || find.trim() !== ''
  const go = (place: Pick<MetricsView, 'namespace' | 'set'>) => {
    setTyped('')
    change(before => ({ ...before, ...place, find: '' }))
  }
  const expression = searchOf(view)
  return (
    <div className={classes.browse}>
      <div className={classes.finder}>
        <nav className={classes.crumbs} aria-label={words.metrics.place}>
          <Crumb go={namespace === undefined ? undefined : () => go({ namespace: undefined, set: undefined })}>
            {words.metrics.allNamespaces}
          </Crumb>
          {namespace !== undefined && (
            <>
              <IconChevronRight size={13} aria-hidden />
              <Crumb go={set === undefined ? undefined : () => go({ namespace, set: undefined })}>{namespace}</Crumb>
            </>
          )}
          {set !== undefined && (
            <>
              <IconChevronRight size={13} aria-hidden />
              <Crumb go={undefined}>{set.length === 0 ? words.metrics.noDimensions : set.join(', ')}</Crumb>
            </>
          )}
        </nav>
        <TextInput
          ref={field}
          className={classes.find}
          leftSection={<IconSearch size={14} aria-hidden />}
          placeholder={words.metrics.find}
          aria-label={words.metrics.find}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
        />
        {expression !== undefined && listed && (
          <Button
            variant="default"
            leftSection={<IconZoomScan size={14} aria-hidden />}
            title={expression}
            onClick={() => addExpression(expression)}
          >
            {words.metrics.graphSearch}
          </Button>
        )}
      </div>
      {listed ? (
        <MetricList view={view} change={change} />
      ) : namespace === undefined ? (
        <Namespaces open={chosen => go({ namespace: chosen, set: undefined })} />
      ) : (
        <Sets namespace={namespace} open={chosen => go({ namespace, set: chosen })} />
      )}
    </div>
  )
}

function Crumb({ go, children }: { readonly go: (() => void) | undefined; readonly children: string }) {
  return go === undefined ? (
    <span aria-current="page" className={classes.here}>
      {children}
    </span>
  ) : (
    <Anchor component="button" type="button" size="sm" onClick={go}>
      {children}
    </Anchor>
  )
}
