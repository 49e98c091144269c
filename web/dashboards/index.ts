/** The door of the dashboards: the list of boards, and one board; loaded when one of them is first opened. */
export { BoardPage } from './board/page.tsx'
export { BoardsPage } from './list/page.tsx'
