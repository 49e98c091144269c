/** The door of what `mangru import cloudwatch` does. */
export { importCloudWatch } from './run.ts'
