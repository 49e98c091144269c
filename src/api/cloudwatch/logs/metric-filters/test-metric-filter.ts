/** TestMetricFilter: which of some messages a pattern matches, and what it takes out of them. */
import { err, ok } from '../../../../model/index.ts'
import { matchEvent, parseFilterPattern } from '../../../../query/filter-pattern/index.ts'
import { type Operation, operation, structure, textsOf } from '../../protocol/index.ts'
import { refusals } from '../refusals.ts'
import { filterPattern } from '../shapes.ts'

const shape = structure({ filterPattern, logEventMessages: textsOf({ min: 1 }, { min: 1, max: 50 }) }, [
  'filterPattern',
  'logEventMessages',
])

export const testMetricFilter = (): Operation =>
  operation('ask', shape, async input => {
    const pattern = parseFilterPattern(input.filterPattern)
    if (!pattern.ok) return err(refusals.badPattern)
    const matches = input.logEventMessages.flatMap((eventMessage, at) => {
      const { matched, extracted } = matchEvent(pattern.value, eventMessage)
      return matched ? [{ eventNumber: at + 1, eventMessage, extractedValues: extracted }] : []
    })
    return ok({ matches })
  })
