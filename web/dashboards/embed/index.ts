/** The door of boards inside other pages. */
export { EmbeddedBoard } from './embedded-board.tsx'
