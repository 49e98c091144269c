/** The members that many operations share, with the constraints of the service model `logs` (2014-03-28). */
import { limits } from '../../../limits.ts'
import { retentionChoices } from '../../../model/index.ts'
import { integer, text, textMap, textsOf } from '../protocol/index.ts'
import { refusals } from './refusals.ts'

const whole = (said: string, tested = said) => ({ text: said, regex: new RegExp(`^(?:${tested})$`, 'u') })

const namePattern = whole('[\\.\\-_/#A-Za-z0-9]+')
// NUL is in AWS's pattern and in no real name; databases choke on it.
const streamPattern = whole('[^:*]*', '[^:*\\0]*')
// The model has no `*` here, yet the ARN that DescribeLogGroups gives ends in `:*`, and people paste it.
const identifierPattern = whole('[\\w#+=/:,.@-]*', '[\\w#+=/:,.@-]*(:\\*)?')
const arnPattern = whole('[\\w+=/:,.@-]*', '[\\w#+=/:,.@-]*(:\\*)?')
const tagText = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]'

export const groupName = text({ min: 1, max: 512, pattern: namePattern })
export const streamName = text({ min: 1, max: 512, pattern: streamPattern })
/** On the event operations a name that is too long is told in other words. */
export const eventGroupName = text({ min: 1, max: 512, pattern: namePattern, tooLong: refusals.nameTooLong })
export const eventStreamName = text({ min: 1, max: 512, pattern: streamPattern, tooLong: refusals.nameTooLong })
export const streamNames = textsOf({ min: 1, max: 512, pattern: streamPattern }, { min: 1, max: 100 })
export const groupIdentifier = text({ min: 1, max: 2048, pattern: identifierPattern })
export const groupIdentifiers = textsOf({ min: 1, max: 2048, pattern: identifierPattern }, { min: 1, max: 50 })
/** Here the model means it: an ARN that ends in `:*` is refused. */
export const liveTailGroups = textsOf(
  { min: 1, max: 2048, pattern: whole('[\\w#+=/:,.@-]*') },
  { min: 1, max: limits.liveTailGroups },
)
export const liveTailStreams = textsOf({ min: 1, max: 512, pattern: streamPattern }, { max: limits.liveTailStreams })
export const groupClass = text({ values: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'] })
export const namePart = text({ min: 0, max: 512, pattern: whole('[\\.\\-_/#A-Za-z0-9]*') })
export const nameAlternatives = text({
  min: 3,
  max: 129,
  pattern: whole('(\\^?[\\.\\-_\\/#A-Za-z0-9]{3,24})(\\|\\^?[\\.\\-_\\/#A-Za-z0-9]{3,24}){0,4}'),
})
export const accountIds = textsOf({ min: 12, max: 12, pattern: whole('^\\d{12}$') }, { min: 0, max: 20 })
export const kmsKeyId = text({ max: 256, pattern: whole('[^\\0]*') })
export const resourceArn = text({ min: 1, max: 1011, pattern: arnPattern })
export const nextToken = text({ min: 1 })
export const filterPattern = text({ min: 0, max: 1024 })
export const filterName = text({ min: 1, max: 512, pattern: streamPattern })
export const metricName = text({ max: 255, pattern: whole('[^:*$]*', '[^:*$\\0]*') })
export const retention = integer({ values: retentionChoices })
export const describeLimit = integer({ min: 1, max: limits.describeCount })
export const eventsLimit = integer({ min: 1, max: limits.logPageCount })

const tagKeyRules = { min: 1, max: 128, pattern: whole(`^(${tagText}+)$`) }
const tagValueRules = { min: 0, max: 256, pattern: whole(`^(${tagText}*)$`) }
export const tags = textMap(tagKeyRules, tagValueRules, { min: 1, max: limits.tagsPerResource })
export const tagKeys = textsOf(tagKeyRules, { min: 0, max: limits.tagsPerResource })
export const tagList = textsOf(tagKeyRules, { min: 1 })
export const tagFilterKey = text(tagKeyRules)
export const tagFilterValues = textsOf(
  { min: 0, max: 259, pattern: whole(`^!?\\*?(${tagText}*)\\*?$`) },
  { min: 0, max: 5 },
)
