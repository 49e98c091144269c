/** The door of the senders: how a message reaches each kind of target. */
export { answerOf, authorizationOf, withoutUser } from './answers.ts'
export { createFileShelf } from './file.ts'
export { type HttpPoster, httpPoster, type ResolveHost } from './http-post.ts'
export type { Sender, SenderPorts, SignRequest } from './port.ts'
export { senderFor } from './sender.ts'
