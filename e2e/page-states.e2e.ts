/** States that a healthy server does not show, on the page's mock API: a slow search and its cancel, an engine that fails, an answer cut off. */
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { type PreviewServer, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launchBrowser, openPage, seriousFindings } from './browser.ts'
import { root } from './server.ts'

describe.skipIf(!hasBrowser)('states of a search', () => {
  let mock: PreviewServer
  let browser: Browser
  let url: string

  beforeAll(async () => {
    mock = await preview({
      root: join(root, 'web'),
      configFile: join(root, 'web/vite.config.ts'),
      preview: { port: 0 },
      logLevel: 'silent',
    })
    url = mock.resolvedUrls!.local[0]!.replace(/\/$/, '')
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await mock?.close()
  })

  test('the demo says that it is one', async () => {
    const { page, close } = await openPage(browser, url)
    await page.getByText('This is a demo cluster with invented data.').waitFor()
    await close()
  })

  test('a slow search shows how far it got and what is left, and Cancel stops it', async () => {
    const { page, close } = await openPage(browser, `${url}/logs?group=/mock/slow`)
    await page.getByText(/M rows, .* read so far/).waitFor()
    await page.getByText(/about .* to go/).waitFor()
    const ended = page.waitForEvent('requestfailed', request => request.url().endsWith('/api/logs/search'))
    await page.getByRole('button', { name: 'Cancel' }).click()
    await ended
    await page.getByText('Cancelled: what came until then is shown.').first().waitFor()
    await page.getByRole('button', { name: 'Go on' }).first().waitFor()
    await close()
  })

  test('an engine that fails is told in its own words, with a way to try again', async () => {
    const { page, close } = await openPage(browser, `${url}/logs?group=/mock/failing`)
    await page.getByText('The search failed').waitFor()
    await page.getByText('The histogram could not be drawn.').waitFor()
    expect(await page.getByText(/memory limit of 600 MiB exceeded/).count()).toBe(2)
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBeGreaterThanOrEqual(2)
    expect(await seriousFindings(page)).toEqual([])
    await close()
  })

  test('an answer cut off shows what came, and says that it is not all', async () => {
    const { page, close } = await openPage(browser, `${url}/logs?group=/mock/cut-off`)
    await page.getByRole('region', { name: 'Log lines' }).getByRole('listitem').first().waitFor()
    await page.getByText('The search stopped before its end; the lines until there are shown.').first().waitFor()
    await page.getByRole('button', { name: 'Try again' }).first().waitFor()
    await close()
  })

  test('240 groups are one list, to its end', async () => {
    const { page, close } = await openPage(browser, `${url}/logs`)
    await page.getByText('249 groups').waitFor()
    const table = page.getByRole('table', { name: 'Log groups' })
    await expect
      .poll(
        async () => {
          await table.evaluate(element => element.scrollTo({ top: element.scrollHeight }))
          return page.getByRole('button', { name: '/mock/slow', exact: true }).isVisible()
        },
        { timeout: 20_000 },
      )
      .toBe(true)
    await close()
  })
})
