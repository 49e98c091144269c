/** Pixels of a row of the grid, and of the gap between two widgets (`board.module.css`). */
export const rowHeight = 42
export const gap = 8
/** Pixels: on a screen that is not wider a board is one column, whose widgets stand further down than their places say. */
export const oneColumn = 640
