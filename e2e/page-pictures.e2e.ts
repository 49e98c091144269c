/** Screenshots of the main pages, light, dark, Korean and phone; `MANGRU_PICTURES=1` writes them to `docs/pictures/`. */
import { mkdir, mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillAlarms } from './alarm-samples.ts'
import { fillSamples, hasBrowser, type Looks, launchBrowser, openPage, sampleGroups } from './browser.ts'
import { fillDashboards } from './dashboard-samples.ts'
import { fillMetrics } from './metric-samples.ts'
import { root, type Server, startServer } from './server.ts'

describe.skipIf(!hasBrowser)('pictures', () => {
  let server: Server
  let browser: Browser
  let folder: string
  beforeAll(async () => {
    folder = process.env.MANGRU_PICTURES
      ? join(root, 'docs/pictures')
      : await mkdtemp(join(tmpdir(), 'mangru-pictures-'))
    await mkdir(folder, { recursive: true })
    server = await startServer()
    await fillSamples(server.url, 60)
    await fillAlarms(server.url)
    await fillMetrics(server.url)
    await fillDashboards(server.url, sampleGroups.application)
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const search = `/logs?group=${sampleGroups.application}&from=now-1h&to=now`
  const query = (text: string) => `${search.replace('/logs?', '/logs/insights?')}&query=${encodeURIComponent(text)}`
  const rows = [
    ...['web-1', 'web-2', 'web-3'].map((pod, at) => `Shop~Latency~Pod~${pod}~~id=m${at + 1}~stat=p99`),
    "=SUM(SEARCH('{Shop,Pod} Requests', 'Sum'))~~id=e1~label=requests~axis=right",
  ]
  const metrics = `/metrics?ns=Shop&by=Pod&from=now-1h&to=now${rows.map(row => `&m=${encodeURIComponent(row)}`).join('')}`
  const shots: readonly [string, string, Looks, boolean][] = [
    ['logs', search, {}, false],
    ['logs-dark', search, { scheme: 'dark' }, true],
    ['logs-korean', `${search}&f=level:ERROR`, { language: 'ko-KR' }, true],
    ['logs-phone', search, { phone: true }, false],
    ['insights', `${query('stats count(*) as lines by bin(1m), level')}&show=bar`, {}, false],
    ['insights-korean-dark', query('pattern @message'), { language: 'ko-KR', scheme: 'dark' }, false],
    ['insights-phone', `${query('stats count(*) as lines by level')}&show=bar`, { phone: true }, false],
    [
      'metric-filter',
      `/logs/group?name=${sampleGroups.application}&tab=filters&edit=&pattern=ERROR&from=now-1h&to=now`,
      {},
      false,
    ],
    ['costs', '/logs/costs', {}, false],
    ['groups', '/logs', {}, false],
    ['overview', '/overview?from=now-6h&to=now', {}, false],
    ['alarms', '/alarms?from=now-6h&to=now', {}, false],
    [
      'alarm-korean-dark',
      '/alarms/alarm?name=backend-errors&from=now-6h&to=now',
      { language: 'ko-KR', scheme: 'dark' },
      false,
    ],
    ['alarm-editor', '/alarms/edit?name=slow-answers&days=1', {}, false],
    ['alarms-phone', '/alarms?from=now-6h&to=now', { phone: true }, false],
    ['metrics', metrics, {}, false],
    ['dashboard', '/dashboards/board?name=operations&from=now-3h&to=now', {}, false],
    [
      'dashboard-korean-dark',
      '/dashboards/board?name=preset:cluster&from=now-3h&to=now',
      { language: 'ko-KR', scheme: 'dark' },
      false,
    ],
    ['self', '/self', {}, false],
    ['self-korean-dark', '/self', { language: 'ko-KR', scheme: 'dark' }, false],
  ]
  test.each(shots)('%s', async (name, path, looks, open) => {
    const { page, troubles, close } = await openPage(browser, server.url + path, looks)
    await page.waitForLoadState('networkidle')
    if (/^\/(alarms|dashboards)\//.test(path) || path === metrics) await page.locator('canvas').first().waitFor()
    if (path === search || path.startsWith(`${search}&`)) await page.locator('canvas').waitFor()
    if (open) await page.locator('button[aria-expanded="false"]:has(svg) + time').nth(3).click()
    await page.waitForTimeout(500)
    const file = join(folder, `${name}.png`)
    await page.screenshot({ path: file })
    expect((await stat(file)).size).toBeGreaterThan(10_000)
    expect(troubles).toEqual([])
    await close()
  })
})
