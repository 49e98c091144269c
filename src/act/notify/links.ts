/** Links by which a receiver confirms that it wants to be told, or says that it does not any more. */
import { isSame, keyed } from './names.ts'

export interface LinkFrame {
  readonly publicUrl: string
  readonly linkSecret: string
}

export const certificateUrl = ({ publicUrl }: Pick<LinkFrame, 'publicUrl'>): string => `${publicUrl}/sns/cert.pem`

export const confirmUrl = (token: string, { publicUrl }: Pick<LinkFrame, 'publicUrl'>): string =>
  `${publicUrl}/sns/confirm?token=${encodeURIComponent(token)}`

export const unsubscribeUrl = (id: string, { publicUrl, linkSecret }: LinkFrame): string =>
  `${publicUrl}/sns/unsubscribe?id=${id}&key=${keyOf(id, linkSecret)}`

export const isUnsubscribeKey = (id: string, key: string, linkSecret: string): boolean =>
  isSame(key, keyOf(id, linkSecret))

const keyOf = (id: string, linkSecret: string): string => keyed(linkSecret, 'unsubscribe', id)
