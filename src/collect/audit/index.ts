/** The door of audit logs: events of API servers, from their webhooks and files, each once in the group that EKS fills. */
export {
  type AuditBook,
  type AuditPorts,
  type AuditTaken,
  auditStream,
  createAuditBook,
} from './book.ts'
export { type AuditEvent, auditEventOf } from './event.ts'
export { type AuditFile, type AuditFilePorts, followAuditFile } from './file.ts'
