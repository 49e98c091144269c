/** The one way to ask: a question is compiled, its groups are found, and it becomes a job. */
import { err, type Result } from '../../model/index.ts'
import type { SettingsError } from '../../store/settings/port.ts'
import type { CheckedQuery, CompileError, InsightsError, InsightsRunner } from '../insights/index.ts'
import { compileQuestion } from './compile.ts'
import type { JobState, QueryJobs } from './port.ts'
import { jobFor, type Question, type QuestionDeps, type QuestionTrouble } from './question.ts'

export interface Asking {
  readonly jobs: QueryJobs
  /** Resolves once the job is on record. */
  ask(
    question: Question,
  ): Promise<Result<JobState, QuestionTrouble | { readonly code: 'too-many' } | { readonly code: 'closing' }>>
  check(text: string): Promise<Result<CheckedQuery, CompileError | SettingsError>>
  /** The statements that would run. */
  explain(question: Question): Promise<Result<readonly string[], QuestionTrouble | InsightsError>>
}

export function createAsking(
  deps: QuestionDeps & { readonly jobs: QueryJobs; readonly runner: InsightsRunner },
): Asking {
  return {
    jobs: deps.jobs,
    ask: async question => {
      const job = await jobFor(deps, question)
      if (!job.ok) return job
      const submitted = await deps.jobs.submit(job.value)
      if (submitted.ok) return submitted
      const { error } = submitted
      return err('message' in error ? { code: 'settings', error } : error)
    },
    check: text => compileQuestion(deps.definitions, text),
    explain: async question => {
      const job = await jobFor(deps, question)
      return job.ok ? deps.runner.explain(job.value.request) : job
    },
  }
}
