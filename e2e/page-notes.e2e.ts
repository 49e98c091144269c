/** The whole way on a real server: the notes' queries pasted into the page, saved and drawn; a metric filter, a delivery, costs and the ledger. */
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type Looks, launchBrowser, logsClient, openPage, seriousFindings } from './browser.ts'
import { type Server, startServer } from './server.ts'

const group = '/aws/containerinsights/notes/application'
/** Wrapped where the page wrapped it, inside a regular expression, and one closing parenthesis missing. */
const pastedAccess = `stats count(*) as ACCESS_COUNT
| filter ( kubernetes.container_name = "backend-app")
| filter ( log not like /^\\[/ and (log like /Health GET API called./ or log like / REGION GET 
  ALL API/ or log like /LOCATION LIST BY REGION ID API/ )`
const errors = `stats count(*) as ERROR_COUNT by kubernetes.container_name as APP
| filter ( log not like /^\\[/ and (log like /WARN/ or log like /error/) )`

/** [container, text, how many] as Fluent Bit sends them. */
const said: readonly (readonly [string, string, number])[] = [
  ['backend-app', 'INFO Health GET API called.', 12],
  ['backend-app', 'INFO  REGION GET ALL API', 7],
  ['backend-app', '[2026] LOCATION LIST BY REGION ID API', 5],
  ['backend-app', 'WARN slow answer', 4],
  ['batch-app', 'an error in the batch', 3],
  ['batch-app', '[error] of the frame, not counted', 9],
]

