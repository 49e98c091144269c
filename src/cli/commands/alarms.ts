/** `mangru alarms …`: lists, shows, rehearses, mutes and switches the alarms of a running Mangru. */
import {
  type ApiAlarm,
  type ApiAlarmDetail,
  type ApiAlarmPresets,
  type ApiAlarmSuggestions,
  type ApiMuteRule,
  type ApiMuteRules,
  type ApiPresetsMade,
  type ApiPresetsRequest,
  type ApiRehearsal,
  days,
  minus,
} from '../../model/index.ts'
import {
  alarmTable,
  alarmText,
  firstAlarms,
  givenAlarm,
  listOptions,
  type MuteValues,
  madeText,
  muteOptions,
  muteRuleOf,
  muteStatusWord,
  muteTable,
  type PresetsValues,
  presetsOptions,
  presetsText,
  rehearsalText,
  rehearseOptions,
  setStateOptions,
  showOptions,
  stateOf,
  stateWord,
  suggestionsText,
} from '../alarms/index.ts'
import { type Api, type ApiTrouble, apiAt, explainTrouble } from '../client/index.ts'
import { type Call, type Command, command, fine, misused, type Outcome } from '../command.ts'

const list = command({
  name: 'alarms list',
  en: 'list alarms with their states',
  ko: '경보와 그 상태를 나열',
  options: listOptions,
  async run({ values, words: [extra], say, terminal, clock, fetch }) {
    if (extra !== undefined) return misused(say => say['unexpected-word'](extra))
    const found = await firstAlarms(apiAt(values.url, values.token, fetch), values)
    if (!found.ok) return failed(found.error, { say, terminal })
    const { alarms, counts, total, more } = found.value
    if (values.json) await terminal.out(`${JSON.stringify(alarms)}\n`)
    else if (alarms.length === 0) terminal.err(`${say['no-alarms']()}\n`)
    else await terminal.out(alarmTable(alarms, clock.now(), say))
    if (more) terminal.err(`${say['more-alarms'](alarms.length, total)}\n`)
    if (!values.json) terminal.err(`${say['alarm-counts'](counts.ALARM, counts.INSUFFICIENT_DATA, counts.OK)}\n`)
    return fine
  },
})

const show = command({
  name: 'alarms show',
  usage: 'NAME',
  en: 'show one alarm: its state and why, what it saw, whom it tells',
  ko: '경보 하나를 보임: 상태와 이유, 본 값, 알리는 곳',
  options: showOptions,
  async run({ values, words, say, terminal, clock, fetch }) {
    const [name, extra] = words
    if (name === undefined) return misused(say => say['missing-word']('NAME'))
    if (extra !== undefined) return misused(say => say['unexpected-word'](extra))
    const found = await apiAt(values.url, values.token, fetch).json<ApiAlarmDetail>(
      `/api/alarms/alarm?${new URLSearchParams({ name })}`,
    )
    if (!found.ok) return failed(found.error, { say, terminal })
    await terminal.out(values.json ? `${JSON.stringify(found.value)}\n` : alarmText(found.value, clock.now(), say))
    return fine
  },
})

const rehearse = command({
  name: 'alarms rehearse',
  usage: '[NAME]',
  en: 'when an alarm would have fired over the samples that are stored; sends nothing, keeps nothing',
  ko: '저장된 샘플로 경보가 언제 울렸을지 봄. 보내지도 남기지도 않음',
  options: rehearseOptions,
  async run(call) {
    const { values, say, terminal, clock, fetch } = call
    const api = apiAt(values.url, values.token, fetch)
    const given = await givenAlarm(call, api)
    if (!given.ok) return given.error.code === 'api' ? failed(given.error.trouble, call) : misused(given.error.problem)
    const now = clock.now()
    const range = {
      from: (values.from?.(now) ?? minus(now, days(7))) / 1_000,
      to: (values.to?.(now) ?? now) / 1_000,
    }
    const asked = { ...given.value, ...range, initialState: stateOf(values.initialState) }
    const rehearsed = await api.json<ApiRehearsal>('/api/alarms/rehearse', { post: asked })
    if (!rehearsed.ok) return failed(rehearsed.error, call)
    const { pagesPerWeek } = values
    const suggested =
      pagesPerWeek === undefined
        ? undefined
        : await api.json<ApiAlarmSuggestions>('/api/alarms/suggest', {
            post: { alarm: given.value.alarm, ...range, pagesPerWeek },
          })
    if (suggested?.ok === false) return failed(suggested.error, call)
    if (values.json) await terminal.out(`${JSON.stringify({ ...rehearsed.value, ...suggested?.value })}\n`)
    else {
      await terminal.out(rehearsalText(rehearsed.value, say))
      if (suggested !== undefined) await terminal.out(suggestionsText(suggested.value, pagesPerWeek ?? 0, say))
    }
    return fine
  },
})

