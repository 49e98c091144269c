/** What is told of alarms: from the settings, and as far as the evaluation has come by now. */
import { limits } from '../../limits.ts'
import { err, type Instant, instant, ok, type Result } from '../../model/index.ts'
import type { AlarmListQuery, StoredAlarm } from '../../store/settings/index.ts'
import type { AlarmInputError, StateValue } from '../alarms/index.ts'
import { standsOn } from './book.ts'
import { readDefinition } from './definition.ts'
import { AlarmEntry } from './entry.ts'
import { readKept } from './kept.ts'
import { evaluatedAgain, rehearseFrom, suggestFrom, watchedSeries } from './looking-back.ts'
import { Mutes } from './mutes.ts'
import type { AlarmDesk, AlarmDetail, AlarmView, DeskTrouble, MetricAsked } from './port.ts'
import { type DeskPorts, kept, trouble } from './trouble.ts'
import { contributorsOf, keptOf, viewOf } from './views.ts'

/** How alarms are shown. */
export class Reading {
  readonly #ports: DeskPorts

  constructor(ports: DeskPorts) {
    this.#ports = ports
  }

  /** Mute rules as the evaluation knows them; on other replicas, as the settings have them. */
  async #mutedBy(): Promise<Result<(alarm: string, at: Instant) => readonly string[], DeskTrouble>> {
    const { live, settings } = this.#ports
    if (live.roll.isOwner) return ok((alarm, at) => live.roll.mutedBy(alarm, at))
    const rules = await settings.mutes({ limit: limits.alarmMuteRules })
    if (!rules.ok) return trouble(rules.error)
    const mutes = new Mutes(rules.value)
    return ok((alarm, at) => mutes.of(alarm, at))
  }

  async views(stored: readonly StoredAlarm[]): Promise<Result<readonly AlarmView[], DeskTrouble>> {
    const { live, clock, account, region } = this.#ports
    const mutedBy = await this.#mutedBy()
    if (!mutedBy.ok) return mutedBy
    const now = clock.now()
    return ok(
      stored.map(one =>
        viewOf(one, { account, region, entry: live.roll.book.get(one.name), mutedBy: mutedBy.value(one.name, now) }),
      ),
    )
  }

  async view(stored: StoredAlarm): Promise<Result<AlarmView, DeskTrouble>> {
    const views = await this.views([stored])
    if (!views.ok) return views
    const [view] = views.value
    if (view === undefined) throw new Error('one alarm has one view')
    return ok(view)
  }

  /** All composites, in order of names. */
  async composites(): Promise<Result<readonly StoredAlarm[], DeskTrouble>> {
    return this.all({ kinds: ['composite'] })
  }

  async all(query: Omit<AlarmListQuery, 'limit' | 'after'>): Promise<Result<readonly StoredAlarm[], DeskTrouble>> {
    const all: StoredAlarm[] = []
    for (;;) {
      const after = all.at(-1)?.name
      const page = await this.#ports.settings.list({
        ...query,
        ...(after === undefined ? {} : { after }),
        limit: pageSize,
      })
      if (!page.ok) return trouble(page.error)
      all.push(...page.value)
      if (page.value.length < pageSize) return ok(all)
    }
  }

  async count(): Promise<Result<number, DeskTrouble>> {
    const counts = await this.#ports.settings.counts()
    if (!counts.ok) return trouble(counts.error)
    return ok([...counts.value.values()].reduce((sum, count) => sum + count, 0))
  }

  /** Composites that name an alarm, by its name. */
  async parentNames(): Promise<Result<(child: string) => ReadonlySet<string>, DeskTrouble>> {
    const composites = await this.composites()
    if (!composites.ok) return composites
    const parents = new Map<string, Set<string>>()
    for (const one of composites.value)
      for (const child of this.standsOn(one)) parents.set(child, (parents.get(child) ?? new Set()).add(one.name))
    return ok(child => parents.get(child) ?? new Set())
  }

  async parents(name: string): Promise<Result<readonly StoredAlarm[], DeskTrouble>> {
    const composites = await this.composites()
    if (!composites.ok) return composites
    return ok(composites.value.filter(stored => this.standsOn(stored).includes(name)))
  }

  /** Names that a composite stands on; none for another. */
  standsOn(stored: StoredAlarm): readonly string[] {
    const definition = readDefinition(JSON.parse(stored.input), this.#ports)
    return definition.ok && definition.value.kind === 'composite' ? standsOn(definition.value) : []
  }

  answers(): Pick<
    AlarmDesk,
    | ('find' | 'list' | 'counts' | 'detail' | 'contributors' | 'childrenOf' | 'parentsOf' | 'onMetric')
    | ('series' | 'history' | 'addHistory' | 'rehearse' | 'suggest')
  > {
    const { settings, live } = this.#ports
    const found = async (name: string) => kept(await settings.find(name))
    return {
      find: async name => {
        const stored = await found(name)
        return stored.ok && stored.value !== undefined
          ? this.view(stored.value)
          : (stored as Result<undefined, DeskTrouble>)
      },
      list: async query => {
        const stored = await settings.list({ ...query, limit: query.limit + 1 })
        if (!stored.ok) return trouble(stored.error)
        const page = stored.value.slice(0, query.limit)
        const views = await this.views(page)
        const next = stored.value.length > query.limit ? page.at(-1)?.name : undefined
        return views.ok ? ok({ alarms: views.value, ...(next !== undefined && { next }) }) : views
      },
      counts: async () => {
        const counts = await settings.counts()
        if (!counts.ok) return trouble(counts.error)
        const of = (state: StateValue): number => counts.value.get(state) ?? 0
        return ok({ OK: of('OK'), ALARM: of('ALARM'), INSUFFICIENT_DATA: of('INSUFFICIENT_DATA') })
      },
      detail: async name => {
        const stored = await found(name)
        if (!stored.ok) return stored
        return stored.value === undefined ? ok(undefined) : this.#detail(stored.value)
      },
      contributors: async name => {
        const stored = await found(name)
        if (!stored.ok || stored.value === undefined) return stored as Result<undefined, DeskTrouble>
        return ok(contributorsOf(keptOf(stored.value, live.roll.book.get(name))))
      },
      childrenOf: async name => {
        const stored = await found(name)
        if (!stored.ok) return stored
        return ok(stored.value === undefined ? [] : [...this.standsOn(stored.value)].sort())
      },
      parentsOf: async name => {
        const parents = await this.parents(name)
        return parents.ok ? ok(parents.value.map(parent => parent.name)) : parents
      },
      onMetric: async asked => {
        const all = await this.all({ kinds: ['metric'] })
        return all.ok ? this.views(all.value.filter(stored => isOn(stored, asked))) : all
      },
      series: async (name, from, to) => {
        const stored = await found(name)
        if (!stored.ok) return stored
        const entry = stored.value && this.#entry(stored.value)
        if (stored.value === undefined || entry === undefined) return ok(undefined)
        const states = await this.#states(stored.value, from, to)
        if (!states.ok) return states
        if (entry.definition.kind === 'composite')
          return ok({ periodMs: 60_000, unit: null, threshold: null, series: [], states: states.value })
        const series = await watchedSeries(this.#ports, entry, entry.definition, from, to)
        if (series.ok) return ok({ ...series.value, states: states.value })
        return series.error.code === 'too-long'
          ? err<AlarmInputError>({
              code: 'ValidationError',
              message: `At most ${limits.alarmSeriesPeriods} periods are told at once. Choose a shorter range.`,
            })
          : trouble(series.error)
      },
      history: async query => kept(await settings.history(query)),
      addHistory: async items => kept(await settings.addHistory(items)),
      rehearse: async (json, signal) => {
        const answer = await rehearseFrom(this.#ports, json, signal)
        if (answer.ok) return answer
        return 'at' in answer.error ? err(answer.error) : trouble(answer.error)
      },
      suggest: async (json, signal) => {
        const answer = await suggestFrom(this.#ports, json, signal)
        if (answer.ok) return answer
        return 'at' in answer.error ? err(answer.error) : trouble(answer.error)
      },
    }
  }

  /** An alarm for a question: apart from that under evaluation, and as far as that has come. */
  #entry(stored: StoredAlarm): AlarmEntry | undefined {
    const { live } = this.#ports
    const definition = readDefinition(JSON.parse(stored.input), this.#ports)
    if (!definition.ok) return undefined
    const under = live.roll.book.get(stored.name)
    const entry = new AlarmEntry(stored, definition.value, keptOf(stored, under))
    entry.last = under?.last ?? entry.last
    return entry
  }

  async #detail(stored: StoredAlarm): Promise<Result<AlarmDetail | undefined, DeskTrouble>> {
    const { settings } = this.#ports
    const [alarm, tags] = [await this.view(stored), await settings.tags({ kind: 'alarm', name: stored.name })]
    if (!alarm.ok) return alarm
    if (!tags.ok) return trouble(tags.error)
    const entry = this.#entry(stored)
    const evaluated = entry === undefined ? ok([]) : await this.#evaluated(entry)
    if (!evaluated.ok) return evaluated
    const names = this.standsOn(stored)
    const children = await this.all({ names })
    const parents = await this.parents(stored.name)
    if (!children.ok) return children
    if (!parents.ok) return parents
    const stateOf = (of: StoredAlarm): StateValue => keptOf(of, this.#ports.live.roll.book.get(of.name)).memory.state
    const states = new Map(children.value.map(child => [child.name, stateOf(child)]))
    return ok({
      alarm: alarm.value,
      tags: tags.value,
      evaluated: evaluated.value,
      contributors: entry === undefined ? [] : contributorsOf(entry.kept),
      children: names.map(name => ({ name, state: states.get(name) ?? null })),
      parents: parents.value.map(parent => ({ name: parent.name, state: stateOf(parent) })),
    })
  }

  async #evaluated(entry: AlarmEntry): Promise<Result<AlarmDetail['evaluated'], DeskTrouble>> {
    const { definition } = entry
    if (definition.kind === 'composite') return ok([])
    const again = await evaluatedAgain(this.#ports, entry, definition)
    if (!again.ok) return trouble(again.error)
    const { alarm } = definition.read
    return ok(
      (again.value?.periods ?? []).map(({ start, point, breaching }, place, all) => ({
        start,
        end:
          place === 0 && again.value !== undefined
            ? endOf(start, alarm.period, again.value.at)
            : (all[place - 1]?.start ?? start),
        value: point?.value ?? null,
        ...(point?.low !== undefined && { low: point.low }),
        ...(point?.high !== undefined && { high: point.high }),
        breaching: breaching ?? null,
      })),
    )
  }

  async #states(
    { name, memory }: StoredAlarm,
    from: Instant,
    to: Instant,
  ): Promise<Result<readonly { readonly at: number; readonly state: StateValue }[], DeskTrouble>> {
    const { settings, live } = this.#ports
    const of = { alarm: name, type: 'StateUpdate' } as const
    const [before, within] = [
      await settings.history({ ...of, to: from, limit: 1 }),
      await settings.history({ ...of, from, to, oldestFirst: true, limit: limits.alarmStatesShown }),
    ]
    if (!before.ok) return trouble(before.error)
    if (!within.ok) return trouble(within.error)
    const [last] = before.value
    const [first] = within.value
    const now = live.roll.book.get(name)?.kept ?? readKept(memory)
    const held =
      last !== undefined ? updateIn(last.data).to : first !== undefined ? updateIn(first.data).from : now.memory.state
    return ok([
      { at: from, state: held },
      ...within.value.map(({ at, data }) => ({ at: at as number, state: updateIn(data).to })),
    ])
  }
}

const pageSize = 1_000

/** A day of the clock may be longer than its name. */
const endOf = (start: Instant, period: number, at: Instant): Instant =>
  instant(Math.min(start + period, Math.max(at, start)))

/** `stateUpdate` wrote it. */
function updateIn(data: string): { readonly from: StateValue; readonly to: StateValue } {
  const { oldState, newState } = JSON.parse(data) as Record<'oldState' | 'newState', { stateValue: StateValue }>
  return { from: oldState.stateValue, to: newState.stateValue }
}

interface OneMetric {
  readonly Namespace?: string
  readonly MetricName?: string
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[]
  readonly Statistic?: string
  readonly ExtendedStatistic?: string
  readonly Period?: number
  readonly Unit?: string
}

function isOn({ input }: StoredAlarm, asked: MetricAsked): boolean {
  const alarm = JSON.parse(input) as OneMetric
  const dimensions = alarm.Dimensions ?? []
  return (
    alarm.Namespace === asked.namespace &&
    alarm.MetricName === asked.metric &&
    dimensions.length === Object.keys(asked.dimensions).length &&
    dimensions.every(({ Name, Value }) => asked.dimensions[Name] === Value) &&
    (asked.statistic === undefined || (alarm.Statistic ?? alarm.ExtendedStatistic) === asked.statistic) &&
    (asked.period === undefined || alarm.Period === asked.period) &&
    (asked.unit === undefined || alarm.Unit === asked.unit)
  )
}
