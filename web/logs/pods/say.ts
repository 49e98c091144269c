/** What the server has to say of pods' logs, in the reader's language. Pure. */
import type { Said } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import type { Catalogue } from '../../i18n/index.ts'

/** Undefined: it is none of ours. `{name}` in a sentence stands for a value; a part in brackets goes where its value is empty. */
export function sayOfPods({ podLogs }: Catalogue, { code, values }: Said): string | undefined {
  const sentence = (podLogs.said as Readonly<Record<string, string>>)[code]
  return sentence
    ?.replace(/\[([^[\]]*\{(\w+)\}[^[\]]*)\]/g, (_, part: string, name: string) => (values[name] ? part : ''))
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name]
      return typeof value === 'number' ? showCount(value) : String(value ?? '')
    })
}

/** Something is in the way, and not only to be known. */
export const isTrouble = ({ code }: Said): boolean => code === 'pod-logs-trouble' || code === 'pod-logs-off'
