/**
 * Started without the demo, Mangru takes away what the demo left: log groups that bear its tag, and the versions of its cluster's objects. What bears no tag is
 * never touched.
 */
import { limits } from '../limits.ts'
import { type Clock, ok } from '../model/index.ts'
import type { ObjectStore } from '../store/objects/index.ts'
import type { LogSettings } from '../store/settings/index.ts'
import { demoTag } from './collectors.ts'

export interface ForgetPorts {
  readonly settings: Pick<LogSettings, 'groups' | 'tags' | 'remove'>
  readonly objects: Pick<ObjectStore, 'forget'>
  readonly clock: Clock
  /** Clusters that are looked at now: their objects stay, whatever they are called. */
  readonly watched: readonly string[]
}

const prefix = '/aws/containerinsights/'

/** Tells `log` what was taken away, and what could not be. Groups go last: as long as one is there, the next start takes away what is left. */
export async function forgetDemo(
  { settings, objects, clock, watched }: ForgetPorts,
  log: (line: string) => void,
): Promise<void> {
  const forgotten = new Map<string, boolean>()
  /** False: objects of the cluster are still there. */
  const forget = async (cluster: string): Promise<boolean> => {
    const gone = watched.includes(cluster) ? ok(undefined) : await objects.forget(cluster)
    if (!gone.ok) log(`The demo's objects of the cluster ${cluster} stay: ${wordsOf(gone.error)}.`)
    return gone.ok
  }
  let removed = 0
  for (let after: string | undefined; ; ) {
    const page = await settings.groups({
      prefix,
      limit: limits.demoGroupPage,
      ...(after === undefined ? {} : { after }),
    })
    if (!page.ok) return log('What the demo left cannot be looked for: the settings cannot be read.')
    for (const group of page.value) {
      after = group.name
      const tags = await settings.tags(group.id)
      if (!tags.ok || tags.value[demoTag] !== 'true') continue
      const cluster = group.name.slice(prefix.length).split('/')[0] ?? ''
      const isForgotten = forgotten.get(cluster) ?? (await forget(cluster))
      forgotten.set(cluster, isForgotten)
      if (!isForgotten) continue
      const gone = await settings.remove(group.name, clock.now())
      if (!gone.ok) log(`The demo's log group ${group.name} stays: ${wordsOf(gone.error)}.`)
      else removed += 1
    }
    if (page.value.length < limits.demoGroupPage) break
  }
  if (removed > 0) log(`The demo is off: ${removed} of its log groups and its cluster's objects were removed.`)
}

const wordsOf = (error: { readonly code: string; readonly message?: string }): string => error.message ?? error.code
