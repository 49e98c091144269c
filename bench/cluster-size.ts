/**
 * How does a large cluster feel? `node bench/cluster-size.ts [--nodes 500] [--pods 15000] [--events 21000] [--minutes 5] [--changes 200] [--seed 1]`
 * starts Mangru on a cluster of that size and prints JSON lines: from the start to all of it seen and to the first page; what a page's questions take from
 * then on; from a change in the cluster to its being told, and to a screen that shows all pods; memory, and CPU a minute while Container Insights takes all of it.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../e2e/server.ts'
import type { ApiCluster, ApiClusterPods } from '../src/model/index.ts'
import { openScreen, startLargeCluster } from './cluster/index.ts'
import { commit, cpuSeconds, familyOf, residentBytes, round } from './measure/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const {
  data: _data,
  minutes,
  changes,
  ...size
} = readNumbers({
  ...{ nodes: 500, pods: 15_000, events: 21_000, minutes: 5, changes: 200, seed: 1 },
})
const folder = await mkdtemp(join(tmpdir(), 'mangru-cluster-size-'))
const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
const mib = (bytes: number) => Math.round(bytes / 1_048_576)
const at = (sorted: readonly number[], share: number) => round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0, 0)
const line = (what: string, figures: object) =>
  printLine({ bench: 'cluster-size', what, commit: commit(), ...size, ...figures })

say('the cluster begins')
const cluster = await startLargeCluster(size, folder)
const began = performance.now()
const server = await startServer({
  args: ['--kubeconfig', cluster.kubeconfig, '--no-pod-logs'],
  dataDir: join(folder, 'data'),
})
server.child.once('exit', code => say(`Mangru ended with ${code}: ${server.said().slice(-2_000)}`))
async function get<T>(path: string): Promise<T> {
  const url = `${server.url}/api/cluster${path}`
  // A kept connection that was closed in the meantime is no answer: as a browser does, the question is asked again.
  const answer = await fetch(url).catch(() => fetch(url))
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return (await answer.json()) as T
}
async function took(ask: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await ask()
  return performance.now() - from
}
/** What the Cluster page asks for when somebody comes. */
const page = () =>
  Promise.all([
    get(''),
    get('/nodes'),
    get('/workloads'),
    get('/pods?limit=10000'),
    get('/pods?skip=10000&limit=10000'),
  ])

try {
  const first = await took(page)
  const firstPage = performance.now() - began
  let about: ApiCluster
  do {
    await sleep(20)
    about = await get<ApiCluster>('')
  } while (!about.kinds.every(({ state }) => state !== 'waiting'))
  const seen = performance.now() - began
  const whole = await took(page)
  const family = familyOf(server.pid)
  line('start', {
    readyMs: round(server.startedIn, 0),
    firstPageMs: round(firstPage, 0),
    firstPageTookMs: round(first, 0),
    allSeenMs: round(seen, 0),
    pageWithAllMs: round(whole, 0),
    cpuSeconds: round(cpuSeconds(family), 1),
    memoryMiB: mib(residentBytes(family)),
    counts: Object.fromEntries(about.kinds.filter(({ count }) => count > 0).map(({ kind, count }) => [kind, count])),
  })

  say(`${minutes} minutes of living`)
  const [before, from] = [cpuSeconds(family), performance.now()]
  const pages: number[] = []
  const questions: Record<string, number[]> = {}
  let most = 0
  const told: number[] = []
  const until = from + minutes * 60_000
  const onScreen: number[] = []
  const screen = await openScreen(server.url, async () => {
    const rows: ApiClusterPods['pods'][number][] = []
    for (let skip = 0; skip < size.pods; skip += 10_000)
      rows.push(...(await get<ApiClusterPods>(`/pods?skip=${skip}&limit=10000`)).pods)
    return rows
  })
  const ask = async (path: string) => {
    const ms = await took(() => get(path))
    const all = questions[path] ?? []
    questions[path] = all
    all.push(ms)
  }
  const looking = (async () => {
    while (performance.now() < until) {
      pages.push(await took(page))
      for (const path of ['', '/nodes', '/workloads', '/pods?limit=100', '/pods?limit=10000']) await ask(path)
      most = Math.max(most, residentBytes(familyOf(server.pid)))
      await sleep(5_000)
    }
  })()
  for (let n = 0; n < changes; n++) {
    const { node, name, reason } = await cluster.change()
    const changedAt = performance.now()
    void screen.shown(node, name, reason).then(ms => onScreen.push(ms))
    for (;;) {
      const { pods } = await get<ApiClusterPods>(`/pods?node=${node}`)
      if (pods.some(pod => pod.name === name && pod.status === reason)) break
      if (performance.now() - changedAt > 60_000) throw new Error(`${name} was never told of`)
      await sleep(20)
    }
    told.push(performance.now() - changedAt)
    await sleep(Math.max(0, (until - performance.now()) / (changes - n) - 20))
  }
  await looking
  await screen.stop()
  const wall = (performance.now() - from) / 60_000
  const sorted = (all: readonly number[]) => all.toSorted((a, b) => a - b)
  line('living', {
    minutes: round(wall, 1),
    cpuSecondsAMinute: round((cpuSeconds(family) - before) / wall, 1),
    memoryMostMiB: mib(most),
    memoryMiB: Object.fromEntries(
      familyOf(server.pid).map(pid => [pid === server.pid ? 'server' : pid, mib(residentBytes([pid]))]),
    ),
    pageMs: { p50: at(sorted(pages), 0.5), p99: at(sorted(pages), 0.99) },
    questionMs: Object.fromEntries(
      Object.entries(questions).map(([path, all]) => [path, { p50: at(sorted(all), 0.5), p99: at(sorted(all), 0.99) }]),
    ),
    changeToScreenMs: {
      shown: onScreen.length,
      ...{ p50: at(sorted(onScreen), 0.5), p90: at(sorted(onScreen), 0.9), p99: at(sorted(onScreen), 0.99) },
    },
    changeToToldMs: { p50: at(sorted(told), 0.5), p90: at(sorted(told), 0.9), p99: at(sorted(told), 0.99) },
  })
  for (const words of server
    .said()
    .split('\n')
    .filter(text => / .*(wait|skipp|cannot|behind|not )/.test(text))
    .slice(0, 10))
    say(words)
} finally {
  cluster.stop()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
