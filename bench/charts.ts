/**
 * How long does the page take to draw a chart of 100 series with 1,000 points each, and how soon are 24 widgets of a board on the screen
 * of a real server with three hours of values?
 * `node bench/charts.ts [--series 100] [--points 1000] [--rounds 15] [--boards 7]` (needs Chromium, and the page built by `npm run build:web`)
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { launchBrowser } from '../e2e/browser.ts'
import { cloudWatch, type Made, putMetrics } from '../e2e/dashboard-samples.ts'
import { root, startServer } from '../e2e/server.ts'
import { commit, median, round } from './measure/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const { series, points, rounds, boards } = readNumbers({ series: 100, points: 1_000, rounds: 15, boards: 7 })
const widgets = 24
/** Milliseconds that a new window is let be before it is told where to go: Chromium draws its own frame then, with a core of its own. */
const windowStarts = 1_500
/** What the page says when it is painted: who asks it again and again while it loads, as the driver's own waiting does, slows it by a tenth of a second. */
const painted = 'painted'
/** Runs in the page before anything else: notes when the last canvas has come into its place and a frame has been painted with it. */
const watchCanvases = `
const watch = new MutationObserver(() => {
  if (document.querySelectorAll('canvas').length < ${widgets}) return
  watch.disconnect()
  requestAnimationFrame(() => requestAnimationFrame(() => {
    globalThis.paintedAt = performance.now()
    console.debug('${painted}')
  }))
})
watch.observe(document, { childList: true, subtree: true })`

const browser = await launchBrowser()
try {
  say(`${series} series with ${points} points each`)
  const lines = await drawings(browser, { stacked: false, gaps: false })
  const gaps = await drawings(browser, { stacked: false, gaps: true })
  const stacked = await drawings(browser, { stacked: true, gaps: false })
  say(`${widgets} widgets on a real server`)
  const { first, again } = await board(browser)
  printLine({
    ...{ bench: 'charts', commit: commit(), series, points, rounds },
    linesMs: round(median(lines.map(one => one.drawn))),
    linesPreparedMs: round(median(lines.map(one => one.prepared))),
    gapsMs: round(median(gaps.map(one => one.drawn))),
    stackedMs: round(median(stacked.map(one => one.drawn))),
    widgets,
    boardFirstMs: round(first),
    boardMs: round(median(again)),
  })
} finally {
  await browser.close()
}

/** The page's own code, bundled as it is for the page. */
async function drawings(of: Browser, how: { stacked: boolean; gaps: boolean }): Promise<Drawing[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mangru-charts-'))
  try {
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      build: {
        outDir: folder,
        lib: { entry: join(root, 'bench/charts/draw.ts'), formats: ['es'], fileName: 'draw' },
      },
    })
    const page = await of.newPage()
    const files = await readdir(folder)
    const text = (end: string) => readFile(join(folder, files.find(file => file.endsWith(end))!), 'utf8')
    await page.addStyleTag({ content: await text('.css') })
    await page.addScriptTag({ content: await text('.js'), type: 'module' })
    await page.waitForFunction(() => 'draw' in globalThis)
    const found: Drawing[] = []
    for (let at = 0; at < rounds; at += 1)
      found.push(await page.evaluate(wish => (globalThis as never as Drawer).draw(wish), { series, points, ...how }))
    await page.close()
    return found
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
/** As `charts/draw.ts` gives it: milliseconds until rows and ranges are worked out, and until all is on the canvas. */
interface Drawing {
  readonly prepared: number
  readonly drawn: number
}
interface Drawer {
  readonly draw: (wish: object) => Promise<Drawing>
}

/** Milliseconds from asking for the address, in a window that is open, to the last of the canvases: the first time and then. */
async function board(of: Browser): Promise<{ readonly first: number; readonly again: number[] }> {
  const server = await startServer()
  try {
    const client = cloudWatch(server.url)
    await putMetrics(client, services())
    client.destroy()
    const body = JSON.stringify({ widgets: Array.from({ length: widgets }, (_, at) => chartOf(at)) })
    await fetch(`${server.url}/api/dashboards/dashboard`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'wall', body }),
    })
    const times: number[] = []
    const context = await of.newContext({ viewport: { width: 1_920, height: 1_200 } })
    for (let at = 0; at < boards; at += 1) {
      const page = await context.newPage()
      await page.addInitScript({ content: watchCanvases })
      await sleep(windowStarts)
      times.push(await paintedAt(page, `${server.url}/dashboards/board?name=wall&from=now-3h&to=now`))
      await page.close()
    }
    const [first = 0, ...again] = times
    return { first, again }
  } finally {
    await server.stop()
  }
}

function services(): Made[] {
  return Array.from({ length: widgets }, (_, at) => at).flatMap(at =>
    ['Requests', 'Errors'].map(metric => ({
      namespace: 'Bench',
      metric,
      unit: 'Count' as const,
      dimensions: [{ Name: 'Service', Value: `s-${at}` }],
      valueAt: (ago: number) => 100 + 50 * Math.sin(ago / 9 + at) + (ago % 7),
    })),
  )
}

function chartOf(at: number) {
  return {
    ...{ type: 'metric', x: (at % 6) * 4, y: Math.floor(at / 6) * 5, width: 4, height: 5 },
    properties: {
      ...{ region: 'us-east-1', title: `Service ${at}`, view: 'timeSeries', period: 60, stat: 'Sum' },
      metrics: ['Requests', 'Errors'].map(metric => ['Bench', metric, 'Service', `s-${at}`]),
    },
  }
}

async function paintedAt(page: Page, address: string): Promise<number> {
  const said = page.waitForEvent('console', { predicate: message => message.text() === painted, timeout: 30_000 })
  await Promise.all([page.goto(address), said])
  return page.evaluate(() => (globalThis as never as { paintedAt: number }).paintedAt)
}
