/** What people do to alarms: put, delete, set a state, switch actions. Kept first, then taken over by the evaluation. */
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import type { StoredAlarm } from '../../store/settings/index.ts'
import { type AlarmInputError, ringOf } from '../alarms/index.ts'
import { standsOn } from './book.ts'
import { type CompositeDefinition, type Definition, nameIn, readDefinition } from './definition.ts'
import { Draft } from './draft.ts'
import { AlarmEntry } from './entry.ts'
import { newKept, printKept } from './kept.ts'
import type { AlarmDesk, AlarmInput, DeskTrouble, PutRefusal } from './port.ts'
import type { Reading } from './reading.ts'
import { type DeskPorts, trouble } from './trouble.ts'
import { keptOf } from './views.ts'
import { configurationUpdate } from './words.ts'

const refused = (message: string) => err<AlarmInputError>({ code: 'ValidationError', message })
const tooMuch = (message: string) => err<PutRefusal>({ code: 'LimitExceeded', message })

export function changing(
  ports: DeskPorts,
  reading: Reading,
): Pick<AlarmDesk, 'put' | 'remove' | 'setState' | 'setActions'> {
  const { settings, live, clock } = ports
  return {
    put: async (input, tags, region = ports.region) => {
      const definition = readDefinition(input, { ...ports, region })
      if (!definition.ok) return definition
      const wrong = await standing(ports, reading, definition.value)
      if (!wrong.ok) return wrong
      const { alarm } = definition.value.read
      const stored = await live.inTurn(async () => {
        const now = clock.now()
        const done = await settings.put(
          { name: alarm.name, kind: alarm.kind, input: JSON.stringify(input), region, changedAt: now },
          { state: 'INSUFFICIENT_DATA', memory: printKept(newKept(now)), tags },
          before => [configurationUpdate(alarm.name, before === undefined ? 'created' : 'updated', now, input)],
        )
        if (done.ok) live.roll.take(done.value)
        return done
      })
      if (stored.ok) return reading.view(stored.value)
      return stored.error.code === 'other-kind'
        ? refused(`The name ${alarm.name} is that of an alarm of another type`)
        : trouble(stored.error)
    },

    remove: async names => {
      const wrong = await removing(reading, names)
      if (!wrong.ok) return wrong
      return live.inTurn(async () => {
        const now = clock.now()
        const gone = await settings.remove(names, ({ name, input }) =>
          configurationUpdate(name, 'deleted', now, JSON.parse(input)),
        )
        if (!gone.ok) return trouble(gone.error)
        live.roll.drop(names)
        return ok(gone.value.map(({ name }) => name))
      })
    },

    setState: async (name, state, reason, reasonData) => {
      const set = await changed(ports, name, stored => {
        const definition = readDefinition(JSON.parse(stored.input), { ...ports, region: stored.region })
        if (!definition.ok) throw new Error(`an alarm that was put cannot be read: ${definition.error.message}`)
        return setTo(ports, stored, definition.value, { state, reason, reasonData })
      })
      if (!set.ok) return set
      return set.value === undefined ? err({ code: 'missing', name }) : reading.view(set.value)
    },

    setActions: async (names, enabled) => {
      for (const name of names) {
        const done = await changed(ports, name, stored => {
          const input = { ...(JSON.parse(stored.input) as AlarmInput), ActionsEnabled: enabled }
          const { memory, state } = printed(stored, live.roll.book.get(name))
          const history = [configurationUpdate(name, 'updated', clock.now(), input)]
          return { ...stored, input: JSON.stringify(input), memory, state, history, deeds: [] }
        })
        if (!done.ok) return done
      }
      return ok(undefined)
    },
  }
}

/** Reads, changes and keeps one alarm; once more when somebody else was faster. Undefined: it is not there. */
async function changed(
  { settings, live }: DeskPorts,
  name: string,
  change: (stored: StoredAlarm) => Parameters<DeskPorts['settings']['change']>[0],
): Promise<Result<StoredAlarm | undefined, DeskTrouble>> {
  return live.inTurn(async () => {
    for (;;) {
      const stored = await settings.find(name)
      if (!stored.ok) return trouble(stored.error)
      if (stored.value === undefined) return ok(undefined)
      const next = change(stored.value)
      const done = await settings.change(next)
      if (done.ok) {
        live.roll.set(done.value)
        if (next.deeds.length > 0) live.deedsKept()
        return done
      }
      if (done.error.code !== 'changed') return trouble(done.error)
    }
  })
}

