/** The Insights mode, by role and text: the notes' queries as pasted, charts and why not, patterns, saved queries, history, cancel. */
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type Looks, launchBrowser, openPage, seriousFindings } from './browser.ts'
import { type Mock, startMock } from './mock.ts'

/** As the notes print it: broken inside a regular expression, and one closing parenthesis missing. */
const pasted = `stats count(*) as ACCESS_COUNT
| filter ( kubernetes.container_name = "backend-app")
| filter ( log not like /^\\[/ and (log like /Health GET API called./ or log like / REGION GET
 ALL API/ or log like /LOCATION LIST BY REGION ID API/ )`
const group = '/demo/backend-app'

describe.skipIf(!hasBrowser)('insights', () => {
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

  const address = (query: string, more = '', of = group) =>
    `${mock.url}/logs/insights?group=${of}&from=now-15m&to=now&query=${encodeURIComponent(query)}${more}`
  const walk = async (url: string, steps: (page: Page) => Promise<void>, looks: Looks = {}) => {
    const { page, troubles, close } = await openPage(browser, url, looks)
    await steps(page)
    expect(troubles).toEqual([])
    await close()
  }
  const editor = (page: Page) => page.getByRole('textbox', { name: 'Query, in the Logs Insights language' })
  const answer = (page: Page) => page.getByRole('table', { name: 'Answer' })

  test('a query of the notes as it was pasted: the error says where, a button mends it, Ctrl+Enter answers it', async () => {
    await walk(address('').replace('&query=', ''), async page => {
      await editor(page).fill(pasted)
      await page.getByRole('alert').getByText('is not closed', { exact: false }).waitFor()
      expect(await editor(page).getAttribute('aria-invalid')).toBe('true')
      expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true)
      await page.getByRole('button', { name: 'Insert “)” here' }).click()
      await page.getByRole('alert').waitFor({ state: 'detached' })
      await page.getByText('line break', { exact: false }).first().waitFor()
      await editor(page).press('Control+Enter')
      await answer(page).getByRole('columnheader', { name: 'ACCESS_COUNT' }).waitFor()
      await page.waitForURL(/query=stats/)
    })
  })

  test('the other one, as bars', async () => {
    await walk(address('stats count(*) as n by level\n| filter ( logger like /Region/ )', '&show=bar'), async page => {
      const bars = page.getByRole('list', { name: 'Bar chart of n' })
      await bars.getByText('INFO').waitFor()
      expect(await bars.getByRole('listitem').count()).toBeGreaterThan(2)
      expect(await seriousFindings(page)).toEqual([])
    })
  })

  test('a chart that cannot be drawn says why, and what could', async () => {
    await walk(address('fields @timestamp, @message | limit 5', '&show=line'), async page => {
      await page.getByText('A chart needs numbers by group: end the query with stats.').waitFor()
      await page.getByRole('button', { name: 'Show the table' }).click()
      await answer(page).getByRole('row').nth(1).waitFor()
    })
    await walk(address('stats count(*) by level', '&show=area'), async page => {
      await page.getByText('A chart over time needs one bin() after by.').waitFor()
    })
  })

  test('counts over time are drawn as lines, areas and bars, and a drag zooms', async () => {
    await walk(address('stats count(*) as n by bin(1m), level', '&show=line'), async page => {
      for (const shape of ['Line', 'Area', 'Bar']) {
        await page.getByRole('tab', { name: shape }).click()
        await page
          .getByRole('img', { name: `${shape} chart of n` })
          .locator('canvas')
          .waitFor()
      }
      const box = (await page.getByRole('img', { name: 'Bar chart of n' }).boundingBox())!
      await page.mouse.move(box.x + box.width * 0.5, box.y + 80)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width * 0.8, box.y + 80, { steps: 5 })
      await page.mouse.up()
      await page.waitForURL(/from=20/)
    })
  })

  test('rows open to every field of their event, by mouse and by keyboard, and a field becomes a condition', async () => {
    await walk(address('filter level = "INFO" | fields @timestamp, message | limit 20'), async page => {
      await answer(page).getByRole('button', { name: 'Open line' }).first().click()
      const details = page.getByRole('region', { name: 'Details of the line' })
      await details.getByRole('rowheader', { name: 'trace_id' }).waitFor()
      await page.reload()
      await details.getByRole('rowheader', { name: 'trace_id' }).waitFor()
      await page.keyboard.press('Escape')
      await details.waitFor({ state: 'detached' })
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await details.getByRole('button', { name: 'Only lines with this http.status' }).click()
      await page.waitForURL(/filter\+http\.status/)
      await page.getByText('filter http.status = 200').waitFor()
    })
  })

  test('a table sorts by a column and keeps that in the address; a column grows by keyboard', async () => {
    await walk(address('stats count(*) as n by level'), async page => {
      await page.getByRole('button', { name: 'n', exact: true }).click()
      await page.waitForURL(/sort=n/)
      await page.getByRole('button', { name: 'n', exact: true }).click()
      await page.waitForURL(/sort=-n/)
      await expect.poll(async () => (await answer(page).getByRole('row').nth(1).textContent()) ?? '').toContain('INFO')
      const grip = page.getByRole('separator', { name: 'Width of level' })
      const before = Number(await grip.getAttribute('aria-valuenow'))
      await grip.focus()
      await page.keyboard.press('ArrowRight')
      expect(Number(await grip.getAttribute('aria-valuenow'))).toBeGreaterThan(before)
    })
  })

  test('an answer is downloaded in three formats', async () => {
    await walk(address('stats count(*) as n by level'), async page => {
      await answer(page).getByText('INFO').waitFor()
      for (const [name, begins] of [
        ['CSV', 'level,n\r\n'],
        ['NDJSON', '{"'],
        ['JSON', '[\n'],
      ] as const) {
        await page.getByRole('button', { name: 'Download' }).click()
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('menuitem', { name, exact: true }).click(),
        ])
        expect(await readFile(await download.path(), 'utf8')).toMatch(new RegExp(`^${begins.replace(/[[{]/g, '\\$&')}`))
      }
    })
  })

  test('patterns show their share, their varying parts with values, and lead to their lines', async () => {
    await walk(address('filter level = "INFO" | pattern @message'), async page => {
      const patterns = page.getByRole('list', { name: 'Patterns' })
      await patterns.getByRole('button', { expanded: false }).first().click()
      await page.getByRole('group', { name: 'Varying parts' }).waitFor()
      await page.getByRole('list', { name: 'Most frequent values' }).getByRole('listitem').first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('button', { name: 'Show its lines' }).click()
      await answer(page).getByRole('columnheader', { name: '@message' }).waitFor()
    })
  })

  test('a query is saved in a folder, opened with its parameter, changed and deleted', async () => {
    await walk(address('filter level = "{{level}}" | stats count(*) as n'), async page => {
      await page.getByRole('button', { name: 'Saved queries' }).click()
      await page.getByRole('button', { name: 'Save this query' }).click()
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('team/by level')
      await page.getByRole('textbox', { name: 'Usual value of level' }).fill('WARN')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('button', { name: 'team', exact: true }).waitFor()
      await page.getByRole('button', { name: /^by level/ }).click()
      expect(await page.getByRole('textbox', { name: 'level' }).inputValue()).toBe('WARN')
      await page.getByRole('button', { name: 'Open', exact: true }).click()
      await page.getByText('filter level = "WARN"').waitFor()
      await page.getByRole('button', { name: 'Run', exact: true }).click()
      await answer(page).getByRole('columnheader', { name: /^n\b/ }).waitFor()
      await page.getByRole('button', { name: 'Saved queries' }).click()
      await page.getByRole('button', { name: 'More for team/by level' }).click()
      await page.getByRole('menuitem', { name: 'Delete…' }).click()
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.getByRole('button', { name: /^by level/ }).waitFor({ state: 'detached' })
    })
  })

  test('history opens the kept answer, which has an address of its own', async () => {
    await walk(address('stats count(*) as remembered'), async page => {
      await answer(page).getByRole('columnheader', { name: 'remembered' }).waitFor()
      await page.getByRole('button', { name: 'History' }).click()
      await page.getByRole('button', { name: 'Open the kept answer' }).first().click()
      await page.waitForURL(/run=/)
      await page.getByText('A kept answer. Run asks again.').waitFor()
      await answer(page).getByRole('columnheader', { name: 'remembered' }).waitFor()
    })
  })

  test('a slow query waits its turn, says how far it is, and Cancel stops it', async () => {
    await walk(address('stats count(*) as n by level', '', '/mock/slow'), async page => {
      await page.getByText('Waiting: number 2 in line').waitFor()
      await page.getByText(/read so far/).waitFor()
      await page.getByText(/about .* to go/).waitFor()
      await answer(page).getByRole('columnheader', { name: /^n\b/ }).waitFor()
      const ended = page.waitForEvent('requestfailed', request => request.url().endsWith('/api/queries/run'))
      await page.getByRole('button', { name: 'Cancel' }).click()
      await ended
      await page.getByText('Cancelled: what came until then is shown.').waitFor()
    })
  })

  test('a query that fails, and one cut off, are told in words', async () => {
    await walk(address('stats count(*)', '', '/mock/failing'), async page => {
      await page.getByText('The query failed').waitFor()
      await page.getByText('Use fewer keys, or a shorter time range.', { exact: false }).waitFor()
    })
    await walk(address('fields @message | limit 5', '', '/mock/cut-off'), async page => {
      await page.getByText('The query stopped before its end; the rows until there are shown.').waitFor()
      await answer(page).getByRole('row').nth(1).waitFor()
    })
  })

  test('commands and fields are completed', async () => {
    await walk(address('').replace('&query=', ''), async page => {
      await page.getByRole('button', { name: 'http.status', exact: true }).waitFor()
      await editor(page).click()
      await page.keyboard.type('fil')
      await page
        .getByRole('option', { name: /^filter/ })
        .first()
        .waitFor()
      await page.keyboard.press('Escape')
      await page.keyboard.type('ter http.st')
      await page.getByRole('option', { name: /^http\.status/ }).waitFor()
      // Completion takes nothing in the moment it opens, so that a quick Enter stays an Enter.
      await page.waitForTimeout(150)
      await page.keyboard.press('Enter')
      await page.getByText('filter http.status').waitFor()
    })
  })

  test('the SQL is shown, and a metric filter begins with the conditions', async () => {
    await walk(address('filter level = "ERROR" and http.ms > 5 | stats count(*) as n'), async page => {
      await page.getByRole('button', { name: 'More for this query' }).click()
      await page.getByRole('menuitem', { name: 'Show SQL' }).click()
      await page
        .getByText(/SELECT/)
        .first()
        .waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'More for this query' }).click()
      await page.getByRole('menuitem', { name: 'Make metric filter' }).click()
      await expect
        .poll(() => page.getByRole('textbox', { name: 'Filter pattern' }).inputValue())
        .toBe('{ $.level = "ERROR" && $.http.ms > 5 }')
    })
  })

  test.each<[string, Looks]>([
    ['light', {}],
    ['dark', { scheme: 'dark' }],
    ['a phone in Korean', { phone: true, language: 'ko-KR' }],
  ])('axe finds nothing serious: %s', async (_name, looks) => {
    await walk(
      address('fields @timestamp, level, message | limit 30'),
      async page => {
        await page.getByRole('table').getByRole('row').nth(3).waitFor()
        expect(await seriousFindings(page)).toEqual([])
      },
      looks,
    )
  })
})
