/** What is to be told to one receiver, kept with the delivery until it has ended. */
import type { AlarmMessage } from '../../../model/index.ts'

/** A text with its type, as SNS has message attributes. */
export interface LetterAttribute {
  readonly type: string
  readonly value: string
}

export type Letter =
  | { readonly kind: 'alarm'; readonly messageId: string; readonly topicArn: string; readonly alarm: AlarmMessage }
  | {
      readonly kind: 'publish'
      readonly messageId: string
      readonly topicArn: string
      readonly subject: string | null
      readonly text: string
      readonly attributes: Readonly<Record<string, LetterAttribute>>
    }
  /** Its token is kept beside it, sealed. */
  | { readonly kind: 'confirmation'; readonly messageId: string; readonly topicArn: string }
  | { readonly kind: 'test'; readonly messageId: string; readonly topicArn: string }
