/** The Metrics page on a real server, by role and text: browse, graph, expressions, values, copies; state in the address. */
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type Looks, launchBrowser, openPage, seriousFindings } from './browser.ts'
import { fillMetrics, samplePods } from './metric-samples.ts'
import { type Server, startServer } from './server.ts'

describe.skipIf(!hasBrowser)('metrics', () => {
  let server: Server
  let browser: Browser
  beforeAll(async () => {
    server = await startServer()
    await fillMetrics(server.url)
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const address = (query = '') => `${server.url}/metrics?from=now-1h&to=now${query}`
  const walk = async (query: string, steps: (page: Page) => Promise<void>, looks: Looks = {}) => {
    const { page, troubles, close } = await openPage(browser, address(query), looks)
    await steps(page)
    expect(troubles).toEqual([])
    await close()
  }
  const chart = (page: Page) => page.getByRole('region', { name: 'Chart of metrics' })
  const list = (page: Page) => page.getByRole('table', { name: 'Metrics' })
  const param = (page: Page, name: string) => new URL(page.url()).searchParams.getAll(name)

  test('namespace, dimensions, metric: two ticks draw two lines, and the address brings them back', async () => {
    await walk('', async page => {
      await page.getByText('Choose metrics below', { exact: false }).waitFor()
      await page.getByRole('button', { name: /^Shop ?\d/ }).click()
      await page.getByRole('button', { name: /^Pod/ }).click()
      await list(page).getByRole('columnheader', { name: 'Pod' }).waitFor()
      await list(page).getByRole('checkbox', { name: 'Graph Latency web-1' }).click()
      await list(page).getByRole('checkbox', { name: 'Graph Latency web-2' }).click()
      await chart(page).getByRole('button', { name: /web-2/ }).waitFor()
      await chart(page).locator('canvas').waitFor()
      expect(param(page, 'm')).toEqual(['Shop~Latency~Pod~web-1~~id=m1', '.~.~.~web-2~~id=m2'])
      await page.reload()
      await chart(page).getByRole('button', { name: /web-2/ }).waitFor()
      expect(await list(page).getByRole('checkbox', { name: 'Graph Latency web-2' }).isChecked()).toBe(true)
      await page.goBack()
      await chart(page).getByRole('button', { name: /web-2/ }).waitFor({ state: 'detached' })
      expect(param(page, 'm')).toEqual(['Shop~Latency~Pod~web-1~~id=m1'])
      expect(await seriousFindings(page)).toEqual([])
    })
  })

  test('a search goes through all namespaces, and by keys alone a metric is drawn', async () => {
    await walk('', async page => {
      await page.getByRole('button', { name: /^Shop ?\d/ }).waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('web-3 nothing')
      await page.getByText('No metric matches “web-3 nothing”.').waitFor()
      await page.getByRole('textbox', { name: 'Find metrics by any of their words' }).fill('WEB-3')
      await list(page)
        .getByRole('checkbox', { name: /Latency Pod=web-3/ })
        .waitFor()
      await page.keyboard.press('Tab')
      await list(page).focus()
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await page.waitForURL(/[?&]m=/)
      expect(param(page, 'm')).toHaveLength(1)
    })
  })

  test('what is listed becomes one SEARCH', async () => {
    await walk('&ns=Shop&by=Pod', async page => {
      await page.getByRole('button', { name: 'Graph all as SEARCH' }).click()
      await chart(page).getByRole('button', { name: /web-3/ }).first().waitFor()
      expect(param(page, 'm')).toEqual(["=SEARCH('{Shop,Pod}', 'Average')~~id=e1"])
    })
  })

  test('an expression is completed, underlined where it is wrong, and drawn where it is right', async () => {
    await walk('&tab=rows&m=Shop~Latency~Pod~web-1~~id%3Dm1', async page => {
      await page.getByRole('button', { name: 'Add expression' }).click()
      await page.getByRole('menuitem', { name: 'Empty expression' }).click()
      const editor = page.getByRole('textbox', { name: 'Expression e1' })
      await editor.click()
      await page.keyboard.type('RA')
      await page.getByRole('option', { name: /RATE/ }).waitFor()
      await page.keyboard.press('Escape')
      await editor.fill('m1 * nope')
      await page.getByRole('alert').getByText('nope', { exact: false }).waitFor()
      await page.locator('.mg-error', { hasText: /^nope$/ }).waitFor()
      await editor.fill('m1 * 1000')
      await editor.press('Control+Enter')
      await page.getByRole('alert').waitFor({ state: 'detached' })
      await chart(page).getByRole('button', { name: /e1/ }).waitFor()
      expect(param(page, 'm')).toContain('=m1 * 1000~~id=e1')
      expect(await seriousFindings(page)).toEqual([])
    })
  })

  test('Metrics Insights SQL draws a line for each group', async () => {
    const query = encodeURIComponent('=SELECT MAX(Latency) FROM SCHEMA(Shop, Pod) GROUP BY Pod~~id=e1')
    await walk(`&m=${query}`, async page => {
      for (const pod of samplePods)
        await chart(page)
          .getByRole('button', { name: new RegExp(pod) })
          .waitFor()
    })
  })

  test('label, axis, statistic, colour and unit of a row stand in the address', async () => {
    await walk('&tab=rows&m=Shop~Latency~Pod~web-1~~id%3Dm1', async page => {
      await page.getByRole('textbox', { name: 'Label of m1' }).fill('slowest')
      await page.getByRole('textbox', { name: 'Label of m1' }).press('Enter')
      await page.getByRole('combobox', { name: 'Axis of m1' }).selectOption('right')
      await page.getByRole('combobox', { name: 'Period of m1' }).selectOption('300')
      await page.getByRole('combobox', { name: 'Unit of m1' }).selectOption('Seconds')
      await page.getByRole('combobox', { name: 'Statistic of m1' }).fill('p99.9')
      await page.getByRole('combobox', { name: 'Statistic of m1' }).press('Enter')
      await page.getByLabel('Colour of m1').fill('#c65102')
      await chart(page)
        .getByRole('button', { name: /slowest/ })
        .waitFor()
      await page.waitForURL(/p99\.9/)
      expect(param(page, 'm')).toEqual([
        'Shop~Latency~Pod~web-1~~id=m1~stat=p99.9~period=300~label=slowest~colour=c65102~axis=right~unit=Seconds',
      ])
      await page.getByRole('combobox', { name: 'Statistic of m1' }).fill('often')
      await page.getByRole('combobox', { name: 'Statistic of m1' }).press('Enter')
      await page.getByText('Not a statistic').waitFor()
    })
  })

  test('numbers, bars, a ring and the values behind them', async () => {
    await walk(`&m=${encodeURIComponent("=SEARCH('{Shop,Pod} Latency', 'Maximum')~~id=e1")}`, async page => {
      await chart(page).getByRole('button', { name: /web-3/ }).waitFor()
      await page.getByText('Number', { exact: true }).click()
      await chart(page).getByRole('list', { name: 'Chart of metrics' }).getByText('web-2').waitFor()
      await page.getByText('Bar', { exact: true }).click()
      await chart(page).getByRole('list', { name: 'Chart of metrics' }).getByText('web-2').waitFor()
      await page.getByText('Pie', { exact: true }).click()
      await chart(page).getByRole('img', { name: 'Chart of metrics' }).waitFor()
      await page.waitForURL(/show=pie/)
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('tab', { name: 'Values' }).click()
      const values = page.getByRole('table', { name: 'Values' })
      await values.getByRole('columnheader', { name: 'web-2' }).waitFor()
      expect(await values.getByRole('row').count()).toBeGreaterThan(3)
    })
  })

  test('the values as CSV, and the widget as dashboards take it', async () => {
    await walk('&m=Shop~Latency~Pod~web-1~~id%3Dm1', async page => {
      await chart(page)
        .getByRole('button', { name: /Latency/ })
        .waitFor()
      await page.getByRole('button', { name: 'More for this chart' }).click()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: 'Download values as CSV' }).click(),
      ])
      const [head, first] = (await readFile(await file.path(), 'utf8')).split('\r\n')
      expect(head).toBe('time,Latency')
      expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z,\d/)
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await page.getByRole('button', { name: 'More for this chart' }).click()
      await page.getByRole('menuitem', { name: 'Copy as dashboard widget' }).click()
      const copied = JSON.parse(await page.evaluate<string>('navigator.clipboard.readText()'))
      expect(copied.properties.metrics).toEqual([['Shop', 'Latency', 'Pod', 'web-1', { id: 'm1' }]])
    })
  })

  test('a widget on a new dashboard, and an alarm on a row', async () => {
    await walk('&m=Shop~Latency~Pod~web-1~~id%3Dm1', async page => {
      await chart(page)
        .getByRole('button', { name: /Latency/ })
        .waitFor()
      await page.getByRole('button', { name: 'More for this chart' }).click()
      await page.getByRole('menuitem', { name: 'Add to a dashboard' }).click()
      await page.getByRole('combobox', { name: 'Dashboard' }).fill('from-metrics')
      await page.getByText('A new dashboard is made.').waitFor()
      await page.getByRole('textbox', { name: 'Title of the widget' }).fill('How slow')
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByRole('link', { name: 'Open from-metrics' }).click()
      await page.getByText('How slow').first().waitFor()
    })
    await walk('&m=Shop~Latency~Pod~web-1~~id%3Dm1', async page => {
      await page.getByRole('button', { name: 'More for this chart' }).click()
      await page.getByRole('menuitem', { name: 'Make an alarm on m1' }).click()
      await page.waitForURL(/\/alarms\/edit/)
      expect(JSON.parse(param(page, 'draft')[0] ?? '')).toMatchObject({ namespace: 'Shop', metric: 'Latency' })
    })
  })

  test('a query of Logs Insights goes on a dashboard as a log widget', async () => {
    const query = encodeURIComponent('stats count(*) as lines by bin(5m)')
    const { page, close } = await openPage(
      browser,
      `${server.url}/logs/insights?group=/shop/web&from=now-1h&to=now&query=${query}&show=line`,
    )
    await page.getByRole('button', { name: 'More for this query' }).click()
    await page.getByRole('menuitem', { name: 'Add to a dashboard' }).click()
    await page.getByRole('combobox', { name: 'Dashboard' }).fill('from-insights')
    await page.getByText('A new dashboard is made.').waitFor()
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('link', { name: 'Open from-insights' }).waitFor()
    const kept = await fetch(`${server.url}/api/dashboards/dashboard?name=from-insights`)
    const { body } = (await kept.json()) as { body: string }
    expect(JSON.parse(body).widgets[0].properties).toMatchObject({
      query: "SOURCE '/shop/web' | stats count(*) as lines by bin(5m)",
      view: 'timeSeries',
    })
    await close()
  })

  test('the server that refuses says why, and a retry helps', async () => {
    const { page, close } = await openPage(browser, address('&m=Shop~Latency~Pod~web-1~~id%3Dm1'))
    let refusing = true
    await page.route('**/api/metrics/data', route =>
      refusing
        ? route.fulfill({
            status: 503,
            json: { error: { code: 'unavailable', message: 'The engine is being started.' } },
          })
        : route.fallback(),
    )
    await page.reload()
    await page.getByText('The engine is being started.').waitFor({ timeout: 30_000 })
    refusing = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await chart(page).locator('canvas').waitFor()
    await close()
  })

  test('in Korean, on a phone and in the dark', async () => {
    await walk(
      '&ns=Shop&by=Pod&m=Shop~Latency~Pod~web-1~~id%3Dm1',
      async page => {
        await page.getByRole('tab', { name: '찾아보기' }).waitFor()
        await page.getByRole('checkbox', { name: 'Latency web-2 그리기' }).waitFor()
        const wide = await page.evaluate<boolean>(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        )
        expect(wide).toBe(false)
        expect(await seriousFindings(page)).toEqual([])
      },
      { language: 'ko-KR', scheme: 'dark', phone: true },
    )
  })

  test('a server without metrics invites the first', async () => {
    const empty = await startServer()
    try {
      const { page, close } = await openPage(browser, `${empty.url}/metrics?from=now-1h&to=now&q=`)
      // What a server says of itself may be there already.
      await page
        .getByText(/No metrics yet|All namespaces/)
        .first()
        .waitFor()
      await close()
    } finally {
      await empty.stop()
    }
  })
})
