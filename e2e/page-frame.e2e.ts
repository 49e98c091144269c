/** What stands around every page, on a real server: palette, time, language, theme, keys, login, the self page; and axe on all of it. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  fillSamples,
  hasBrowser,
  type Looks,
  launchBrowser,
  openPage,
  sampleGroups,
  seriousFindings,
} from './browser.ts'
import { createKey } from './keys.ts'
import { type Server, startServer } from './server.ts'

describe.skipIf(!hasBrowser)('the frame', () => {
  let server: Server
  let browser: Browser
  const { backend } = sampleGroups
  const search = `/logs?group=${backend}&from=now-1h&to=now`

  beforeAll(async () => {
    server = await startServer()
    await fillSamples(server.url, 20)
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('the palette opens a group by a part of its name', async () => {
    const { page, close } = await openPage(browser, `${server.url}/self`)
    await page.getByRole('heading', { name: 'Mangru' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('backend-a')
    await page.getByRole('option', { name: new RegExp(`^${backend}`) }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Log lines' }).waitFor()
    await close()
  })

  test('a typed time range holds on the next page', async () => {
    const { page, close } = await openPage(browser, server.url + search)
    await page.getByRole('region', { name: 'Log lines' }).waitFor()
    await page.keyboard.press('t')
    const field = page.getByRole('textbox', { name: 'Range' })
    await field.fill('yesterday')
    await page.keyboard.press('Enter')
    await page.getByText('“yesterday” is not a time.', { exact: false }).waitFor()
    await field.fill('now-3h')
    await page.keyboard.press('Enter')
    await page.waitForURL(/from=now-3h/)
    await page.getByRole('link', { name: 'Mangru' }).last().click()
    await page.waitForURL(/\/self\?.*from=now-3h/)
    await close()
  })

  test.each([
    ['that all pages share', /\/assets\/time-[^/]*\.js$/],
    ['of the first module', /\/assets\/index-[^/]*\.js$/],
    ['that the first module loads', /\/assets\/page-[^/]*\.js$/],
    ['of styles', /\/assets\/page-[^/]*\.css$/],
  ])('a page comes though a file %s did not, as when the network changes', async (_which, file) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    let broken = 0
    await page.route(file, async route => {
      if (broken > 0) return route.continue()
      broken += 1
      await route.abort('connectionreset')
    })
    await page.goto(`${server.url}/self`)
    await page.getByRole('heading', { name: 'Mangru' }).waitFor()
    expect(broken).toBe(1)
    await context.close()
  })

  test('the help lists the keys', async () => {
    const { page, close } = await openPage(browser, `${server.url}/logs`)
    await page.getByRole('heading', { name: 'Log groups' }).waitFor()
    await page.keyboard.press('?')
    await page.getByText('Search or jump to anything').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Search or jump to anything').waitFor({ state: 'detached' })
    await close()
  })

  test('Korean by the browser, English by choice, and it is remembered', async () => {
    const { page, close } = await openPage(browser, `${server.url}/logs`, { language: 'ko-KR' })
    await page.getByRole('heading', { name: '로그 그룹' }).waitFor()
    await page.getByRole('button', { name: '언어' }).click()
    await page.getByRole('menuitem', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Log groups' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Log groups' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await close()
  })

  test('the self page says what was taken in and what is durable', async () => {
    const { page, close } = await openPage(browser, server.url)
    await page.getByRole('link', { name: /Mangru (is well|needs a look)/ }).click()
    await page.getByText('all accepted lines are durable').waitFor()
    expect(await page.getByRole('meter').count()).toBe(3)
    await page.getByRole('row', { name: new RegExp(backend) }).waitFor()
    await close()
  })

  const looks: readonly [string, Looks, readonly ('light' | 'dark')[]][] = [
    ['light and dark', {}, ['light', 'dark']],
    ['Korean', { language: 'ko-KR' }, ['light']],
    ['a phone, light and dark', { phone: true }, ['light', 'dark']],
  ]
  test.each(looks)('axe finds nothing serious, %s', async (_name, look, schemes) => {
    const { page, troubles, close } = await openPage(browser, `${server.url}/favicon.svg`, look)
    for (const path of [
      '/logs',
      search,
      `${search}&f=level:ERROR&f=-pod:x&wrap=1`,
      '/self',
      `/logs?group=${sampleGroups.empty}`,
    ]) {
      await page.goto(server.url + path)
      await page.getByRole('main').waitFor()
      await page.waitForLoadState('networkidle')
      // The page follows the system's scheme, so each is looked at without loading everything anew.
      for (const scheme of schemes) {
        await page.emulateMedia({ colorScheme: scheme })
        await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor()
        expect(await seriousFindings(page), `${path}, ${scheme}`).toEqual([])
      }
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0)
    }
    expect(troubles).toEqual([])
    await close()
  })

  test('axe finds nothing serious in what opens', async () => {
    const { page, close } = await openPage(browser, server.url + search)
    const line = page.getByRole('region', { name: 'Log lines' }).getByRole('button', { name: 'Open line' }).first()
    await line.click()
    await page.getByRole('region', { name: 'Details of the line' }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    for (const key of ['Control+k', '?', 't']) {
      await page.keyboard.press(key)
      await page.getByRole('dialog').waitFor()
      expect(await seriousFindings(page), key).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await close()
  })
})

describe.skipIf(!hasBrowser)('where a login is required', () => {
  test('a wrong secret is refused in words, the right one opens the page, and logging out closes it', async () => {
    const server = await startServer({ args: ['--auth', 'required'] })
    const browser = await launchBrowser()
    try {
      const key = await createKey(server.dataDir)
      const { page, close } = await openPage(browser, `${server.url}/logs`)
      await page.getByRole('heading', { name: 'Log in to Mangru' }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.getByLabel('Access key ID').fill(key.accessKeyId)
      await page.getByLabel('Secret access key').fill('wrong')
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.getByRole('alert').waitFor()
      await page.getByLabel('Secret access key').fill(key.secretAccessKey)
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.getByRole('heading', { name: 'Log groups' }).waitFor()
      await page.getByRole('button', { name: 'Account' }).click()
      await page.getByRole('menuitem', { name: 'Log out' }).click()
      await page.getByRole('heading', { name: 'Log in to Mangru' }).waitFor()
      await close()
    } finally {
      await browser.close()
      await server.stop()
    }
  })
})
