/**
 * How a custom resource is, in words, by what most of them keep to: `status.health.status`, a condition that leads, `status.phase`, and how far its controller has
 * come. What keeps to none of it says nothing, and nothing is made up. Pure; anything may be missing or of any shape.
 */
import type { Said } from '../said.ts'
import type { AnyObject } from './kinds.ts'
import type { Tone, Words } from './words.ts'

export function chosenWords({ metadata, ...object }: AnyObject): Words {
  if (metadata.deletionTimestamp !== undefined) return { status: 'Terminating', tone: 'waiting', why: [] }
  const status = recordOf((object as { readonly status?: unknown }).status)
  const conditions = (Array.isArray(status.conditions) ? status.conditions : []).map(recordOf)
  const seen = status.observedGeneration
  const generation = metadata.generation ?? 0
  if (typeof seen === 'number' && seen < generation)
    return { status: 'Behind', tone: 'waiting', why: [{ code: 'generation-behind', values: { seen, generation } }] }
  const trouble = conditions.find(({ type, status: is }) => is === 'True' && troubles.test(textOf(type)))
  if (trouble !== undefined) return { status: textOf(trouble.type), tone: 'bad', why: [saidBy(trouble)] }
  const health = recordOf(status.health)
  if (typeof health.status === 'string') return worded(health.status, health.message)
  for (const type of leading) {
    const found = conditions.find(condition => condition.type === type)
    if (found !== undefined) return conditionWords(found, conditions)
  }
  const phase = [status.phase, status.state].find(word => typeof word === 'string' && word !== '')
  return phase === undefined ? { status: '', tone: 'good', why: [] } : worded(textOf(phase), status.message)
}

/** The first of these that an object has says how it is. */
const leading = [
  ...['Ready', 'Available', 'Healthy', 'Succeeded', 'Complete', 'Programmed', 'Accepted', 'Established', 'Synced'],
  ...['Reconciled', 'Valid', 'Running'],
]
const ended = new Set(['Succeeded', 'Complete'])
const troubles = /^(Failed|Stalled|Degraded)$|Error$/
const underWay = /progress|pending|reconcil|issuing|waiting|creating|provision|initial|install|updating|unknown/i

function conditionWords(condition: Fields, all: readonly Fields[]): Words {
  const type = textOf(condition.type)
  if (condition.status === 'True') return { status: type, tone: ended.has(type) ? 'done' : 'good', why: [] }
  const moving =
    condition.status !== 'False' ||
    underWay.test(textOf(condition.reason)) ||
    all.some(one => /^(Reconciling|Progressing|Issuing)$/.test(textOf(one.type)) && one.status === 'True')
  return { status: `Not${type}`, tone: moving ? 'waiting' : 'bad', why: [saidBy(condition)] }
}

const good = /^(ready|running|active|available|bound|healthy|synced|deployed|established|online|normal|green|ok)$/i
const done = /^(succeeded|completed?|finished|suspended)$/i
const bad = /fail|error|degraded|crash|lost|invalid|unhealthy|missing|denied|rejected/i

/** A word that its controller chose: what is not known to be well or ill is on its way. */
function worded(word: string, message: unknown): Words {
  const tone: Tone = bad.test(word) ? 'bad' : good.test(word) ? 'good' : done.test(word) ? 'done' : 'waiting'
  const says = textOf(message)
  const why =
    tone === 'good' || tone === 'done' || says === '' ? [] : [{ code: 'controller-says', values: { message: says } }]
  return { status: textOf(word), tone, why }
}

function saidBy({ type, reason, message }: Fields): Said {
  const says = [textOf(reason), textOf(message)].filter(Boolean).join(': ')
  return { code: 'condition-says', values: { type: textOf(type), message: says } }
}

type Fields = Readonly<Record<string, unknown>>
const recordOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
