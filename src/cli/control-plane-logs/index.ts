/** The door of how control planes' logs are switched on. */
export { explanationIn } from './explanation.ts'
export { type ControlPlaneLogsPlace, eksCommand, kubeadmFile, policyFile, webhookFile } from './files.ts'