const mute = command({
  name: 'alarms mute',
  usage: 'NAME… --for LENGTH [--at TIME | --cron CRON] | --list | --remove RULE',
  en: 'let alarms change without telling anybody, once or again and again; what changed is told afterwards',
  ko: '경보가 바뀌어도 알리지 않음. 한 번 또는 되풀이. 바뀐 것은 끝난 뒤에 알림',
  options: muteOptions,
  async run(call) {
    const { values, words } = call
    const api = apiAt(values.url, values.token, call.fetch)
    const [first] = words
    if (values.list && values.remove !== undefined) return misused(say => say['not-together']('--list', '--remove'))
    if ((values.list || values.remove !== undefined) && first !== undefined)
      return misused(say => say['unexpected-word'](first))
    if (values.list) return listMutes(call, api)
    if (values.remove !== undefined) return removeMute(call, api, values.remove)
    if (first === undefined) return misused(say => say['missing-word']('NAME'))
    if (values.at !== undefined && values.cron !== undefined)
      return misused(say => say['not-together']('--at', '--cron'))
    const { for: length } = values
    return length === undefined
      ? misused(say => say['mute-without-length']())
      : putMute(call, api, muteRuleOf(words, { ...values, for: length }, call.clock.now()))
  },
})

async function listMutes({ values, say, terminal }: Call<MuteValues>, api: Api): Promise<Outcome> {
  const found = await api.json<ApiMuteRules>('/api/alarms/mutes')
  if (!found.ok) return failed(found.error, { say, terminal })
  const { rules } = found.value
  if (values.json) await terminal.out(`${JSON.stringify(rules)}\n`)
  else if (rules.length === 0) terminal.err(`${say['no-mutes']()}\n`)
  else await terminal.out(muteTable(rules, say))
  return fine
}

async function removeMute({ say, terminal }: Call<MuteValues>, api: Api, name: string): Promise<Outcome> {
  const removed = await api.ask(`/api/alarms/mutes?${new URLSearchParams({ name })}`, { remove: true })
  if (!removed.ok) return failed(removed.error, { say, terminal })
  terminal.err(`${say['mute-removed'](name)}\n`)
  return fine
}

async function putMute({ values, say, terminal }: Call<MuteValues>, api: Api, rule: ApiMuteRule): Promise<Outcome> {
  const put = await api.json<ApiMuteRule>('/api/alarms/mutes', { put: rule })
  if (!put.ok) return failed(put.error, { say, terminal })
  if (values.json) await terminal.out(`${JSON.stringify(put.value)}\n`)
  else terminal.err(`${say['mute-made'](put.value.name, muteStatusWord(put.value, say))}\n`)
  return fine
}

const states = ['ok', 'alarm', 'no-data'] as const

const setState = command({
  name: 'alarms set-state',
  usage: 'NAME ok|alarm|no-data',
  en: 'set the state of an alarm by hand, to see what follows; its next evaluation may change it',
  ko: '무엇이 따르는지 보려고 경보의 상태를 손으로 정함. 다음 평가에서 바뀔 수 있음',
  options: setStateOptions,
  async run({ values, words, say, terminal, fetch }) {
    const [name, word, extra] = words
    if (name === undefined) return misused(say => say['missing-word']('NAME'))
    if (word === undefined) return misused(say => say['missing-word'](states.join('|')))
    if (extra !== undefined) return misused(say => say['unexpected-word'](extra))
    const state = states.find(one => one === word)
    if (state === undefined) return misused(say => say['not-a-choice'](word, states.join(', ')))
    const set = await apiAt(values.url, values.token, fetch).json<ApiAlarm>('/api/alarms/state', {
      post: { name, state: stateOf(state), reason: values.reason },
    })
    if (!set.ok) return failed(set.error, { say, terminal })
    if (values.json) await terminal.out(`${JSON.stringify(set.value)}\n`)
    else terminal.err(`${say['alarm-set'](name, stateWord(set.value.state, say))}\n`)
    return fine
  },
})

