/**
 * Alarms by clicks on a real server: the notes' alarm made from a metric filter, rehearsed, fired by a real line, explained, muted, in the
 * history; in both languages. And on the mock API what a young server does not show: long lists, suppressed and muted alarms, failed messages.
 */
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type Looks, launchBrowser, logsClient, openPage, seriousFindings } from './browser.ts'
import { type Mock, startMock } from './mock.ts'
import { type Server, startServer } from './server.ts'

const group = '/notes/backend-app'

describe.skipIf(!hasBrowser)('the notes’ alarm, by clicks', () => {
  let server: Server
  let browser: Browser
  const client = () => logsClient(server.url)
  const say = async (...messages: string[]) => {
    const logs = client()
    const logEvents = messages.map(message => ({ timestamp: Date.now(), message }))
    await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: 'pod-1', logEvents }))
    logs.destroy()
  }

  beforeAll(async () => {
    server = await startServer()
    const logs = client()
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }))
    await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'pod-1' }))
    logs.destroy()
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

  test('an empty list says what to do next, and so does the first page', async () => {
    await walk('/alarms', async page => {
      await page.getByText('No alarms yet').waitFor()
      await page.getByText('aws cloudwatch put-metric-alarm', { exact: false }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.goto(server.url)
      await page.waitForURL(/\/overview/)
      await page.getByText('No alarm is defined yet, so nobody is told.').waitFor()
    })
  })

  test('from a metric filter to an alarm that was rehearsed', async () => {
    await walk(`/logs/group?name=${group}&tab=filters&from=now-1h&to=now`, async page => {
      await page.getByRole('button', { name: 'New metric filter' }).click()
      await page.getByRole('textbox', { name: 'Filter pattern' }).fill('ERROR')
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('errors')
      await page.getByRole('textbox', { name: 'Metric', exact: true }).fill('ErrorCount')
      await page.getByRole('textbox', { name: 'Default value' }).fill('0')
      await page.getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('row', { name: /errors/ }).waitFor()
      await say('INFO all is well')
      await page.getByRole('button', { name: 'More for errors' }).click()
      await page.getByRole('menuitem', { name: 'Make alarm' }).click()
      await page.waitForURL(/\/alarms\/edit/)
      const form = page.getByRole('form', { name: 'Alarm' })
      expect(await form.getByRole('textbox', { name: 'Threshold' }).inputValue()).toBe('1')
      expect(await form.getByRole('radio', { name: /^good/ }).isChecked()).toBe(true)
      const preview = page.getByRole('region', { name: 'What it would have done' })
      await preview.getByText('sum of ErrorCount is at least 1 in 5 min').waitFor()
      await preview.getByText(/It would (not )?have fired/).waitFor()
      await preview.getByText('As a command of the aws CLI').click()
      await preview.getByText(/--metric-name ErrorCount/).waitFor()
      await page.reload()
      expect(await form.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('errors-in-5-minutes')
      await form.getByRole('textbox', { name: 'Threshold' }).fill('')
      await page.getByRole('button', { name: 'Create alarm' }).click()
      await form.getByText('Something is still missing above.').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await form.getByRole('textbox', { name: 'Threshold' }).fill('1')
      await page.getByRole('button', { name: 'Create alarm' }).click()
      await page.getByRole('heading', { name: 'errors-in-5-minutes' }).waitFor()
    })
  })

  test('a line with ERROR makes it fire, and it says why in both languages', async () => {
    await say('2026-11-21 03:12:04 ERROR cannot reach the database')
    await walk('/alarms/alarm?name=errors-in-5-minutes&from=now-1h&to=now', async page => {
      const why = page.getByRole('region', { name: 'Why it is in this state' })
      await why.getByText(/had 1, which is at least 1\./).waitFor({ timeout: 90_000 })
      await why
        .getByText(/Threshold Crossed: 1 datapoint \[1\.0 .* was greater than or equal to the threshold \(1\.0\)\./)
        .waitFor()
      await page.getByRole('status').getByText('Alarm', { exact: true }).waitFor()
      await page
        .getByRole('row', { name: /beyond the limit/ })
        .first()
        .waitFor()
      await page.locator('canvas').first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await why.getByRole('link', { name: `${group} with ERROR` }).click()
      await page.getByText('ERROR cannot reach the database', { exact: false }).first().waitFor()
    })
    const korean = async (page: Page) => {
      const why = page.getByRole('region', { name: '이 상태인 까닭' })
      await why.getByText(/값 1은\(는\) 경보 조건\(1 이상\)에 맞습니다\./).waitFor({ timeout: 90_000 })
      await why.getByText('한도 안에 있는 것으로 셉니다.', { exact: false }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('link', { name: '한눈에 보기' }).click()
      await page.getByText(/부터 경보 1개: errors-in-5-minutes\./).waitFor()
    }
    await walk('/alarms/alarm?name=errors-in-5-minutes&from=now-1h&to=now', korean, {
      language: 'ko-KR',
      scheme: 'dark',
    })
  })

  test('it is found, muted for an hour and woken; the history tells all', async () => {
    await walk('/alarms', async page => {
      await page.getByRole('textbox', { name: 'Filter by name' }).fill('minutes')
      await page.waitForURL(/q=minutes/)
      await page.keyboard.press('Escape')
      await page.getByRole('link', { name: 'errors-in-5-minutes' }).waitFor()
      await page.keyboard.press('j')
      await page.waitForURL(/row=errors-in-5-minutes/)
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'errors-in-5-minutes' }).waitFor()
      await page.getByRole('button', { name: 'Mute' }).click()
      await page.getByRole('menuitem', { name: 'For 1 hour' }).click()
      await page.getByText('muted', { exact: true }).waitFor()
      await page.getByRole('navigation', { name: 'Alarms' }).getByRole('link', { name: 'Mute rules' }).click()
      await page.getByText('Muting now').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('link', { name: 'errors-in-5-minutes' }).click()
      await page.getByRole('button', { name: 'Mute' }).click()
      await page.getByRole('menuitem', { name: 'End this mute now' }).click()
      await page.getByText('muted', { exact: true }).waitFor({ state: 'detached' })
      await page.getByRole('tab', { name: 'History' }).click()
      await page
        .getByRole('row', { name: /No data.*Alarm|OK.*Alarm/ })
        .first()
        .waitFor()
      await page
        .getByRole('row', { name: /Definition/ })
        .first()
        .waitFor()
    })
  })

  test('a rule mutes it again and again; a composite stands on it; both are changed and deleted', async () => {
    await walk('/alarms/mutes?edit=&alarm=errors-in-5-minutes', async page => {
      const dialog = page.getByRole('dialog')
      await dialog.getByText('On days of the week').click()
      await dialog.getByText('every day, at 02:00', { exact: false }).waitFor()
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('nights')
      await dialog.getByRole('button', { name: 'Create' }).click()
      await page.getByText('nights', { exact: true }).waitFor()
      await page.goto(`${server.url}/alarms/edit`)
      await page.getByText('Other alarms').click()
      await page.getByRole('textbox', { name: 'Rule' }).fill('ALARM(errors-in-5-minutes)')
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('anything wrong')
      await page.getByRole('button', { name: 'Create alarm' }).click()
      await page.getByRole('heading', { name: 'anything wrong' }).waitFor()
      await page
        .getByRole('region', { name: 'How alarms hang together' })
        .getByRole('link', { name: 'errors-in-5-minutes' })
        .waitFor()
      await page.getByRole('button', { name: 'More for anything wrong' }).click()
      await page.getByRole('menuitem', { name: 'Delete…' }).click()
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.waitForURL(/\/alarms(\?|$)/)
      await page.getByRole('link', { name: 'errors-in-5-minutes' }).waitFor()
      await page.getByRole('link', { name: 'anything wrong' }).waitFor({ state: 'detached' })
    })
  })
})

