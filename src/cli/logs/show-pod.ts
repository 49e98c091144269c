/** A line of a pod as a person reads it: what the container wrote, and which one, in a colour of its own. */
import type { ApiLogEvent } from '../../model/index.ts'
import { tamed } from '../table.ts'

export interface PodLook {
  readonly json: boolean
  /** A terminal that shows control characters instead of obeying them. */
  readonly terminal: boolean
  readonly colours: boolean
  readonly timestamps: boolean
  readonly prefix: boolean
}

/** Told apart on dark and light grounds; red and yellow are left to what is wrong. */
const palette = [36, 32, 35, 34, 96, 92, 95, 94]

/** Each pod keeps the colour that it was first given. */
export function podShower(look: PodLook): (event: ApiLogEvent) => string {
  const colours = new Map<string, number>()
  const colourOf = (pod: string): number => {
    const known = colours.get(pod)
    if (known !== undefined) return known
    const next = palette[colours.size % palette.length] ?? 36
    colours.set(pod, next)
    return next
  }
  return event => {
    if (look.json) return `${JSON.stringify(event)}\n`
    const paint = (code: number, text: string) => (look.colours ? `\x1b[${code}m${text}\x1b[0m` : text)
    const clean = (text: string) => (look.terminal ? tamed(text) : text)
    const time = look.timestamps ? `${paint(90, timeOf(event))} ` : ''
    const from = [event.pod, event.container].filter(Boolean).join('/')
    const prefix = look.prefix ? `${paint(colourOf(`${event.namespace}/${event.pod}`), clean(`[${from}]`))} ` : ''
    return `${time}${prefix}${clean(lineOf(event.message))}\n`
  }
}

const timeOf = ({ timestamp }: ApiLogEvent): string => new Date(timestamp).toISOString()

/** Agents and Mangru wrap what a container wrote in a record; what is no such record is shown as it is. */
export function lineOf(message: string): string {
  if (message.startsWith('{')) {
    try {
      const { log, kubernetes } = JSON.parse(message) as { readonly log?: unknown; readonly kubernetes?: unknown }
      if (typeof log === 'string' && (kubernetes !== undefined || message.includes('"_p"')))
        return log.replace(/\r?\n$/, '')
    } catch {
      // A container may write what only looks like JSON.
    }
  }
  return message.replace(/[\r\n]+$/, '')
}