const switching = (name: string, enabled: boolean, en: string, ko: string): Command =>
  command({
    ...{ name, usage: 'NAME…', en, ko },
    options: showOptions.omit({ json: true }),
    async run({ values, words, say, terminal, fetch }) {
      if (words.length === 0) return misused(say => say['missing-word']('NAME'))
      const done = await apiAt(values.url, values.token, fetch).ask('/api/alarms/actions', {
        post: { names: words, enabled },
      })
      if (!done.ok) return failed(done.error, { say, terminal })
      terminal.err(`${say[enabled ? 'actions-on' : 'actions-off'](words.length)}\n`)
      return fine
    },
  })

const presets = command({
  name: 'alarms presets',
  usage: '[--create all|NAME…]',
  en: 'alarms worth having on a cluster, each with what it would have done; makes those that are wished',
  ko: '클러스터에 두면 좋은 경보를 시험 결과와 함께 나열하고, 원하는 것을 만듦',
  options: presetsOptions,
  async run(call) {
    const { values, words, say, terminal } = call
    const [first] = words
    if (!values.create && first !== undefined) return misused(say => say['unexpected-word'](first))
    if (values.create && first === undefined) return misused(say => say['missing-word']('all|NAME…'))
    const api = apiAt(values.url, values.token, call.fetch)
    if (values.create) return makePresets(call, api)
    const asked = { ...(values.cluster && { cluster: values.cluster }), days: String(values.days) }
    const found = await api.json<ApiAlarmPresets>(`/api/alarms/presets?${new URLSearchParams(asked)}`)
    if (!found.ok) return failed(found.error, call)
    if (values.json) await terminal.out(`${JSON.stringify(found.value)}\n`)
    else if (found.value.cluster === null) terminal.err(`${say['presets-no-cluster']()}\n`)
    else await terminal.out(presetsText(found.value, call.clock.now(), call.language, say))
    return fine
  },
})

async function makePresets(call: Call<PresetsValues>, api: Api): Promise<Outcome> {
  const { values, words, say, terminal } = call
  let { cluster } = values
  if (cluster === undefined) {
    const known = await api.json<ApiAlarmPresets>('/api/alarms/presets')
    if (!known.ok) return failed(known.error, call)
    if (known.value.cluster === null) {
      terminal.err(`${say['presets-no-cluster']()}\n`)
      return { code: 1 }
    }
    cluster = known.value.cluster
  }
  const wanted: ApiPresetsRequest = {
    ...{ cluster, presets: words.includes('all') ? 'all' : words, language: call.language },
    ...(values.tell === undefined ? {} : { actions: [values.tell] }),
  }
  const made = await api.json<ApiPresetsMade>('/api/alarms/presets', { post: wanted })
  if (!made.ok) return failed(made.error, call)
  if (values.json) await terminal.out(`${JSON.stringify(made.value)}\n`)
  else terminal.err(madeText(made.value, say))
  return made.value.refused.length === 0 ? fine : { code: 1 }
}

const failed = (trouble: ApiTrouble, { say, terminal }: Pick<Call<unknown>, 'say' | 'terminal'>): Outcome => {
  terminal.err(`${explainTrouble(trouble, say)}\n`)
  return { code: 1 }
}

export const alarmsCommands: readonly Command[] = [
  list,
  show,
  rehearse,
  presets,
  mute,
  setState,
  switching('alarms enable', true, 'let alarms tell people again', '경보가 다시 알리게 함'),
  switching('alarms disable', false, 'keep alarms from telling anybody', '경보가 아무에게도 알리지 않게 함'),
]
