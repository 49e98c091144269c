/** The picture in a mail: what the alarm saw, against its threshold, with the moment at which it changed. */
import type { AlarmMessage } from '../../model/index.ts'
import type { DrawMetricPicture, MetricPicture } from '../../query/picture/index.ts'
import type { PictureMaker } from './ports.ts'
import { type PeopleLanguage, wordsOf } from './words/index.ts'

/** A picture that is not drawn is not missed: the mail goes without it. */
export const pictureMaker =
  (draw: DrawMetricPicture): PictureMaker =>
  async (message, language) => {
    const picture = pictureOf(message, language)
    if (picture === undefined) return undefined
    const drawn = await draw(picture)
    return drawn.ok ? { png: drawn.value, label: picture.series[0]?.label ?? '' } : undefined
  }

/** Undefined: the evaluation saw nothing. */
export function pictureOf({ alarm, now, seen }: AlarmMessage, language: PeopleLanguage): MetricPicture | undefined {
  const points = seen?.points ?? []
  const [first, last] = [points[0], points.at(-1)]
  if (seen === undefined || first === undefined || last === undefined) return undefined
  const words = wordsOf[language]
  return {
    series: [
      {
        label: seen.label,
        at: points.map(({ at }) => at),
        values: points.map(({ value }) => value),
        periodMs: seen.period,
      },
    ],
    from: first.at - seen.period,
    to: Math.max(last.at + seen.period, now.at + 1),
    width: 640,
    height: 260,
    title: alarm.name,
    ...(seen.threshold === null
      ? {}
      : { levels: [{ value: seen.threshold, label: String(seen.threshold), colour: '#b3261e' }] }),
    moments: [{ at: now.at, label: words.states[now.value] }],
    // Korea keeps one time all year round.
    timezone: language === 'ko' ? 540 : 0,
    language,
  }
}
