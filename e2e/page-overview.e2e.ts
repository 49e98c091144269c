/**
 * The overview and preset alarms on the demo cluster, by eye of a reader: one sentence over everything, what it stands on, and alarms made by one
 * click, in both languages. `MANGRU_PICTURES=1` writes pictures to `docs/pictures/`.
 */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type Looks, launchBrowser, openPage, seriousFindings } from './browser.ts'
import { root, type Server, startServer } from './server.ts'

const patience = 90_000

describe.skipIf(!hasBrowser)('overview and presets', () => {
  let server: Server
  let browser: Browser
  const json = async (path: string) => (await (await fetch(server.url + path)).json()) as ReturnType<typeof JSON.parse>

  beforeAll(async () => {
    server = await startServer({ args: ['--demo'], patience: 150_000 })
    browser = await launchBrowser()
    // The first figures of the cluster are there within the first minute's round.
    const until = Date.now() + patience
    const isTold = async () =>
      (await json('/api/alarms/presets')).presets.some((one: { readonly alarm: unknown }) => one.alarm !== null)
    while (!(await isTold()) && Date.now() < until) await new Promise(done => setTimeout(done, 500))
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const walk = async (path: string, steps: (page: Page) => Promise<void>, looks: Looks = {}) => {
    const { page, troubles, close } = await openPage(browser, server.url + path, looks)
    page.setDefaultTimeout(patience)
    await steps(page)
    expect(troubles).toEqual([])
    await close()
  }
  const picture = async (page: Page, name: string) => {
    if (process.env.MANGRU_PICTURES)
      await page.screenshot({ path: join(root, 'docs/pictures', `${name}.png`), fullPage: true })
  }

  test('one sentence over everything, and what it stands on', async () => {
    await walk('/overview?from=now-3h&to=now', async page => {
      await page.getByRole('status').filter({ hasText: 'nobody is told' }).waitFor()
      const cluster = page.getByRole('region', { name: 'Cluster', exact: true })
      await cluster.getByText('desired', { exact: false }).waitFor()
      await cluster.getByText('v1.', { exact: false }).waitFor()
      await page.getByRole('region', { name: 'Troubles in this range' }).getByText('Evictions').first().waitFor()
      await page
        .getByRole('region', { name: 'Applications in this range' })
        .getByText('backend/backend-app', { exact: true })
        .waitFor()
      await page.getByRole('region', { name: 'What changed' }).waitFor()
      await page.getByRole('region', { name: 'Logs', exact: true }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await picture(page, 'overview-cluster')
    })
  })

  test('each line leads to its evidence in the same range', async () => {
    await walk('/overview?from=now-3h&to=now', async page => {
      // By its region and its whole name: a pod of the application may stand among the troubles, with a name that begins alike.
      const applications = page.getByRole('region', { name: 'Applications in this range' })
      await applications.getByRole('link', { name: 'backend/backend-app', exact: true }).click()
      await page.waitForURL(/\/logs\?.*group=.*application.*from=now-3h/)
      await page.goBack()
      await page.getByRole('link', { name: 'All events' }).click()
      await page.waitForURL(/\/logs\?.*events.*from=now-3h/)
    })
  })

  test('preset alarms say what they would have done, and one click makes one', async () => {
    await walk('/alarms/presets', async page => {
      await page.getByText('would have been quiet', { exact: false }).first().waitFor()
      await page.getByText('A provider runs this control plane', { exact: false }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await picture(page, 'alarm-presets')
      await page.getByRole('button', { name: 'Make: a node is not ready' }).click()
      await page.getByText('1 alarm made.').waitFor()
      await page.getByRole('link', { name: 'made', exact: true }).click()
      await page.getByRole('heading', { name: 'demo: a node is not ready' }).waitFor()
      // Of a cluster without metrics nothing is made, and nothing can be.
      await page.goto(`${server.url}/alarms/presets?cluster=nobody`)
      await page.getByRole('button', { name: 'No more can be made yet.' }).waitFor()
    })
    expect((await json('/api/alarms')).total).toBe(1)
  })

  test('in Korean, and all of them at once', async () => {
    const looks = { language: 'ko-KR', scheme: 'dark' } as const
    await walk(
      '/alarms/presets',
      async page => {
        await page.getByRole('button', { name: /권장 \d+개 모두 만들기/ }).click()
        await page.getByText('권장 경보를 모두 만들었습니다.').waitFor()
        expect(await seriousFindings(page)).toEqual([])
        await page.goto(`${server.url}/overview?from=now-3h&to=now`)
        await page.getByRole('region', { name: '이 기간의 문제' }).getByText('재시작').first().waitFor()
        await page
          .getByRole('region', { name: '이 기간의 애플리케이션' })
          .getByText('backend/backend-app', { exact: true })
          .waitFor()
        expect(await seriousFindings(page)).toEqual([])
        await picture(page, 'overview-cluster-korean-dark')
      },
      looks,
    )
    const { presets } = await json('/api/alarms/presets?cluster=demo')
    const missing = presets.filter((one: { made: unknown; suggested: boolean }) => one.suggested && one.made === null)
    expect(missing).toEqual([])
  })

  test('Container Insights’ views are boards of the Cluster page', async () => {
    await walk('/cluster?show=insights&from=now-1h&to=now', async page => {
      await page.getByRole('region', { name: 'CPU utilization', exact: true }).waitFor()
      await page.getByText('Namespaces', { exact: true }).first().click()
      await page.waitForURL(/board=namespaces/)
      await page.getByRole('region', { name: 'CPU by workload' }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
    })
    // On a phone the numbers are there too, all of them.
    await walk(
      '/cluster?show=insights&from=now-1h&to=now',
      async page => {
        const now = page.getByRole('region', { name: 'Now', exact: true }).getByRole('listitem')
        await now.getByText('Nodes', { exact: true }).waitFor()
        // Each has a name and a number; how it moved is left out where room is short.
        const cut = (told: readonly { readonly clientHeight: number; readonly scrollHeight: number }[]) =>
          told.filter(({ clientHeight, scrollHeight }) => clientHeight === 0 || clientHeight < scrollHeight).length
        expect(await now.locator('> span:nth-child(-n + 2)').evaluateAll(cut)).toBe(0)
      },
      { phone: true },
    )
  })
})

describe.skipIf(!hasBrowser)('without a cluster', () => {
  test('a board that stands on one says so, and the presets say what to connect', async () => {
    const server = await startServer({ patience: 150_000 })
    const browser = await launchBrowser()
    const { page, troubles, close } = await openPage(browser, `${server.url}/dashboards/board?name=preset:errors`)
    page.setDefaultTimeout(patience)
    await page.getByText('Nothing to choose from: Cluster').waitFor()
    await page.goto(`${server.url}/alarms/presets`)
    await page.getByText('No cluster is known yet').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    expect(troubles).toEqual([])
    await close()
    await browser.close()
    await server.stop()
  })
})
