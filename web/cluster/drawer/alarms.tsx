/** Alarms that speak of an object, with the way to each; nothing where none does, and of a time past. */
import { Link } from '@tanstack/react-router'
import type { ApiClusterObject } from '../../../src/model/index.ts'
import { StateSign } from '../../alarms/state-sign.tsx'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { useClusterAlarms } from '../queries.ts'
import classes from './drawer.module.css'

export function ObjectAlarms({ object, at }: { readonly object: ApiClusterObject; readonly at: number | undefined }) {
  const { drawer } = useWords().cluster
  const time = useTimeView()
  const { told } = useClusterAlarms(at, object.goneAt === null)
  const alarms = object.goneAt === null ? (told?.ofObject(object) ?? []) : []
  if (alarms.length === 0) return null
  return (
    <section aria-label={drawer.alarms}>
      <h3>{drawer.alarms}</h3>
      <ul className={classes.alarms}>
        {alarms.map(({ name, state }) => (
          <li key={name}>
            <StateSign state={state} /> <Link {...paths.alarm({ name }, time)}>{name}</Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
