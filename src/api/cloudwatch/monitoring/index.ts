/** The door of CloudWatch's metrics on the wire. */
export { createMonitoringService } from './service.ts'
