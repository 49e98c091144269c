/** How something is, as a sign with its word for those who do not see it: shape and colour together. */
import { IconAlertTriangle, IconCheck, IconClock, IconMinus } from '@tabler/icons-react'
import type { ApiClusterPod } from '../../src/model/index.ts'
import { useWords } from '../i18n/index.ts'
import classes from './cluster.module.css'

const signs = { good: IconCheck, waiting: IconClock, bad: IconAlertTriangle, done: IconMinus } as const

export function Sign({ tone }: { readonly tone: ApiClusterPod['tone'] }) {
  const { cluster: words } = useWords()
  const Icon = signs[tone]
  return (
    <span className={classes.sign} data-tone={tone} title={words.tone[tone]}>
      <Icon size={14} aria-hidden />
      <span className="mg-visually-hidden">{words.tone[tone]}</span>
    </span>
  )
}