/** What it remembers by now, as it is kept. */
function printed(
  stored: StoredAlarm,
  entry: AlarmEntry | undefined,
): { readonly memory: string; readonly state: string } {
  const kept = keptOf(stored, entry)
  return { memory: printKept(kept), state: kept.memory.state }
}

function setTo(
  { live, clock, account, region }: DeskPorts,
  stored: StoredAlarm,
  definition: Definition,
  said: { readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'; readonly reason: string; readonly reasonData: string },
): Parameters<DeskPorts['settings']['change']>[0] {
  const now = clock.now()
  const under = live.roll.book.get(stored.name)
  const entry = new AlarmEntry(stored, definition, keptOf(stored, under))
  const draft = new Draft(entry, { account, region })
  const quiet = live.roll.mutedBy(stored.name, now).length > 0 ? ('mute' as const) : undefined
  draft.advance(said, { at: now, quiet, ...suppressorIn(live, definition) }, now)
  // Said once more of the same state, it is a new reason for it.
  if (!draft.transitioned)
    draft.kept = {
      ...draft.kept,
      memory: { ...draft.kept.memory, reason: said.reason, reasonData: said.reasonData, updatedAt: now },
    }
  return draft.progress()
}

function suppressorIn(live: DeskPorts['live'], definition: Definition): { readonly suppressorInAlarm?: boolean } {
  if (definition.kind === 'metric' || definition.read.alarm.suppressor === undefined) return {}
  const suppressor = live.roll.book.get(nameIn(definition.read.alarm.suppressor.alarm))
  return { suppressorInAlarm: suppressor?.kept.memory.state === 'ALARM' }
}

/** Whether it may stand beside those that are there. */
async function standing(
  { settings, live }: DeskPorts,
  reading: Reading,
  definition: Definition,
): Promise<Result<void, PutRefusal | DeskTrouble>> {
  const there = await settings.find(definition.read.alarm.name)
  if (!there.ok) return trouble(there.error)
  const all = live.roll.isOwner ? ok(live.roll.book.size) : await reading.count()
  if (!all.ok) return all
  if (there.value === undefined && all.value >= limits.alarms) return tooMuch(`There may be ${limits.alarms} alarms.`)
  return definition.kind === 'composite' ? family(live, reading, definition) : ok(undefined)
}

async function family(
  live: DeskPorts['live'],
  reading: Reading,
  definition: CompositeDefinition,
): Promise<Result<void, PutRefusal | DeskTrouble>> {
  const { name } = definition.read.alarm
  const names = standsOn(definition).filter(one => one !== name)
  const known = await reading.all({ names })
  if (!known.ok) return known
  const there = new Set(known.value.map(one => one.name))
  const unknown = names.filter(one => !there.has(one))
  if (unknown.length > 0)
    return refused(
      `Could not save the composite alarm as alarms [${unknown.join(', ')}] in the alarm rule do not exist`,
    )
  const parents = live.roll.isOwner
    ? ok((child: string) => live.roll.book.parentsOf(child))
    : await reading.parentNames()
  if (!parents.ok) return parents
  const full = names.find(child => {
    const rules = parents.value(child)
    return !rules.has(name) && rules.size >= limits.alarmInRules
  })
  return full === undefined
    ? ok(undefined)
    : tooMuch(`The alarm ${full} is named by ${limits.alarmInRules} composite alarms already.`)
}

/** One composite in a call, and none that stands on itself: its rule must be changed first. */
async function removing(
  reading: Reading,
  names: readonly string[],
): Promise<Result<void, AlarmInputError | DeskTrouble>> {
  const named = await reading.all({ names, kinds: ['composite'] })
  if (!named.ok) return named
  const wanted = named.value
  if (wanted.length === 0) return ok(undefined)
  const composites = await reading.composites()
  if (!composites.ok) return composites
  if (wanted.length > 1)
    return refused(
      `Only one composite alarm can be deleted in a call, and these are ${wanted.map(({ name }) => name).join(', ')}`,
    )
  const graph = new Map(composites.value.map(one => [one.name, reading.standsOn(one)]))
  const ring = wanted[0] && ringOf(graph, wanted[0].name)
  return ring === undefined
    ? ok(undefined)
    : refused(`The alarm ${ring[0]} stands on itself (${ring.join(', ')}): set its AlarmRule to FALSE, then delete it`)
}
