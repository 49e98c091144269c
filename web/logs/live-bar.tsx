/** The state of the live tail: its rate, what waits while it is paused, what was left out, and how to go on. */
import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { showCount, showRate } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import classes from './live-bar.module.css'
import type { LogFollow } from './use-follow.ts'

export function LiveBar({ follow }: { readonly follow: LogFollow }) {
  const words = useWords()
  const { state } = follow
  const connection =
    state.connection === 'open'
      ? state.paused
        ? words.follow.paused
        : words.follow.live
      : words.follow[state.connection]
  return (
    <div className={classes.bar} data-paused={state.paused || undefined} data-connection={state.connection}>
      <span className={classes.dot} aria-hidden />
      <b role="status">{connection}</b>
      {state.connection === 'open' && <span>{showRate(state.rate)}</span>}
      {state.paused && state.waiting.length > 0 && (
        <span>{words.follow.waiting(state.waiting.length, showCount(state.waiting.length))}</span>
      )}
      {state.sampledOut > 0 && (
        <span className={classes.warn}>{words.follow.sampled(showCount(state.sampledOut))}</span>
      )}
      {state.dropped > 0 && <span className={classes.dim}>{words.follow.dropped(showCount(state.dropped))}</span>}
      <Button
        className={classes.turn}
        variant={state.paused ? 'filled' : 'default'}
        size="compact-xs"
        leftSection={
          state.paused ? <IconPlayerPlay size={13} aria-hidden /> : <IconPlayerPause size={13} aria-hidden />
        }
        onClick={state.paused ? follow.resume : follow.pause}
      >
        {state.paused ? words.follow.resume : words.follow.pause}
      </Button>
    </div>
  )
}