describe.skipIf(!hasBrowser)('alarms of a large place', () => {
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

  test('what fires stands first, the list goes on to its end, and filters stand in the address', async () => {
    await walk('/alarms', async page => {
      const table = page.getByRole('table', { name: 'Alarms' })
      await table.getByRole('link', { name: 'backend-errors' }).waitFor()
      expect(await table.getByRole('row').nth(1).textContent()).toContain('Alarm')
      await expect
        .poll(
          async () => {
            await table.evaluate(element => element.scrollTo({ top: element.scrollHeight }))
            return page.getByText(/^All 24\d alarms$/).isVisible()
          },
          { timeout: 30_000 },
        )
        .toBe(true)
      await page.getByText(/^No data 1$/).click()
      await page.waitForURL(/state=INSUFFICIENT_DATA/)
      await table.getByRole('link', { name: 'batch-heartbeat' }).waitFor()
      expect(await table.getByRole('link').count()).toBe(1)
      await page.goBack()
      await table.getByRole('link', { name: 'backend-errors' }).waitFor()
    })
  })

  test('several are switched off together', async () => {
    await walk('/alarms?q=team-05', async page => {
      await page.getByRole('checkbox', { name: 'Choose team-05-service-005' }).click()
      await page.getByRole('checkbox', { name: 'Choose team-05-service-017' }).click()
      await page.getByText('2 alarms chosen').waitFor()
      await page.getByRole('button', { name: 'Actions off' }).click()
      await expect.poll(() => page.getByText('actions off', { exact: true }).count()).toBe(2)
    })
  })

  test('a composite opens level by level, names what is gone, and says why it fires', async () => {
    await walk('/alarms/alarm?name=service-down', async page => {
      await page.getByText('2 of the 3 alarms in it are in alarm.', { exact: false }).waitFor()
      await page.getByText('No longer there: gone-since.', { exact: false }).waitFor()
      const tree = page.getByRole('region', { name: 'How alarms hang together' })
      await tree.getByRole('link', { name: 'slow-answers' }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await tree.getByRole('link', { name: 'slow-answers' }).click()
      await page.getByText(/of the 5 newest periods with data/).waitFor()
      await page.getByText('muted', { exact: true }).waitFor()
    })
  })

  test('a state is set by hand after a warning; messages show what became of them', async () => {
    await walk('/alarms/alarm?name=backend-errors', async page => {
      await page.getByRole('button', { name: 'More for backend-errors' }).click()
      await page.getByRole('menuitem', { name: 'Set state…' }).click()
      await page.getByText('This is no pretence', { exact: false }).waitFor()
      await page.getByRole('textbox', { name: 'Reason, for the history and the message' }).fill('trying the pager')
      await page.getByRole('button', { name: 'Set state', exact: true }).click()
      await page.getByText('The state was set by hand', { exact: false }).waitFor()
      await page.getByRole('tab', { name: 'Actions' }).click()
      await page.getByText('answered 503 Service Unavailable', { exact: false }).first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
    })
  })

  test('queries are checked where they are wrong, and a wish suggests a threshold', async () => {
    await walk('/alarms/edit', async page => {
      await page.getByText('Queries', { exact: true }).click()
      await page.getByRole('button', { name: 'a rate of errors' }).click()
      const field = page.getByRole('textbox', { name: 'Queries' })
      await field.fill((await field.inputValue()).replace('errors / calls', 'errors / ('))
      await page
        .getByRole('alert')
        .getByText(/expected|closed|missing/i)
        .first()
        .waitFor()
      await page.getByText('One metric', { exact: true }).click()
      await page
        .getByRole('combobox', { name: 'Metric namespace' })
        .or(page.getByLabel('Metric namespace'))
        .first()
        .fill('Logs')
      await page.getByLabel('Metric', { exact: true }).first().fill('ErrorCount')
      await page.keyboard.press('Escape')
      await page.getByRole('textbox', { name: 'Threshold' }).fill('5')
      await page.getByRole('button', { name: 'Suggest thresholds' }).click()
      await page.getByRole('button', { name: 'Take' }).first().click()
      expect(await page.getByRole('textbox', { name: 'Threshold' }).inputValue()).toBe('9.5')
    })
  })

  test('a topic gets a receiver, and a test message is seen', async () => {
    await walk('/alarms/receivers', async page => {
      await page.getByRole('button', { name: 'Add a receiver to quiet' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'Address' }).fill('me@example.com')
      await dialog.getByRole('button', { name: 'Add receiver' }).click()
      await page.getByText('me@example.com').waitFor()
      await page.getByRole('button', { name: 'Send a test message to quiet' }).click()
      await page.getByText('test message', { exact: true }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
    })
  })

  const paths = [
    '/overview',
    '/alarms',
    '/alarms/alarm?name=backend-errors',
    '/alarms/alarm?name=disk-of-nodes',
    '/alarms/history',
    '/alarms/mutes',
    '/alarms/receivers',
    '/alarms/edit?name=slow-answers',
  ]
  const looks: readonly [string, Looks][] = [
    ['light', {}],
    ['dark Korean', { scheme: 'dark', language: 'ko-KR' }],
    ['a phone', { phone: true }],
  ]
  test.each(looks)('axe finds nothing serious, and nothing is wider than the screen: %s', async (name, look) => {
    const looked = async (page: Page) => {
      for (const path of name === 'light' ? paths : paths.filter((_, at) => at < 3 || at === paths.length - 1)) {
        await page.goto(mock.url + path)
        await page.getByRole('main').waitFor()
        await page.waitForLoadState('networkidle')
        expect(await seriousFindings(page), path).toEqual([])
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
        expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0)
      }
    }
    await walk('/favicon.svg', looked, look)
  })
})
