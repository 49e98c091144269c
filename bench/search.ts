/**
 * How long do searches take in 20 M lines, warm? Each question is asked once to warm up and then several times; medians in
 * milliseconds, with the rows read where the answer says so. Ids and words stand in the oldest lines, and the newest are asked for
 * first: the longest way. `node bench/search.ts [--lines 20000000] [--times 5] [--seed 1] [--data DIR]`
 */
import { startServer } from '../e2e/server.ts'
import { fill, group, histogram, openKey, place, search } from './load/index.ts'
import { commit, median, round } from './measure/index.ts'
import { mix } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { logsClient, mustCall } from './wire/index.ts'

const options = readNumbers({ lines: 20_000_000, times: 5, seed: 1 })
const { dataDir, done } = await place(options.data)
say('filling')
const filled = await fill(dataDir, options.lines, options.seed)
const old = firstLines(2000)
const traceId = idIn(/"trace_id":"([0-9a-f]{32})"/)
const version = idIn(/resourceVersion="(\d{7})"/)
const server = await startServer({ dataDir })
const client = logsClient(server.url, openKey)
const all = { groups: [group], from: filled.from, to: filled.to }
const newest = { ...all, order: 'newest', limit: 100 } as const
const filter = (input: Readonly<Record<string, unknown>>) => async () => {
  const page = await mustCall(client, 'FilterLogEvents', {
    logGroupName: group,
    startTime: filled.from,
    endTime: filled.to,
    ...input,
  })
  return (page.events as readonly unknown[]).length
}
const filterToEnd = (filterPattern: string) => async () => {
  let [events, nextToken]: [number, unknown] = [0, undefined]
  do {
    const page = await mustCall(client, 'FilterLogEvents', {
      logGroupName: group,
      startTime: filled.from,
      endTime: filled.to,
      filterPattern,
      nextToken,
    })
    events += (page.events as readonly unknown[]).length
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return events
}

const questions: Readonly<Record<string, () => Promise<number>>> = {
  idByWord: async () => (await search(server.url, { ...newest, filters: [{ field: 'word', value: traceId }] })).events,
  numberByWord: async () =>
    (await search(server.url, { ...newest, filters: [{ field: 'word', value: version }] })).events,
  idByPattern: async () => (await search(server.url, { ...newest, pattern: traceId })).events,
  idByFilterLogEvents: filterToEnd(`"${traceId}"`),
  substring: async () => (await search(server.url, { ...newest, pattern: `"${traceId.slice(3, 20)}"` })).events,
  regex: async () =>
    (await search(server.url, { ...newest, pattern: `%${traceId.slice(2, 8)}[0-9a-f]{4}${traceId.slice(12, 18)}%` }))
      .events,
  nothingFound: async () => (await search(server.url, { ...newest, pattern: '"nobody wrote this"' })).events,
  levelAndWord: async () =>
    (await search(server.url, { ...newest, pattern: 'declined', filters: [{ field: 'level', value: 'ERROR' }] }))
      .events,
  jsonPattern: async () =>
    (await search(server.url, { ...newest, pattern: '{ $.status = 500 && $.ms > 390 }' })).events,
  newest100: async () => (await search(server.url, newest)).events,
  firstPage: filter({}),
  firstPageOfStream: filter({ logStreamNames: [old[0]?.stream] }),
  histogramDay: async () => (await histogram(server.url, all)).events,
  histogramOfWord: async () => (await histogram(server.url, { ...all, pattern: 'declined' })).events,
}

const line: Record<string, unknown> = { bench: 'search', commit: commit(), lines: filled.lines }
for (const [name, ask] of Object.entries(questions)) {
  try {
    const events = await ask()
    const took: number[] = []
    for (let at = 0; at < options.times; at++) {
      const began = performance.now()
      await ask()
      took.push(performance.now() - began)
    }
    line[name] = { ms: round(median(took)), worst: round(Math.max(...took)), events }
  } catch (error) {
    line[name] = { failed: (error as Error).message }
  }
  say(`${name} ${JSON.stringify(line[name])}`)
}
printLine(line)
client.close()
await server.stop()
await done()

/** The oldest lines of the store, made again from the seed: the generator's step depends on the whole count. */
function firstLines(count: number) {
  const lines = []
  for (const event of mix(filled)) {
    lines.push(event)
    if (lines.length >= count) break
  }
  return lines
}

function idIn(shape: RegExp): string {
  for (const event of old) {
    const found = shape.exec(event.message)?.[1]
    if (found !== undefined) return found
  }
  throw new Error(`no line matches ${shape}`)
}
