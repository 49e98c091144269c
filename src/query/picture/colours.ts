/** The colours of pictures: those of the page in light and dark, since no style sheet reaches a picture in a mail. */

export interface Colours {
  readonly paper: string
  readonly text: string
  readonly dim: string
  readonly line: string
  readonly bad: string
  readonly series: readonly string[]
}

export const colours: Readonly<Record<'light' | 'dark', Colours>> = {
  light: {
    paper: '#ffffff',
    text: '#1a2127',
    dim: '#56616b',
    line: '#dfe4e8',
    bad: '#bf2a1f',
    series: ['#0b6e99', '#c65102', '#2f8f5b', '#8a4fbf', '#b8860b', '#c2417c', '#4a6fd4', '#6b7280'],
  },
  dark: {
    paper: '#141a1e',
    text: '#dbe2e8',
    dim: '#97a4af',
    line: '#2a353d',
    bad: '#ff8379',
    series: ['#4fb3d9', '#f08c4a', '#5cc48b', '#b88ae6', '#e0b83e', '#ec7fb0', '#8ba6f5', '#a3adb8'],
  },
}

/** Past the eight colours a dash tells series apart. Lengths of dash and gap in pixels. */
export const dashOf = (at: number): string | undefined =>
  at < 8 ? undefined : ['7 4', '2 3', '10 3 2 3'][(Math.floor(at / 8) - 1) % 3]

export const isColour = (text: string | null | undefined): text is string =>
  typeof text === 'string' && /^#[0-9a-f]{6}$/i.test(text)
