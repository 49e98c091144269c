/** The door of decisions: deciders by name, and cases out of a stream. Loaded when somebody asks: a server needs none of it. */
export { type CaseText, caseTexts } from './cases.ts'
export { answerTo, type Decider, deciders } from './deciders.ts'
