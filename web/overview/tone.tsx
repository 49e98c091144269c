/** How something is, by a sign and not by colour alone. */
import { IconAlertTriangle, IconCheck, IconClock, IconMinus } from '@tabler/icons-react'
import type { Tone } from '../../src/model/kubernetes/index.ts'
import { useWords } from '../i18n/index.ts'
import classes from './overview.module.css'

const signs = { good: IconCheck, waiting: IconClock, bad: IconAlertTriangle, done: IconMinus } as const

export function ToneSign({ tone }: { readonly tone: Tone }) {
  const { cluster: words } = useWords()
  const Icon = signs[tone]
  return (
    <span className={classes.tone} data-tone={tone} title={words.tone[tone]}>
      <Icon size={14} aria-hidden />
      <span className="mg-visually-hidden">{words.tone[tone]}</span>
    </span>
  )
}
