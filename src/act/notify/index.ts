/** The door of telling people and programs: topics, who subscribed to them, and deliveries until each is told. */

export { type NotifyDesk, type NotifyTrouble, openNotifyDesk, type Publication } from './desk.ts'
export { isWay } from './endpoint.ts'
export { subscriptionArn, subscriptionIn, topicArn, topicIn } from './names.ts'
export { pictureMaker } from './picture.ts'
export { actionHistory, planDeed } from './plan.ts'
export type { Mailer, MessageSigner, NotifyPorts, OutgoingMail, PictureMaker } from './ports.ts'
export { readSmtp, type SmtpServer, smtpMailer } from './senders/index.ts'
export type { PeopleLanguage } from './words/index.ts'
