/** The colours of the map in the reader's scheme: a scale from cool to hot that the colour-blind can read, and the tones of status. */
import type { MapColours } from './paint.ts'

const scales = {
  light: ['#7db7d6', '#3f8fbf', '#e0a21b', '#d9701a', '#b3221a'],
  dark: ['#2d6a8c', '#4fa3d1', '#d9a21c', '#f08c4a', '#ff6a5e'],
} as const

/** Read off the page, since the scheme's colours stand there. */
export function mapColours(element: HTMLElement, scheme: string | null): MapColours {
  const style = getComputedStyle(element)
  const of = (name: string) => style.getPropertyValue(name).trim()
  const scale = scales[scheme === 'dark' ? 'dark' : 'light']
  return {
    ...{ text: of('--mg-text'), dim: of('--mg-dim'), line: of('--mg-line-strong'), surface: of('--mg-surface') },
    ...{ accent: of('--mg-accent'), font: style.fontFamily },
    levels: {
      ...{ 0: scale[0], 1: scale[1], 2: scale[2], 3: scale[3], 4: scale[4] },
      ...{
        good: of('--mg-ok-fill'),
        waiting: of('--mg-warn-fill'),
        bad: of('--mg-bad-fill'),
        done: of('--mg-fill-none'),
      },
      ...{ unknown: of('--mg-dim'), unbound: of('--mg-dim') },
    },
  }
}
