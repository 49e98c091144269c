/** What stands on what: the alarms in a composite's rule, opened level by level, and the composites that name this one. */
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiAlarmDetail, ApiAlarmState } from '../../../src/model/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { explain, Trouble } from '../../states/index.ts'
import classes from '../alarms.module.css'
import { useAlarm } from '../queries.ts'
import { StateSign } from '../state-sign.tsx'

export function Tree({ detail }: { readonly detail: ApiAlarmDetail }) {
  const words = useWords()
  const { alarm, children, parents } = detail
  return (
    <section className={classes.part} aria-label={words.alarms.tree}>
      <h2>{words.alarms.tree}</h2>
      {children.length > 0 && (
        <>
          <h3>{words.alarms.children}</h3>
          <ul className={classes.tree}>
            {children.map(child => (
              <Node key={child.name} name={child.name} state={child.state} above={[alarm.name]} />
            ))}
          </ul>
        </>
      )}
      {parents.length > 0 && (
        <>
          <h3>{words.alarms.parents}</h3>
          <ul className={classes.tree}>
            {parents.map(parent => (
              <Leaf key={parent.name} name={parent.name} state={parent.state} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

interface NodeProps {
  readonly name: string
  readonly state: ApiAlarmState | null
  /** Alarms on the way here: a ring is not followed. */
  readonly above: readonly string[]
}

function Node({ name, state, above }: NodeProps) {
  const words = useWords()
  const [open, setOpen] = useState(false)
  const ring = above.includes(name)
  const found = useAlarm(name, open && state !== null)
  const children = found.data?.children ?? []
  const leaf = state === null || ring || (found.data !== undefined && children.length === 0)
  const Sign = open ? IconChevronDown : IconChevronRight
  return (
    <Leaf
      name={name}
      state={state}
      before={
        leaf ? undefined : (
          <button
            type="button"
            className={classes.turn}
            aria-expanded={open}
            aria-label={open ? words.alarms.closeTree(name) : words.alarms.openTree(name)}
            onClick={() => setOpen(!open)}
          >
            <Sign size={14} aria-hidden />
          </button>
        )
      }
      note={state === null ? words.alarms.childGone : ring ? words.alarms.ring : undefined}
    >
      {open && found.isError && <Trouble inline message={explain(words, found.error)} />}
      {open && children.length > 0 && (
        <ul className={classes.tree}>
          {children.map(child => (
            <Node key={child.name} name={child.name} state={child.state} above={[...above, name]} />
          ))}
        </ul>
      )}
    </Leaf>
  )
}

interface LeafProps {
  readonly name: string
  readonly state: ApiAlarmState | null
  readonly before?: React.ReactNode
  readonly note?: string | undefined
  readonly children?: React.ReactNode
}

function Leaf({ name, state, before, note, children }: LeafProps) {
  const view = useTimeView()
  return (
    <li>
      <span className={classes.leaf}>
        <span className={classes.turnPlace}>{before}</span>
        {state !== null && <StateSign state={state} />}
        {state === null ? <span>{name}</span> : <Link {...paths.alarm({ name }, view)}>{name}</Link>}
        {note !== undefined && <span className={classes.dim}>{note}</span>}
      </span>
      {children}
    </li>
  )
}
