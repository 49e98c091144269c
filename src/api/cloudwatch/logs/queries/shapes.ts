/** The members that operations on queries share, with the constraints of the service model. */
import { limits } from '../../../../limits.ts'
import { integer, listOf, long, structure, text, textsOf } from '../../protocol/index.ts'

const whole = (said: string, tested = said) => ({ text: said, regex: new RegExp(`^(?:${tested})$`, 'u') })
const groupNamePattern = whole('[\\.\\-_/#A-Za-z0-9]+')
const identifierPattern = whole('[\\w#+=/:,.@-]*', '[\\w#+=/:,.@-]*(:\\*)?')

export const queryId = text({ min: 1, max: 256 })
export const queryLanguage = text({ values: ['CWLI', 'SQL', 'PPL'] })
export const queryText = text({ min: 0, max: 10_000 })
export const groupNames = textsOf({ min: 1, max: 512, pattern: groupNamePattern }, { max: limits.queryGroups })
export const groupIdentifiers = textsOf(
  { min: 1, max: 2048, pattern: identifierPattern },
  { min: 0, max: limits.queryGroups },
)
export const someGroupIdentifiers = textsOf(
  { min: 1, max: 2048, pattern: identifierPattern },
  { min: 1, max: limits.queryGroups },
)
export const rowLimit = integer({ min: 1, max: limits.insightsLimitRows })
export const time = long({ min: 0 })
export const pageSize = integer({ min: 1, max: 1_000 })
export const shortToken = text({ max: 1_024 })
export const queryStatus = text({
  values: ['Scheduled', 'Running', 'Complete', 'Failed', 'Cancelled', 'Timeout', 'Unknown'],
})

export const parameters = listOf(
  structure(
    {
      name: text({ min: 1, max: 128, pattern: whole('^[a-zA-Z_][a-zA-Z0-9_]*') }),
      defaultValue: text({ max: 1_024 }),
      description: text({ max: 512 }),
    },
    ['name'],
  ),
  { max: limits.queryParameters },
)
