/** `/logs/pods/…` of a twin's kubelet: the folder of a container's logs and the files in it. A twin keeps one file for each instance and rotates none. */
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { linesOf } from '../logs/index.ts'
import type { NodeRun } from '../world/running.ts'
import type { World } from '../world/world.ts'

/** In pieces, a line or more each, as container runtimes write them; undefined: there is no such folder or file. */
export function logFile(world: World, node: NodeRun, path: string): Iterable<string> | undefined {
  const found = /^\/logs\/pods\/([^/_]+)_([^/_]+)_([^/_]+)\/([^/]+)\/(?:(\d{1,9})\.log)?$/.exec(path)
  const [, namespace, name, uid = '', container, count] = found ?? []
  const pod = world.pods.get(uid)
  if (pod === undefined || pod.node !== node || pod.key !== `${namespace}/${name}`) return undefined
  const run = pod.containers.find(({ spec }) => spec.name === container)
  if (run === undefined) return undefined
  const instances = new Map([
    [run.restarts - 1, run.previous],
    [run.restarts, run.instance],
  ])
  if (count === undefined) return [listing([...instances].flatMap(([at, one]) => (one === undefined ? [] : [at])))]
  const instance = instances.get(Number(count))
  if (instance === undefined) return undefined
  const from = instant(world.now - limits.twinLogBack)
  return linesOf(world, pod, run, instance, from, world.now).map(({ time, text }) => `${time} stdout F ${text}\n`)
}

/** As Go's file server writes it. */
function listing(counts: readonly number[]): string {
  const links = counts.map(count => `<a href="${count}.log">${count}.log</a>\n`).join('')
  return `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${links}</pre>\n`
}
