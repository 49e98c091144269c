/** The door of the states. */
export { CrashPage, NotFoundPage } from './pages.tsx'
export { Command, copyText, explain, explainCode, Nothing, Trouble, Waiting } from './states.tsx'
