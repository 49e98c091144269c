/** `mangru logs deploy/backend-app`: which pods are meant, and what the server has to say of their logs before their lines come. */
import { type ApiPodLogs, type ApiPodSelector, err, ok, type Result } from '../../model/index.ts'
import { readWorkloadWord } from '../../model/kubernetes/index.ts'
import type { Api, ApiTrouble } from '../client/index.ts'
import type { MessageKey, Messages } from '../messages/index.ts'
import type { Problem } from '../option.ts'
import type { LogsValues } from './options.ts'

/** Undefined: the words name groups. */
export function podSelectorOf(
  values: LogsValues,
  words: readonly string[],
): Result<ApiPodSelector | undefined, Problem> {
  const workloads = words.map(word => readWorkloadWord(word))
  const [first] = workloads
  const { selector: labels, namespace, container, cluster, previous, tail, prefix } = values
  const withPods = {
    ...{ '--container': container, '--cluster': cluster, '--previous': previous || undefined },
    ...{ '--tail': tail, '--prefix': prefix },
  }
  if (workloads.some(one => one !== undefined) && (workloads.length > 1 || first === undefined))
    return err(say => say['one-workload'](words.join(' ')))
  if (first === undefined && words.length > 0) {
    const flag = firstGiven({ '--selector': labels, '--namespace': namespace, ...withPods })
    return flag ? err(say => say['only-with-pods'](flag, words[0] ?? '')) : ok(undefined)
  }
  if (first === undefined && labels === undefined && namespace === undefined) {
    const flag = firstGiven(withPods)
    return flag ? err(say => say['needs-pods'](flag)) : ok(undefined)
  }
  return ok({
    ...(cluster === undefined ? {} : { cluster }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(first === undefined ? {} : { workload: `${first.kind}/${first.name}` }),
    ...(labels === undefined ? {} : { labels }),
    ...(container === undefined ? {} : { containers: container }),
    ...(previous ? { previous } : {}),
  })
}

const firstGiven = (flags: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(flags).find(flag => flags[flag] !== undefined)

export async function askPods(
  api: Api,
  pods: ApiPodSelector,
  range: { readonly from: number; readonly to: number },
): Promise<Result<ApiPodLogs, ApiTrouble>> {
  const { containers, ...rest } = pods
  const query = new URLSearchParams({ from: String(range.from), to: String(range.to) })
  for (const [name, value] of Object.entries(rest)) query.set(name, String(value))
  for (const container of containers ?? []) query.append('container', container)
  return api.json<ApiPodLogs>(`/api/cluster/logs?${query}`)
}

/** What the server says of pods' logs, in the reader's language; undefined: it says something else. */
export function sayOfPods(
  { code, values }: { readonly code: string; readonly values: Readonly<Record<string, string | number>> },
  say: Messages,
): string | undefined {
  const key = `pods-${code}` as MessageKey
  if (!Object.hasOwn(say, key)) return undefined
  return (say[key] as (told: typeof values) => string)(values)
}
