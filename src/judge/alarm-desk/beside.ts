/** What stands beside alarms: tags, mute rules, anomaly detectors. */
import { limits } from '../../limits.ts'
import { err, ok } from '../../model/index.ts'
import { readMuteRule } from '../alarms/index.ts'
import { detectorIn, detectorViews } from './detectors.ts'
import { statusOf } from './mutes.ts'
import type { AlarmDesk, MuteView } from './port.ts'
import { type DeskPorts, kept, trouble } from './trouble.ts'

export function beside(
  ports: DeskPorts,
): Pick<
  AlarmDesk,
  | ('tags' | 'tag' | 'untag' | 'putMute' | 'removeMute' | 'mute' | 'mutes')
  | ('putDetector' | 'removeDetector' | 'detectors')
> {
  const { settings, clock, live } = ports
  const shown = (rule: Omit<MuteView, 'status'>): MuteView => ({ ...rule, status: statusOf(rule, clock.now()) })
  return {
    tags: async of => {
      const owner = of.kind === 'alarm' ? await settings.find(of.name) : await settings.mute(of.name)
      if (!owner.ok) return trouble(owner.error)
      return owner.value === undefined ? ok(undefined) : kept(await settings.tags(of))
    },
    tag: async (of, tags) => {
      const done = await settings.tag(of, tags)
      if (done.ok) return done
      const { error } = done
      if (error.code === 'too-many-tags') return err({ code: 'too-many-tags' })
      return error.code === 'missing' ? err({ code: 'missing', name: of.name }) : trouble(error)
    },
    untag: async (of, keys) => {
      const done = await settings.untag(of, keys)
      if (done.ok) return done
      return done.error.code === 'missing' ? err({ code: 'missing', name: of.name }) : trouble(done.error)
    },

    putMute: async (rule, tags) => {
      const { expression, duration, timezone, start, expire } = rule
      const read = readMuteRule({
        ...{ expression, duration, zone: timezone },
        ...(start === null ? {} : { start }),
        ...(expire === null ? {} : { expire }),
      })
      if (!read.ok) return err({ code: 'ValidationError', message: muteWords[read.error](rule) })
      const stored = { ...rule, changedAt: clock.now() }
      const done = await settings.putMute(stored, tags)
      if (!done.ok)
        return done.error.code === 'too-many'
          ? err({ code: 'LimitExceeded', message: `There may be ${limits.alarmMuteRules} mute rules.` })
          : trouble(done.error)
      await live.inTurn(() => live.roll.loadMutes())
      return ok(shown(stored))
    },
    removeMute: async name => {
      const done = await settings.removeMute(name)
      if (!done.ok) return done.error.code === 'missing' ? err({ code: 'missing', name }) : trouble(done.error)
      await live.inTurn(() => live.roll.loadMutes())
      return done
    },
    mute: async name => {
      const rule = await settings.mute(name)
      return rule.ok ? ok(rule.value && shown(rule.value)) : trouble(rule.error)
    },
    mutes: async page => {
      const rules = await settings.mutes(page)
      return rules.ok ? ok(rules.value.map(shown)) : trouble(rules.error)
    },

    putDetector: async input => {
      const named = detectorIn(input)
      if (!named.ok) return named
      const done = await settings.putDetector({
        ...named.value,
        input: JSON.stringify(input),
        changedAt: clock.now(),
      })
      if (!done.ok)
        return done.error.code === 'too-many'
          ? err({ code: 'LimitExceeded', message: `There may be ${limits.anomalyDetectors} anomaly detectors.` })
          : trouble(done.error)
      await live.inTurn(() => live.roll.loadDetectors())
      return done
    },
    removeDetector: async input => {
      const named = detectorIn(input)
      if (!named.ok) return named
      const done = await settings.removeDetector(named.value.id)
      if (!done.ok)
        return done.error.code === 'missing' ? err({ code: 'missing', name: named.value.id }) : trouble(done.error)
      await live.inTurn(() => live.roll.loadDetectors())
      return done
    },
    detectors: async query => {
      const found = await settings.detectors(query)
      if (!found.ok) return trouble(found.error)
      const views = await detectorViews(ports, found.value)
      return views.ok ? views : trouble(views.error)
    },
  }
}

const muteWords = {
  'bad-expression': (rule: { readonly expression: string }) =>
    `The expression ${rule.expression} is not valid: write cron() with five fields, or at(yyyy-MM-ddThh:mm).`,
  'bad-duration': (rule: { readonly duration: string }) =>
    `The duration ${rule.duration} is not valid: write it like PT2H, from PT1M to P15D.`,
  'bad-timezone': (rule: { readonly timezone: string }) => `The timezone ${rule.timezone} is not known.`,
} as const
