/** The door of the command line. */
export { runCommandLine } from './process.ts'
