/** `mangru decide alarm-rehearsal`: what POST /api/alarms/rehearse answers, over samples that the case brings along. */
import { z } from 'zod'
import { readRehearsal, rehearseRequest, suggestFor } from '../../judge/alarms/index.ts'
import { ok } from '../../model/index.ts'
import { about, arnOf, type Decider, readCase, wrong } from './decider.ts'
import { pointsSchema, seriesSchema } from './given-series.ts'
import { heldFor } from './watched-series.ts'

/** The request itself is read where the API reads it. */
const schema = z.looseObject({
  points: pointsSchema.optional(),
  series: seriesSchema.optional(),
  pagesPerWeek: z.number().min(0).optional(),
})

export const alarmRehearsalDecider: Decider = {
  name: 'alarm-rehearsal',
  en: 'when an alarm would have changed and paged between two times; a composite comes with its children',
  ko: '두 시각 사이에 경보가 언제 바뀌고 호출했을지; 복합 경보는 자식들과 함께',
  example: {
    alarm: {
      AlarmName: 'errors',
      ...{ Namespace: 'App', MetricName: 'Errors', Statistic: 'Sum', Period: 300, EvaluationPeriods: 1 },
      ...{ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching' },
    },
    points: [[1_768_903_350, 1]],
    ...{ initialState: 'OK', from: 1_768_903_200, to: 1_768_906_800 },
  },
  decide(json) {
    const given = readCase(schema, json)
    if (!given.ok) return given
    const { points, series, pagesPerWeek } = given.value
    const request = readRehearsal(json, arnOf)
    if (!request.ok) return wrong(request.error.at, request.error.message)
    const { alarm } = request.value
    const held = heldFor('source' in alarm ? alarm.source : undefined, series, points)
    if (!held.ok) return held
    const answer = rehearseRequest(request.value, held.value, about)
    if (!answer.ok) return wrong(answer.error.at, answer.error.message)
    if (pagesPerWeek === undefined) return answer
    const suggestions = suggestFor(request.value, held.value, about, pagesPerWeek)
    if (!suggestions.ok) return wrong(suggestions.error.at, suggestions.error.message)
    return ok({ ...answer.value, suggestions: suggestions.value })
  },
}
