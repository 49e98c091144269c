/** What a reader sees of a message under a policy: as many characters as before, those that are found as `*`. Pure. */
import { RE2JS } from 're2js'
import { type Detector, detectors } from './detect/index.ts'
import type { MaskPolicy } from './policy.ts'

export type Mask = (message: string) => string

export function compileMask({ managed, custom }: MaskPolicy): Mask {
  const all = [
    ...managed.flatMap(name => detectors.get(name) ?? []),
    ...custom.map(({ regex }) => customDetector(RE2JS.compile(regex))),
  ]
  return message => maskWith(all, message)
}

/** For one call. */
export const mask = (message: string, policy: MaskPolicy): string => compileMask(policy)(message)

/** Of a policy that cannot be read any more: nothing is shown rather than too much. */
export const maskEverything: Mask = message => '*'.repeat(message.length)

function maskWith(all: readonly Detector[], message: string): string {
  const spans: (readonly [from: number, to: number])[] = []
  for (const detect of all) detect(message, (from, to) => spans.push([from, to]))
  if (spans.length === 0) return message
  spans.sort(([a], [b]) => a - b)
  let masked = ''
  let done = 0
  for (const [from, to] of spans) {
    if (to <= done) continue
    masked += message.slice(done, Math.max(done, from)) + '*'.repeat(to - Math.max(done, from))
    done = to
  }
  return masked + message.slice(done)
}

function customDetector(regex: RE2JS): Detector {
  return (text, found) => {
    const matcher = regex.matcher(text)
    while (matcher.find()) if (matcher.end() > matcher.start()) found(matcher.start(), matcher.end())
  }
}
