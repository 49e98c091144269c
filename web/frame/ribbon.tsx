/** Says that what is seen is a demo, and how to switch to a real cluster. */
import { useWords } from '../i18n/index.ts'
import classes from './frame.module.css'

export function Ribbon() {
  const words = useWords()
  return (
    <aside className={classes.ribbon} aria-label={words.frame.demo}>
      <span>{words.frame.demo}</span>{' '}
      <span className={classes.ribbonHow}>
        {words.frame.demoSwitch} <code>mangru up --kubeconfig ~/.kube/config</code>
      </span>
    </aside>
  )
}
