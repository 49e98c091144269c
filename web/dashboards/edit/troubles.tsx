/** What is wrong with the JSON, each with its place; warnings apart from what is refused. */
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import { useWords } from '../../i18n/index.ts'
import type { Check } from './check.ts'
import classes from './edit.module.css'

export function Troubles({ check }: { readonly check: Check }) {
  const words = useWords()
  const { errors, warnings } = check
  if (errors.length + warnings.length === 0) return null
  const item = (kind: 'error' | 'warning', path: string, message: string) => (
    <li key={`${kind} ${path} ${message}`} data-kind={kind}>
      {kind === 'error' ? <IconCircleX size={14} aria-hidden /> : <IconAlertTriangle size={14} aria-hidden />}
      <span className="mg-visually-hidden">{words.dashboards[kind]}</span>
      <span>
        {path !== '' && <code>{path}</code>} {message}
      </span>
    </li>
  )
  return (
    <ul className={classes.troubles} aria-label={words.dashboards.troubles}>
      {errors.map(one => item('error', one.path, one.message))}
      {warnings.map(one => item('warning', one.path, one.message))}
    </ul>
  )
}
