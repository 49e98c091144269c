/** GetLogObject fetches what was too large for an event. Here an event holds all of itself, so no pointer ever leads to one. */
import { err } from '../../../../model/index.ts'
import { clientError, flag, type Operation, operation, structure, text } from '../../protocol/index.ts'

const shape = structure({ unmask: flag, logObjectPointer: text({ min: 1, max: 512 }) }, ['logObjectPointer'])

export const getLogObject = (): Operation => operation('ask', shape, async () => err(noObject))

const noObject = clientError(
  'ResourceNotFoundException',
  'The specified log object does not exist: here every log event is kept whole, and no event points to one.',
)