describe.skipIf(!hasBrowser)('the notes, in the page', () => {
  let server: Server
  let browser: Browser

  beforeAll(async () => {
    server = await startServer({ args: ['--deliver-to', 'https://collector.example'] })
    const client = logsClient(server.url)
    await client.send(new CreateLogGroupCommand({ logGroupName: group }))
    await client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'node-1' }))
    const now = Date.now()
    const logEvents = said
      .flatMap(([container, log, times]) =>
        Array.from({ length: times }, () => JSON.stringify({ log, kubernetes: { container_name: container } })),
      )
      .map((message, at) => ({ timestamp: now - 300_000 + at, message }))
    await client.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: 'node-1', logEvents }))
    client.destroy()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const walk = async (path: string, steps: (page: Page) => Promise<void>, looks: Looks = {}) => {
    const { page, troubles, close } = await openPage(browser, server.url + path, looks)
    await steps(page)
    expect(troubles).toEqual([])
    await close()
  }
  const insights = `/logs/insights?group=${group}&from=now-1h&to=now`
  const answer = (page: Page) => page.getByRole('table', { name: 'Answer' })

  test('query one is mended by a button and counts rightly', async () => {
    await walk(insights, async page => {
      await page.getByRole('textbox', { name: /^Query/ }).fill(pastedAccess)
      await page.getByRole('button', { name: 'Insert “)” here' }).click()
      await page.getByRole('textbox', { name: /^Query/ }).press('Control+Enter')
      await answer(page).getByRole('cell', { name: '19', exact: true }).waitFor()
    })
  })

  test('in Korean the fault, what mends it and what was moved are said in Korean', async () => {
    const steps = async (page: Page) => {
      await page.getByRole('textbox', { name: /쿼리/ }).fill(pastedAccess)
      await page.getByText(/3행 10번째 자리의 \( 괄호가 닫히지 않았습니다\. .*기호를 넣으세요\./).waitFor()
      await page.getByText('unexpected end of query at line 4').waitFor()
      await page.getByRole('button', { name: '여기에 “)” 넣기' }).click()
      await page
        .getByText(/stats의 결과에 없는 kubernetes\.container_name 필드를 거르므로/)
        .first()
        .waitFor()
      await page.getByText('이 정규식 안의 줄 바꿈과 그 뒤의 들여쓰기를 뺐습니다.').waitFor()
      await page.getByRole('button', { name: /^실행/ }).click()
      await page.getByRole('table', { name: '결과' }).getByRole('cell', { name: '19', exact: true }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
    }
    await walk(insights, steps, { language: 'ko-KR' })
  })

  test('query two is saved in a folder, opened again and drawn as bars', async () => {
    await walk(insights, async page => {
      await page.getByRole('textbox', { name: /^Query/ }).fill(errors)
      await page.getByRole('button', { name: 'Saved queries' }).click()
      await page.getByRole('button', { name: 'Save this query' }).click()
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('notes/errors by app')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.reload()
      await page.getByRole('button', { name: 'Saved queries' }).click()
      await page.getByRole('button', { name: /^errors by app/ }).click()
      await page.getByRole('button', { name: 'Run', exact: true }).click()
      await answer(page).getByText('batch-app').waitFor()
      await page.getByRole('tab', { name: 'Bar' }).click()
      const bars = page.getByRole('list', { name: 'Bar chart of ERROR_COUNT' })
      await expect.poll(() => bars.getByRole('listitem').allTextContents()).toEqual(['backend-app4', 'batch-app3'])
      expect(await seriousFindings(page)).toEqual([])
    })
  })

  test('a row opens to its fields, the SQL is shown, and history keeps the answer', async () => {
    await walk(`${insights}&query=${encodeURIComponent('fields @timestamp, log | limit 3')}`, async page => {
      await answer(page).getByRole('button', { name: 'Open line' }).first().click()
      await page
        .getByRole('region', { name: 'Details of the line' })
        .getByRole('rowheader', { name: 'kubernetes.container_name' })
        .waitFor()
      await page.getByRole('button', { name: 'More for this query' }).click()
      await page.getByRole('menuitem', { name: 'Show SQL' }).click()
      await page
        .getByText(/select/i)
        .first()
        .waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'History' }).click()
      await page.getByRole('button', { name: 'Open the kept answer' }).first().click()
      await page.getByText('A kept answer. Run asks again.').waitFor()
      await answer(page).getByRole('row').nth(3).waitFor()
    })
  })

  test('patterns group the lines, and the values of a varying part are counted', async () => {
    await walk(`${insights}&query=${encodeURIComponent('pattern log')}`, async page => {
      const patterns = page.getByRole('list', { name: 'Patterns' })
      await patterns.getByText('Health GET API called.', { exact: false }).waitFor()
      await patterns.getByRole('button', { expanded: false }).first().click()
      await page.getByRole('button', { name: 'Show its lines' }).click()
      await answer(page).getByRole('row').nth(1).waitFor()
    })
  })

  test('the notes’ filter pattern becomes a metric filter that knows what it would have matched', async () => {
    await walk(`/logs/group?name=${group}&tab=filters&edit=&from=now-1h&to=now`, async page => {
      await page
        .getByRole('textbox', { name: 'Filter pattern' })
        .fill(
          '{ $.log != "[*" && $.kubernetes.container_name = "backend-app" && ( $.log = "*WARN*" || $.log = "*error*" ) }',
        )
      await page.getByText('Would have matched 4 times in the last 1h').waitFor()
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('trouble')
      await page.getByRole('textbox', { name: 'Metric', exact: true }).fill('Trouble')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('row', { name: /trouble.*Logs \/ Trouble/ }).waitFor()
    })
  })

  test('a search becomes a metric filter with its pattern', async () => {
    await walk(`/logs?group=${group}&q=WARN&from=now-1h&to=now`, async page => {
      await page.getByRole('button', { name: 'Make metric filter' }).click()
      expect(await page.getByRole('textbox', { name: 'Filter pattern' }).inputValue()).toBe('WARN')
    })
  })

  test('a delivery is taken where the operator allows it', async () => {
    const steps = async (page: Page) => {
      await page.getByRole('button', { name: 'New subscription' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'Name' }).fill('to-collector')
      await dialog.getByRole('textbox', { name: 'Destination' }).fill('https://elsewhere.example/')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await dialog.getByRole('alert').waitFor()
      await dialog.getByRole('textbox', { name: 'Destination' }).fill('https://collector.example/logs')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await page.getByText('https://collector.example/logs').waitFor()
    }
    await walk(`/logs/group?name=${group}&tab=subscriptions`, steps, { refused: /^\/api\/logs\/subscriptions$/ })
  })

  test('costs and the ledger speak of this server', async () => {
    await walk('/logs/costs', async page => {
      await page.getByRole('link', { name: group }).first().waitFor()
      await page.getByText(/CloudWatch: prices of/).waitFor()
      expect(await seriousFindings(page)).toEqual([])
    })
    await walk('/self?tab=ledger', async page => {
      await page.getByRole('row', { name: /node-1/ }).waitFor()
      await page.getByText('it sings').waitFor()
      expect(await seriousFindings(page)).toEqual([])
    })
  })
})
