/** The door of telling people and programs: topics, who subscribed to them, and deliveries until each is told. */

export { openNotifyDesk } from './desk.ts'
export type { NotifyDesk, Publication } from './desk-port.ts'
export { isWay } from './endpoint.ts'
export { subscriptionArn, subscriptionIn, topicArn, topicIn } from './names.ts'
export { pictureMaker } from './picture.ts'
export { actionHistory, planDeed } from './plan.ts'
export type { Mailer, MessageSigner, NotifyPorts, OutgoingMail, PictureMaker } from './ports.ts'
export { readSmtp, type SmtpServer, smtpMailer } from './senders/index.ts'
export type { NotifyTrouble } from './trouble.ts'
export type { PeopleLanguage } from './words/index.ts'
