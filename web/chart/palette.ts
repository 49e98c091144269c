/** Eight colours that the colour-blind can tell apart (`--mg-series-1…8` in theme/tokens.css); past them a dash tells series apart. */
const colours = 8

/** `var(--mg-series-3)`. */
export const seriesColour = (at: number): string => `var(${seriesVariable(at)})`
export const seriesVariable = (at: number): string => `--mg-series-${(at % colours) + 1}`
/** Lengths of dash and gap of the series' line, in pixels; undefined: a whole line. */
export const seriesDash = (at: number): number[] | undefined =>
  at < colours
    ? undefined
    : [
        [7, 4],
        [2, 3],
        [10, 3, 2, 3],
      ][(Math.floor(at / colours) - 1) % 3]
