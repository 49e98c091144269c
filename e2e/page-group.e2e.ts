/** What belongs to log groups, by role and text, on the mock API: filters with their preview, deliveries, costs, exports, the ledger. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type Looks, launchBrowser, openPage, seriousFindings } from './browser.ts'
import { type Mock, startMock } from './mock.ts'

const group = '/demo/backend-app'

describe.skipIf(!hasBrowser)('what belongs to log groups', () => {
  let mock: Mock
  let browser: Browser
  beforeAll(async () => {
    mock = await startMock()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await mock?.close()
  })

  const walk = async (path: string, steps: (page: Page) => Promise<void>, looks: Looks = {}) => {
    const { page, troubles, close } = await openPage(browser, mock.url + path, looks)
    await steps(page)
    expect(troubles).toEqual([])
    await close()
  }

  test('a group has a page with its streams, reached from the list', async () => {
    await walk('/logs', async page => {
      await page.getByRole('button', { name: 'More for /aws/containerinsights/demo/host' }).click()
      await page.getByRole('menuitem', { name: 'Streams, filters, deliveries' }).click()
      await page.getByRole('heading', { name: '/aws/containerinsights/demo/host' }).waitFor()
      await page.getByText('STANDARD').waitFor()
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByRole('region', { name: 'Log lines' }).waitFor()
    })
  })

  test('a metric filter shows what it would have done while it is written, is created, changed and deleted', async () => {
    await walk(`/logs/group?name=${group}&tab=filters&from=now-1h&to=now`, async page => {
      await page.getByRole('button', { name: 'New metric filter' }).click()
      const preview = page.getByRole('region', { name: 'On the lines that are stored' })
      await preview.getByText(/Would have matched [\d,]+ times in the last 1h/).waitFor()
      await page.getByRole('textbox', { name: 'Filter pattern' }).fill('{ $.http.ms > 100 }')
      await page.getByRole('textbox', { name: 'Value', exact: true }).fill('$.http.ms')
      await page.getByRole('button', { name: 'Add dimension' }).click()
      await page.getByRole('textbox', { name: 'Name', exact: true }).last().fill('Path')
      await page.getByRole('textbox', { name: 'Selector' }).fill('$.http.path')
      await preview.getByRole('columnheader', { name: 'Path' }).waitFor()
      await preview.getByRole('cell', { name: '/api/regions', exact: true }).first().waitFor()
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByText('A name of 1 to 512 characters, without : and *').waitFor()
      await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('slow')
      await page.getByRole('textbox', { name: 'Metric', exact: true }).fill('SlowCalls')
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('row', { name: /slow.*Logs \/ SlowCalls/ }).waitFor()
      await page.getByRole('button', { name: 'slow', exact: true }).click()
      expect(await page.getByRole('textbox', { name: 'Filter pattern' }).inputValue()).toBe('{ $.http.ms > 100 }')
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'More for slow' }).click()
      await page.getByRole('menuitem', { name: 'Delete…' }).click()
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.getByRole('row', { name: /SlowCalls/ }).waitFor({ state: 'detached' })
    })
  })

  test('deliveries say how they stand; one is made where the operator allows it, and refused elsewhere', async () => {
    const steps = async (page: Page) => {
      await page.getByText('Trying again').waitFor()
      await page.getByText('answered 503 Service Unavailable.', { exact: false }).waitFor()
      await page.getByText('204 lines given up after 24 hours').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('button', { name: 'New subscription' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Group').fill(group)
      await page.keyboard.press('Escape')
      await dialog.getByRole('textbox', { name: 'Name' }).fill('mine')
      await dialog.getByRole('textbox', { name: 'Destination' }).fill('https://127.0.0.1/x')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await dialog.getByText('The operator does not allow deliveries to this host.').waitFor()
      await dialog.getByRole('textbox', { name: 'Destination' }).fill('https://collector.example/mine')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await page.getByText('https://collector.example/mine').waitFor()
      await page.getByRole('button', { name: 'More for mine' }).click()
      await page.getByRole('menuitem', { name: 'Delete…' }).click()
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.getByText('https://collector.example/mine').waitFor({ state: 'detached' })
    }
    await walk('/logs/deliveries', steps, { refused: /^\/api\/logs\/subscriptions$/ })
  })

  test('costs name their basis, and a recommendation is carried out', async () => {
    await walk('/logs/costs', async page => {
      await page.getByText('CloudWatch: prices of us-east-1 on 2026-11-01', { exact: false }).waitFor()
      await page.getByRole('link', { name: '/aws/lambda/nightly-report-002' }).waitFor({ state: 'attached' })
      expect(await seriousFindings(page)).toEqual([])
      const set = page.waitForRequest(request => request.method() === 'PUT' && request.url().endsWith('/retention'))
      await page.getByRole('button', { name: 'Keep 30 days' }).click()
      await page.getByText('older than 30 days disappear now', { exact: false }).waitFor()
      await page.getByRole('button', { name: 'Shorten' }).click()
      expect((await set).postDataJSON()).toEqual({ name: '/aws/containerinsights/demo/dataplane', retentionDays: 30 })
      await page.getByRole('tab', { name: 'By workload' }).click()
      await page.waitForURL(/tab=workloads/)
      await page.getByRole('row', { name: /demo-backend.*backend-app.*Debug/ }).waitFor()
    })
  })

  test('exports are started, seen and cancelled', async () => {
    await walk('/logs/exports', async page => {
      await page.getByText('The bucket cold-logs answered AccessDenied.').waitFor()
      await page.getByRole('button', { name: 'New export' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Log group').fill('/demo/frontend')
      await page.keyboard.press('Escape')
      await dialog.getByRole('button', { name: 'Start' }).click()
      const row = page.getByRole('row', { name: /waiting.*\/demo\/frontend/ })
      await row.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('row', { name: /cancelled.*\/demo\/frontend/ }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
    })
  })

  test('the ledger shows the canary, and sources with trouble', async () => {
    await walk('/self', async page => {
      await page.getByRole('tab', { name: 'No loss' }).click()
      await page.getByText('it sings').waitFor()
      await page.getByRole('checkbox', { name: 'Only with trouble' }).click()
      await page.getByRole('cell', { name: 'too old 112' }).waitFor()
      expect(await page.getByRole('row', { name: /dataplane-0/ }).count()).toBe(0)
      expect(await seriousFindings(page)).toEqual([])
    })
  })

  test('what a server has not is not shown', async () => {
    const { page, troubles, close } = await openPage(browser, `${mock.url}/self`)
    await page.route('**/api/session', async route => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...((await response.json()) as object), features: [] } })
    })
    await page.goto(`${mock.url}/logs/group?name=${group}`)
    await page.getByRole('tab', { name: 'Streams' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.getByRole('tab').count()).toBe(1)
    expect(await page.getByRole('link', { name: /Insights|Deliveries|Costs|Exports/ }).count()).toBe(0)
    await page.goto(`${mock.url}/self`)
    await page.getByText('Against the ceilings').waitFor()
    expect(await page.getByRole('tab').count()).toBe(0)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('go to')
    await page.getByRole('option', { name: /Go to Logs/ }).waitFor()
    expect(await page.getByRole('option', { name: /Insights|Costs|Deliveries/ }).count()).toBe(0)
    expect(troubles).toEqual([])
    await close()
  })

  test('the palette and two keys lead to every page', async () => {
    await walk('/logs', async page => {
      await page.getByText('249 groups').waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('exports')
      await page.getByRole('option', { name: /Go to Exports/ }).click()
      await page.waitForURL(/\/logs\/exports/)
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.keyboard.press('g')
      await page.keyboard.press('c')
      await page.waitForURL(/\/logs\/costs/)
      await page.keyboard.press('g')
      await page.keyboard.press('i')
      await page.waitForURL(/\/logs\/insights/)
      await page.getByText('Choose one or more log groups', { exact: false }).first().waitFor()
    })
  })

  test.each<[string, string, Looks]>([
    ['a filter in the dark', `/logs/group?name=${group}&tab=filters&edit=latency`, { scheme: 'dark' }],
    ['costs in Korean', '/logs/costs', { language: 'ko-KR' }],
    ['deliveries on a phone', '/logs/deliveries', { phone: true }],
  ])('axe finds nothing serious, and nothing is wider than the page: %s', async (_name, path, looks) => {
    await walk(
      path,
      async page => {
        await page.waitForLoadState('networkidle')
        expect(await seriousFindings(page)).toEqual([])
        const wide = await page.locator('html').evaluate(html => html.scrollWidth - html.clientWidth)
        expect(wide).toBeLessThanOrEqual(0)
      },
      looks,
    )
  })
})
