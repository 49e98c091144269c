/** Answers of queries say what they may lack: events on their way to disk, and sources whose events come late. */
import type { InsightsRunner, Told } from '../query/index.ts'

/** `notices`: what a reader of these groups should know. Asked when the query begins: what comes later is no part of its answer. */
export function tellCompleteness(
  runner: InsightsRunner,
  notices: (groups: readonly string[]) => readonly Told[],
): InsightsRunner {
  return {
    explain: request => runner.explain(request),
    run: async (request, options) => {
      const known = notices(request.groups.map(group => group.name))
      const answer = await runner.run(request, options)
      if (!answer.ok || known.length === 0) return answer
      const { notices: own, said = [] } = answer.value
      const all = {
        notices: [...own, ...known.map(({ message }) => message)],
        said: [...said, ...known.map(one => one.said)],
      }
      return { ok: true, value: { ...answer.value, ...all } }
    },
  }
}
