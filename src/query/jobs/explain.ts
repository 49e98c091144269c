/** Why a question cannot be asked, in plain words. */
import { limits } from '../../limits.ts'
import type { Said } from '../../model/index.ts'
import { told } from '../insights/index.ts'
import type { QuestionTrouble } from './question.ts'

type Trouble = QuestionTrouble | { readonly code: 'too-many' } | { readonly code: 'closing' }

/** In English, and for any language where it is not the word of another part. */
export function tellQuestion(trouble: Trouble): { readonly message: string; readonly said?: Said } {
  switch (trouble.code) {
    case 'malformed':
      return { message: trouble.error.message, said: trouble.error.said.sentence }
    case 'no-such-group':
      return told('no-such-group', { name: trouble.name })
    case 'no-groups':
      return told('which-groups')
    case 'source-and-groups':
      return told('source-and-groups')
    case 'reversed':
      return told('ends-before-start')
    case 'class-refuses':
      return told('class-refuses', { command: trouble.command, group: trouble.group })
    case 'outside':
      return told('before-all-kept')
    case 'over-limit':
      return { message: trouble.message, ...(trouble.said === undefined ? {} : { said: trouble.said }) }
    case 'settings':
      return { message: trouble.error.message }
    case 'too-many':
      return told('too-many-queries', { most: limits.queriesUnderWay })
    case 'closing':
      return told('mangru-stopping')
  }
}

export const explainQuestion = (trouble: Trouble): string => tellQuestion(trouble).message
