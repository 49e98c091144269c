/** The Logs page on a real server, walked as an operator does: by role and visible text. */
import { readFile } from 'node:fs/promises'
import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiFacets, ApiHistogram } from '../src/model/index.ts'
import { fillSamples, hasBrowser, launchBrowser, logsClient, openPage, sampleGroups } from './browser.ts'
import { type Server, startServer } from './server.ts'

describe.skipIf(!hasBrowser)('the logs page', () => {
  let server: Server
  let browser: Browser
  let counts: Map<string, number>
  const { backend, application, empty } = sampleGroups

  beforeAll(async () => {
    server = await startServer()
    counts = await fillSamples(server.url, 40)
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  /** Opens, walks, and at the end the page itself must have made no error. */
  async function walk(path: string, steps: (page: Page) => Promise<void>): Promise<void> {
    const { page, troubles, close } = await openPage(browser, server.url + path)
    try {
      await steps(page)
      expect(troubles).toEqual([])
    } finally {
      await close()
    }
  }
  const lines = (page: Page) => page.getByRole('region', { name: 'Log lines' })
  const firstLine = (page: Page) => lines(page).getByRole('listitem').first()
  const search = (group: string, more = '') => `/logs?group=${group}&from=now-1h&to=now${more}`

  test('from the list of groups to the lines of one', async () => {
    await walk('/logs', async page => {
      await page.getByRole('heading', { name: 'Log groups' }).waitFor()
      await page.getByText('3 groups').waitFor()
      await page.getByRole('textbox', { name: 'Filter groups by name' }).fill('backend')
      await page.getByText('1 group', { exact: true }).waitFor()
      await page.getByRole('button', { name: backend, exact: true }).click()
      await firstLine(page).waitFor()
      expect(new URL(page.url()).searchParams.getAll('group')).toEqual([backend])
      await page.goBack()
      await page.getByRole('heading', { name: 'Log groups' }).waitFor()
    })
  })

  test('two groups are searched together', async () => {
    await walk('/logs', async page => {
      await page.getByRole('checkbox', { name: `Choose ${backend}` }).check()
      await page.getByRole('checkbox', { name: `Choose ${application}` }).check()
      await page.getByRole('button', { name: 'Search 2 groups' }).click()
      await firstLine(page).waitFor()
      expect(new URL(page.url()).searchParams.getAll('group')).toEqual([backend, application])
    })
  })

  test('a group is made, its retention changed, and it is deleted by its name', async () => {
    await walk('/logs', async page => {
      await page.getByRole('button', { name: 'New group' }).click()
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('/demo/made')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByText('This group has no lines yet. Send one:').waitFor()
      await page.getByText('aws logs put-log-events', { exact: false }).waitFor()
      await page.goto(`${server.url}/logs`)
      await page.getByRole('button', { name: 'Retention of /demo/made' }).click()
      await page.getByRole('menuitem', { name: '30 days' }).click()
      await expect
        .poll(() => page.getByRole('button', { name: 'Retention of /demo/made' }).textContent())
        .toBe('30 days')
      await page.getByRole('button', { name: 'More for /demo/made' }).click()
      await page.getByRole('menuitem', { name: 'Delete group…' }).click()
      const confirm = page.getByRole('button', { name: 'Delete', exact: true })
      expect(await confirm.isDisabled()).toBe(true)
      await page.getByRole('textbox', { name: 'Type the name to confirm' }).fill('/demo/made')
      await confirm.click()
      await page.getByRole('button', { name: '/demo/made', exact: true }).waitFor({ state: 'detached' })
    })
  })

  test('all lines can be reached by scrolling, and their number is said', async () => {
    await walk(search(backend), async page => {
      const total = counts.get(backend)!
      await page.getByText(`first 1,000 of ${total.toLocaleString('en-US')}`).waitFor()
      await lines(page).focus()
      await expect
        .poll(
          async () => {
            await page.keyboard.press('End')
            return page.getByText('End of the range').isVisible()
          },
          { timeout: 60_000, interval: 300 },
        )
        .toBe(true)
      await page.getByText(`all ${total.toLocaleString('en-US')} lines`).waitFor()
    })
  })

  test('a pattern narrows, is kept in the address, and survives a reload', async () => {
    await walk(search(backend), async page => {
      await firstLine(page).waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('{ $.level = "WARN" }')
      await page.keyboard.press('Enter')
      await page.waitForURL(/q=/)
      await expect.poll(() => page.getByRole('button', { name: /^Info/ }).count()).toBe(0)
      await firstLine(page).getByText('Warning').waitFor({ state: 'attached' })
      await page.reload()
      await firstLine(page).getByText('Warning').waitFor({ state: 'attached' })
      expect(await page.getByRole('textbox', { name: 'Filter pattern' }).inputValue()).toBe('{ $.level = "WARN" }')
    })
  })

  test('lines that a text found to the end are counted as the server would, which is not asked', async () => {
    const [from, to] = [Date.now() - 3_600_000, Date.now() + 60_000]
    const selection = { groups: [backend], pattern: 'WARN', from, to }
    const { page, troubles, close } = await openPage(browser, `${server.url}/logs`)
    const asked: string[] = []
    page.on('request', request => asked.push(new URL(request.url()).pathname))
    try {
      await page.goto(`${server.url}/logs?group=${backend}&q=WARN&from=${from}&to=${to}`)
      await page.getByText(/^all \d+ lines$/).waitFor()
      const of = async <T>(what: string, more: object): Promise<T> => {
        const body = JSON.stringify({ ...selection, ...more })
        const headers = { 'content-type': 'application/json' }
        return (await fetch(`${server.url}/api/logs/${what}`, { method: 'POST', headers, body })).json() as Promise<T>
      }
      const histogram = await of<ApiHistogram>('histogram', { bars: 120 })
      const facets = await of<ApiFacets>('facets', { top: 12 })
      expect(histogram.events).toBeGreaterThan(0)
      await page.getByText(new RegExp(`^${histogram.events} lines?, `)).waitFor()
      const streams = facets.facets.find(one => one.field === 'stream')?.values ?? []
      const shown = page.getByRole('region', { name: 'Stream', exact: true }).locator('button[title*=" · "]')
      const titles = await shown.evaluateAll(buttons => buttons.map(button => button.getAttribute('title')))
      expect(titles).toEqual(
        streams.map(({ value, events }) => `${value} · ${events} ${events === 1 ? 'line' : 'lines'}`),
      )
      expect(asked.filter(path => /histogram|facets/.test(path))).toEqual([])
      // Asked again, the counts stay until there are new ones.
      let answers = () => {}
      const held = new Promise<void>(done => {
        answers = done
      })
      await page.route('**/api/logs/search', async route => {
        await held
        await route.continue()
      })
      await page.getByRole('button', { name: 'Refresh now' }).click()
      await page.getByText('Searching…').waitFor()
      expect(await page.getByText(new RegExp(`^${histogram.events} lines?, `)).isVisible()).toBe(true)
      expect(await shown.count()).toBe(streams.length)
      answers()
      await page.getByText(/^all \d+ lines$/).waitFor()
      await page.unroute('**/api/logs/search')
      // A page that is not all: the server is asked.
      await page.goto(`${server.url}/logs?group=${backend}&from=${from}&to=${to}`)
      await firstLine(page).waitFor()
      await expect.poll(() => asked.filter(path => /histogram|facets/.test(path)).length).toBe(2)
      expect(troubles).toEqual([])
    } finally {
      await close()
    }
  })

  test('a wrong pattern is explained where it is wrong, and not searched', async () => {
    await walk(search(backend), async page => {
      const pattern = page.getByRole('textbox', { name: 'Filter pattern' })
      await pattern.fill('{ $.level = ')
      await page.getByRole('alert').waitFor()
      expect(await pattern.getAttribute('aria-invalid')).toBe('true')
      await pattern.press('Enter')
      expect(page.url()).not.toContain('q=')
    })
  })

  test('a field value becomes a filter, is turned around and taken off', async () => {
    await walk(search(backend), async page => {
      const fields = page.getByRole('region', { name: 'Level', exact: true })
      await fields.getByRole('button', { name: /^Error/ }).click()
      await page.waitForURL(/f=level:ERROR/)
      await page
        .getByRole('button', { name: 'Turn around filter Level is Error' })
        .or(page.getByText('Level is Error'))
        .first()
        .click()
      await page.waitForURL(/f=-level:ERROR/)
      await page.getByRole('button', { name: 'Remove filter Level is not Error' }).click()
      await expect.poll(() => page.url()).not.toContain('level:')
    })
  })

  test('a line opens by keyboard, shows its JSON and what stands around it, and is found again by its address', async () => {
    await walk(search(backend, '&f=level:INFO'), async page => {
      await firstLine(page).waitFor()
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      const details = page.getByRole('region', { name: 'Details of the line' })
      await details.getByText('"logger"').waitFor()
      await details.getByText('Context').click()
      await details.getByText(/Around this line in/).waitFor()
      expect(await details.getByRole('listitem').count()).toBeGreaterThan(5)
      await page.reload()
      await page.getByRole('region', { name: 'Details of the line' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('region', { name: 'Details of the line' }).waitFor({ state: 'detached' })
    })
  })

  test('a JSON field of an opened line is added to the pattern', async () => {
    await walk(search(backend, '&f=level:INFO'), async page => {
      await firstLine(page).getByRole('button', { name: 'Open line' }).click()
      await page.getByRole('button', { name: 'Only lines with this http.status' }).click()
      await expect
        .poll(() => page.getByRole('textbox', { name: 'Filter pattern' }).inputValue())
        .toBe('{ $.http.status = 200 }')
    })
  })

  test('brushing the histogram zooms, and Back undoes it', async () => {
    await walk(search(backend), async page => {
      const chart = page.getByRole('img', { name: /Lines over time/ })
      await chart.locator('canvas').waitFor()
      const box = (await chart.boundingBox())!
      await page.mouse.move(box.x + box.width * 0.6, box.y + 40)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 5 })
      await page.mouse.up()
      await page.waitForURL(/from=20/)
      await page.goBack()
      await page.waitForURL(/from=now-1h/)
    })
  })

  test('following shows a line as soon as it is durable, pauses on scroll and goes on', async () => {
    const client = logsClient(server.url)
    const say = async (message: string) => {
      await client.send(
        new PutLogEventsCommand({
          logGroupName: backend,
          logStreamName: 'by-hand',
          logEvents: [{ timestamp: Date.now(), message }],
        }),
      )
    }
    await client.send(new CreateLogStreamCommand({ logGroupName: backend, logStreamName: 'by-hand' }))
    await walk(search(backend), async page => {
      await firstLine(page).waitFor()
      await say('said before anybody followed')
      await page.getByRole('button', { name: 'Follow' }).click()
      await page.getByText('Live', { exact: true }).waitFor()
      await page.getByText('said before anybody followed').waitFor()
      await say('first hello to the tail')
      await page.getByText('first hello to the tail').waitFor()
      await lines(page).hover()
      await page.mouse.wheel(0, 600)
      await page.getByText('Paused').waitFor()
      await say('second hello to the tail')
      await page.getByText('1 new line').waitFor()
      await page.getByRole('button', { name: 'Resume' }).click()
      await lines(page).evaluate(element => element.scrollTo({ top: 0 }))
      await page.getByText('second hello to the tail').waitFor()
    })
    client.destroy()
  })

  test('what matches is downloaded whole', async () => {
    await walk(search(backend, '&q=HikariPool'), async page => {
      await page.getByText(/^all [\d,]+ lines$/).waitFor()
      const said = await page.getByText(/^all [\d,]+ lines$/).textContent()
      await page.getByRole('button', { name: 'Download' }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: 'NDJSON' }).click(),
      ])
      const text = await readFile(await download.path(), 'utf8')
      expect(text.trim().split('\n')).toHaveLength(Number(said!.replace(/\D/g, '')))
    })
  })

  test('nothing found says what to do next', async () => {
    await walk(search(empty), async page => {
      await page.getByText('This group has no lines yet. Send one:').waitFor()
      await page.getByText(`--endpoint-url ${server.url}`, { exact: false }).first().waitFor()
    })
    await walk(search(backend, '&q=nowhere'), async page => {
      await page.getByRole('button', { name: 'Drop pattern and filters' }).click()
      await firstLine(page).waitFor()
    })
  })

  test('a server that is gone is said in words, and tried again', async () => {
    await walk('/logs', async page => {
      await page.getByText('3 groups').waitFor()
      await page.route('**/api/logs/search', route => route.abort())
      await page.goto(server.url + search(backend))
      await page.getByText('Mangru does not answer. Is it running, and is the network up?').waitFor()
      await page.unroute('**/api/logs/search')
      await page.getByRole('button', { name: 'Try again' }).click()
      await firstLine(page).waitFor()
    })
  })
})
