/** How a level looks: a letter and a colour, never the colour alone. */
import type { LogLevel } from '../../src/model/index.ts'
import { type Catalogue, useWords } from '../i18n/index.ts'
import classes from './level.module.css'

export const showLevel = (words: Catalogue, level: string): string =>
  level === '' ? words.level.none : (words.level[level as Exclude<LogLevel, ''>] ?? level)
/** The end of the colour variables' names. */
export const levelName = (level: LogLevel): string => (level === '' ? 'none' : level)
const letter = (level: LogLevel): string => (level === '' ? '·' : level[0]!)

export function LevelSign({ level }: { readonly level: LogLevel }) {
  const words = useWords()
  return (
    <span className={classes.sign} data-level={levelName(level)} title={showLevel(words, level)}>
      <span aria-hidden>{letter(level)}</span>
      <span className="mg-visually-hidden">{showLevel(words, level)}</span>
    </span>
  )
}

export function LevelSwatch({ level }: { readonly level: LogLevel }) {
  return <span className={classes.swatch} style={{ background: `var(--mg-fill-${levelName(level)})` }} aria-hidden />
}
