/** Why a question cannot be asked, in plain words. */
import { limits } from '../../limits.ts'
import type { QuestionTrouble } from './question.ts'

export function explainQuestion(
  trouble: QuestionTrouble | { readonly code: 'too-many' } | { readonly code: 'closing' },
): string {
  switch (trouble.code) {
    case 'malformed':
      return trouble.error.message
    case 'no-such-group':
      return `There is no log group ${trouble.name}.`
    case 'no-groups':
      return 'Which log groups? Name some, or let the query begin with SOURCE.'
    case 'source-and-groups':
      return 'The query says by SOURCE which log groups it asks; none may be named beside it.'
    case 'reversed':
      return 'The end must not be before the start.'
    case 'class-refuses':
      return `${trouble.command} is not for log groups of class INFREQUENT_ACCESS, which ${trouble.group} is.`
    case 'outside':
      return 'The time is before anything that these log groups keep.'
    case 'over-limit':
      return trouble.message
    case 'settings':
      return trouble.error.message
    case 'too-many':
      return `${limits.queriesUnderWay} queries run and wait already: wait for one of them, or stop one.`
    case 'closing':
      return 'Mangru is stopping.'
  }
}
