/** Names of things across AWS: made from group and stream, and read back from what a caller writes. */
import type { AwsCall } from '../protocol/index.ts'

type Where = Pick<AwsCall, 'region' | 'account'>

/** Without the `:*` that older answers carry at the end. */
export const groupArn = ({ region, account }: Where, group: string): string =>
  `arn:aws:logs:${region}:${account}:log-group:${group}`

export const streamArn = (where: Where, group: string, stream: string): string =>
  `${groupArn(where, group)}:log-stream:${stream}`

/** A group's ARN, with or without `:*`; any partition and region, since a group here is seen from every region. */
export function parseGroupArn(text: string): { readonly account: string; readonly name: string } | undefined {
  const match = /^arn:[\w-]+:logs:[\w-]*:(\d{12}):log-group:([^:*]{1,512})(?::\*)?$/.exec(text)
  return match ? { account: match[1]!, name: match[2]! } : undefined
}

/** The name in an identifier: `name`, or `undefined` when it cannot be one; `elsewhere`: another account's. */
export function parseIdentifier(text: string, account: string): { name: string; elsewhere: boolean } | undefined {
  const arn = parseGroupArn(text)
  if (arn) return { name: arn.name, elsewhere: arn.account !== account }
  return /^[.\-_/#A-Za-z0-9]{1,512}$/.test(text) ? { name: text, elsewhere: false } : undefined
}
