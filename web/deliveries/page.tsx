/** Where lines are sent on, all groups together. */
import { useDocumentTitle } from '@mantine/hooks'
import { useWords } from '../i18n/index.ts'
import { SectionHead } from '../logs/index.ts'
import classes from './deliveries.module.css'
import { Subscriptions } from './subscriptions.tsx'

export function DeliveriesPage() {
  const words = useWords()
  useDocumentTitle([words.deliveries.title, words.brand].join(' · '))
  return (
    <div className={classes.page}>
      <SectionHead title={words.deliveries.title} lead={words.deliveries.lead} />
      <Subscriptions group={undefined} />
    </div>
  )
}
