/** The door of the senders: what goes out by each way, and the mail server. */
export { type Bundle, type Composed, compose, composeCall, type Receiver } from './compose.ts'
export { readSmtp, type SmtpServer, smtpMailer } from './smtp.ts'
