/** Dashboards, by role and text: on the mock API every widget and every way of editing; on a real server presets, the notes' query and saving. */
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type Looks, launchBrowser, logsClient, openPage, seriousFindings } from './browser.ts'
import { type Mock, startMock } from './mock.ts'
import { type Server, startServer } from './server.ts'

const widget = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const board = (name: string, more = '') => `/dashboards/board?name=${name}&from=now-3h&to=now${more}`

describe.skipIf(!hasBrowser)('boards on invented data', () => {
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
  const box = async (page: Page, name: string) => (await widget(page, name).boundingBox())!

  test('the list is walked by keys, filtered, and a board opens with its own range', async () => {
    await walk('/dashboards', async page => {
      await page.getByRole('link', { name: 'operations' }).waitFor()
      await page.getByRole('link', { name: 'Container Insights: cluster' }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.keyboard.press('/')
      await page.keyboard.type('oper')
      await page.getByRole('link', { name: 'wall' }).waitFor({ state: 'detached' })
      expect(new URL(page.url()).searchParams.get('q')).toBe('oper')
      await page.getByRole('heading', { name: 'Dashboards' }).click()
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await page.waitForURL(/board\?name=operations.*from=now-3h/)
      await page.getByRole('heading', { name: 'operations', level: 1 }).waitFor()
    })
  })

  test('every type and view of a widget is drawn, and what cannot be drawn says why', async () => {
    await walk('/dashboards/board?name=operations', async page => {
      await widget(page, 'CPU of pods').getByRole('figure', { name: 'CPU of pods' }).locator('canvas').waitFor()
      await page.getByRole('figure', { name: 'Memory, stacked' }).locator('canvas').waitFor()
      await page.getByRole('list', { name: 'Errors' }).getByText('warnings').waitFor()
      await page.getByRole('figure', { name: /^fullest node: .* on a scale from 0 % to 100 %/ }).waitFor()
      await page.getByRole('list', { name: 'Restarts' }).getByText('batch').waitFor()
      await page.getByRole('img', { name: 'Requests by service' }).waitFor()
      await page.getByRole('table', { name: 'Values' }).getByRole('columnheader', { name: 'Average' }).waitFor()
      await page.setViewportSize({ width: 1440, height: 1700 })
      await page.getByRole('list', { name: 'Levels' }).getByText('INFO').waitFor()
      await page.getByRole('table', { name: 'Newest errors' }).getByRole('row').nth(3).waitFor()
      const alarms = widget(page, 'Alarms')
      await alarms.getByRole('link', { name: 'backend-errors' }).waitFor()
      await alarms.getByText('There is no alarm gone-long-ago.').waitFor()
      await page.getByText('A program of yours draws this in CloudWatch.', { exact: false }).waitFor()
      await widget(page, 'Instances').getByText('Tags of AWS resources', { exact: false }).waitFor()
      await page.getByText('This widget (hologram) cannot be drawn:').waitFor()
      await page.setViewportSize({ width: 1440, height: 2200 })
      await page.getByRole('figure', { name: 'backend-errors' }).locator('canvas').waitFor()
      await page.getByRole('figure', { name: 'As expected' }).locator('canvas').waitFor()
      await widget(page, 'As expected').getByRole('button', { name: 'expected', exact: true }).waitFor()
      const runbook = page.getByRole('link', { name: 'Runbook' })
      expect(await runbook.getAttribute('rel')).toContain('noopener')
      expect(await seriousFindings(page)).toEqual([])
    })
  })

  test('pointing at a chart reads all series; so do the arrow keys; a brush sets the range of the page', async () => {
    await walk(board('operations'), async page => {
      const chart = page.getByRole('figure', { name: 'CPU of pods' })
      await chart.locator('canvas').waitFor()
      await chart.hover()
      const tip = page.getByRole('status').filter({ hasText: 'UTC+9' })
      await tip.getByText('third').waitFor()
      await page.mouse.move(5, 5)
      await tip.waitFor({ state: 'detached' })
      await chart.focus()
      await page.keyboard.press('End')
      await tip.getByText('third').waitFor()
      const last = await tip.textContent()
      await page.keyboard.press('ArrowLeft')
      await expect.poll(() => tip.textContent()).not.toBe(last)
      const { x, y, width, height } = (await chart.boundingBox())!
      await page.mouse.move(x + width * 0.4, y + height / 2)
      await page.mouse.down()
      await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 4 })
      await page.mouse.up()
      await page.waitForURL(/from=20\d\d-/)
      await page.goBack()
      await page.waitForURL(/from=now-3h/)
    })
  })

  test('the legend hides a series, or leaves it alone', async () => {
    await walk(board('operations'), async page => {
      const legend = widget(page, 'CPU of pods').getByRole('list', { name: 'Legend' })
      await legend.getByRole('button', { name: 'third' }).click()
      await legend.getByRole('button', { name: 'third', pressed: false }).waitFor()
      await legend.getByRole('button', { name: 'third' }).click({ modifiers: ['Shift'] })
      await expect.poll(() => legend.getByRole('button', { pressed: true }).count()).toBe(1)
    })
  })

  test('a board that is opened asks for its definition, and for what each widget shows, once', async () => {
    const page = await browser.newPage()
    let definitions = 0
    const questions: string[] = []
    page.on('request', request => {
      const { pathname } = new URL(request.url())
      if (pathname === '/api/dashboards/dashboard') definitions += 1
      if (!/^\/api\/metrics\/data(\/many)?$/.test(pathname)) return
      const body = request.postDataJSON() as { questions?: object[] }
      questions.push(...(body.questions ?? [body]).map(one => JSON.stringify((one as { queries: object[] }).queries)))
    })
    await page.goto(mock.url + board('wall'))
    await widget(page, 'Service 1').getByRole('figure').locator('canvas').waitFor()
    await page.waitForLoadState('networkidle')
    expect(definitions).toBe(1)
    expect(questions.length).toBeGreaterThan(1)
    expect(new Set(questions).size).toBe(questions.length)
    await page.close()
  })

  test('variables stand in the address and change what is asked', async () => {
    await walk(board('operations'), async page => {
      await page.getByRole('heading', { name: 'demo-backend' }).waitFor()
      const asked = page.waitForRequest(
        request => /\/api\/metrics\/data(\/many)?$/.test(request.url()) && /"p99"/.test(request.postData() ?? ''),
      )
      await page.getByText('p99', { exact: true }).click()
      await asked
      await page
        .getByRole('textbox', { name: 'Namespace' })
        .or(page.getByRole('combobox', { name: 'Namespace' }))
        .click()
      await page.getByRole('option', { name: 'batch' }).click()
      await page.getByRole('heading', { name: 'demo-batch' }).waitFor()
      await page.waitForURL(/var-namespace=demo-batch/)
      await page.reload()
      await page.getByRole('heading', { name: 'demo-batch' }).waitFor()
    })
  })

  test('a widget is dragged, resized and moved by keys; steps are undone; a draft survives a reload; saving stores it', async () => {
    await walk(board('wall', '&edit='), async page => {
      const first = await box(page, 'Service 1')
      const grip = await widget(page, 'Service 1').locator('header h2').boundingBox()
      await page.mouse.move(grip!.x + 10, grip!.y + 8)
      await page.mouse.down()
      await page.mouse.move(grip!.x + 10 + first.width + 20, grip!.y + 12, { steps: 12 })
      await page.mouse.up()
      await expect.poll(async () => (await box(page, 'Service 1')).x).toBeGreaterThan(first.x + first.width / 2)
      await page.getByText('Not saved yet').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(async () => Math.round((await box(page, 'Service 1')).x)).toBe(Math.round(first.x))
      await page.keyboard.press('Control+Shift+z')
      await expect.poll(async () => (await box(page, 'Service 1')).x).toBeGreaterThan(first.x + first.width / 2)
      await page.keyboard.press('Control+z')
      await expect.poll(async () => Math.round((await box(page, 'Service 1')).x)).toBe(Math.round(first.x))

      const corner = widget(page, 'Service 2').locator('xpath=..').locator('.react-resizable-handle-se')
      const handle = (await corner.boundingBox())!
      const before = await box(page, 'Service 2')
      await page.mouse.move(handle.x + 8, handle.y + 8)
      await page.mouse.down()
      await page.mouse.move(handle.x + 8 + first.width / 2, handle.y + 108, { steps: 8 })
      await page.mouse.up()
      await expect.poll(async () => (await box(page, 'Service 2')).height).toBeGreaterThan(before.height + 40)

      const small = await box(page, 'Service 3')
      await widget(page, 'Service 3').focus()
      await page.keyboard.press('Shift+ArrowDown')
      await expect.poll(async () => (await box(page, 'Service 3')).height).toBeGreaterThan(small.height + 20)
      const steady = await box(page, 'Service 3')
      await page.keyboard.press('ArrowLeft')
      await expect.poll(async () => (await box(page, 'Service 3')).x).toBeLessThan(steady.x)
      expect(await seriousFindings(page)).toEqual([])

      await page.reload()
      await page.getByText('Changes of an earlier visit, not saved yet').waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved', { exact: true }).waitFor()
      await page.reload()
      await widget(page, 'Service 2').waitFor()
      await expect.poll(async () => (await box(page, 'Service 2')).height).toBeGreaterThan(before.height + 40)
      expect(await page.getByText('not saved yet', { exact: false }).count()).toBe(0)
    })
  })

  test('widgets are added by a form with a preview, changed in their JSON with what the checks say, duplicated and removed', async () => {
    const steps = async (page: Page) => {
      await page.getByRole('button', { name: 'New board' }).first().click()
      await page.getByRole('textbox', { name: 'Name' }).fill('wall')
      await page.getByRole('button', { name: 'Create' }).click()
      await page.getByText('There is a board wall already.').waitFor()
      await page.getByRole('textbox', { name: 'Name' }).fill('made-here')
      await page.getByRole('button', { name: 'Create' }).click()
      await page.waitForURL(/name=made-here/)
      await page.getByRole('button', { name: 'Add widget' }).first().click()
      await page.getByRole('button', { name: /^Lines/ }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'Title' }).fill('Nodes')
      await dialog.getByRole('textbox', { name: 'Any word of its name or dimensions' }).fill('cpu')
      await dialog.getByRole('list', { name: 'Metrics to add' }).getByRole('button').first().click()
      await dialog.getByRole('region', { name: 'Preview' }).locator('canvas').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
      await widget(page, 'Nodes').waitFor()

      await page.getByRole('button', { name: 'More for Nodes' }).click()
      await page.getByRole('menuitem', { name: 'Edit JSON' }).click()
      const source = dialog.getByRole('textbox', { name: 'JSON' })
      const text = await source.inputValue()
      await source.fill(text.replace('"us-east-1"', '7'))
      await dialog.getByText('/properties/region').waitFor()
      expect(await dialog.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true)
      await source.fill(text.replace('Nodes', 'All nodes'))
      await dialog.getByRole('button', { name: 'Apply' }).click()
      await widget(page, 'All nodes').waitFor()

      await page.getByRole('button', { name: 'More for All nodes' }).click()
      await page.getByRole('menuitem', { name: 'Duplicate' }).click()
      await expect.poll(() => widget(page, 'All nodes').count()).toBe(2)
      await widget(page, 'All nodes').last().focus()
      await page.keyboard.press('Delete')
      await expect.poll(() => widget(page, 'All nodes').count()).toBe(1)
      await page.keyboard.press('Control+s')
      await page.getByText('Saved', { exact: true }).waitFor()
    }
    await walk('/dashboards', steps, { refused: /^\/api\/dashboards\/dashboard$/ })
  })

  test('who saves too late is asked, and nothing is lost', async () => {
    const steps = async (page: Page) => {
      await widget(page, 'Disputed').focus()
      await page.keyboard.press('Shift+ArrowDown')
      await page.getByRole('button', { name: 'Save' }).click()
      const dialog = page.getByRole('dialog', { name: 'Somebody else saved this board' })
      await dialog.getByRole('button', { name: 'Go on' }).click()
      await page.getByText('Not saved yet').waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await dialog.getByRole('button', { name: 'Save over theirs' }).click()
      await page.getByText('Saved', { exact: true }).waitFor()
    }
    await walk(board('contested', '&edit='), steps, { refused: /^\/api\/dashboards\/dashboard$/ })
  })

  test('a widget is enlarged, its values by powers of ten, and opens its query where it can be changed', async () => {
    await walk(board('operations'), async page => {
      await page.getByRole('button', { name: 'More for CPU of pods' }).click()
      await page.getByRole('menuitem', { name: 'Enlarge' }).click()
      await page.waitForURL(/widget=1/)
      await page.getByRole('button', { name: 'Log scale' }).click()
      await page.waitForURL(/scale=log/)
      await page.keyboard.press('Escape')
      await widget(page, 'Memory, stacked').waitFor()
      await page.getByRole('button', { name: 'More for CPU of pods' }).click()
      await page.getByRole('menuitem', { name: 'Open in Metrics' }).click()
      await page.waitForURL(/\/metrics\?.*pod_cpu_utilization/)
      await page.goBack()
      await page.getByRole('button', { name: 'More for Levels' }).click()
      await page.getByRole('menuitem', { name: 'Open in Logs Insights' }).click()
      await page.waitForURL(/\/logs\/insights\?.*stats.*show=bar/)
    })
  })

  test('the palette knows every board', async () => {
    await walk('/logs', async page => {
      await page.getByRole('link', { name: 'Dashboards' }).waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('dashboards operations')
      await page.getByRole('option', { name: /^operations/ }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'operations', level: 1 }).waitFor()
    })
  })

  test('full screen shows the board alone, and Escape leaves it', async () => {
    await walk(board('wall'), async page => {
      await widget(page, 'Service 1').waitFor()
      await page.keyboard.press('z')
      await page.waitForURL(/full=/)
      await expect.poll(async () => (await page.getByRole('toolbar', { name: 'Board' }).boundingBox())!.x).toBe(0)
      await page.getByRole('button', { name: 'Leave full screen' }).click()
      await page.waitForURL(url => !url.searchParams.has('full'))
    })
  })

  test('a file is checked before it is imported, and a board is exported as one', async () => {
    await walk('/dashboards', async page => {
      const bring = (name: string, body: string) =>
        page
          .locator('input[type=file]')
          .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(body) })
      await page.getByRole('link', { name: 'wall' }).waitFor()
      await bring('broken.json', '{"widgets":[{"type":"metric"}]}')
      await page.getByText('broken.json is no dashboard:').waitFor()
      await page.getByText('/widgets/0').first().waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
      const text = { type: 'text', width: 12, height: 4, properties: { markdown: '# Brought here' } }
      await bring('My board.json', JSON.stringify({ DashboardBody: JSON.stringify({ widgets: [text] }) }))
      expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('My-board')
      await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
      await page.getByRole('heading', { name: 'Brought here' }).waitFor()
      await page.getByRole('button', { name: 'More for this board' }).click()
      const download = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: 'Export as a file' }).click()
      expect((await download).suggestedFilename()).toBe('My-board.json')
      await page.getByRole('button', { name: 'More for this board' }).click()
      await page.getByRole('menuitem', { name: 'Delete…' }).click()
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.waitForURL(/\/dashboards\?/)
      await page.getByRole('link', { name: 'My-board' }).waitFor({ state: 'detached' })
    })
  })

  test('a preset speaks the reader’s language and is copied to be changed', async () => {
    const steps = async (page: Page) => {
      await page.getByRole('link', { name: 'Container Insights: 클러스터' }).click()
      await page.getByRole('heading', { name: 'Container Insights: 클러스터', level: 1 }).waitFor()
      await page.getByText('망루 제공').waitFor()
      expect(await page.getByRole('button', { name: '고치기', exact: true }).count()).toBe(0)
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('button', { name: '복사해서 고치기' }).click()
      expect(await page.getByRole('textbox', { name: '이름' }).inputValue()).toBe('cluster')
      await page.getByRole('dialog').getByRole('button', { name: '복사', exact: true }).click()
      await page.getByRole('button', { name: '고치기', exact: true }).waitFor()
    }
    await walk('/dashboards', steps, { language: 'ko-KR', scheme: 'dark' })
  })

  test('on a phone a board is one column, without scrolling sideways', async () => {
    await walk(
      board('operations'),
      async page => {
        await page.getByRole('figure', { name: 'CPU of pods' }).locator('canvas').waitFor()
        const [first, second] = [await box(page, 'CPU of pods'), await box(page, 'Memory, stacked')]
        expect(second.y).toBeGreaterThan(first.y + first.height)
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
        expect(await seriousFindings(page)).toEqual([])
      },
      { phone: true },
    )
  })
})

const group = '/aws/containerinsights/notes/application'
const errors = `stats count(*) as ERROR_COUNT by kubernetes.container_name as APP
| filter ( log not like /^\\[/ and (log like /WARN/ or log like /error/) )`

describe.skipIf(!hasBrowser)('boards on a real server', () => {
  let server: Server
  let browser: Browser
  beforeAll(async () => {
    server = await startServer()
    const client = logsClient(server.url)
    await client.send(new CreateLogGroupCommand({ logGroupName: group }))
    await client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'node-1' }))
    const now = Date.now()
    const said = [
      ['backend-app', 'WARN slow answer', 4],
      ['batch-app', 'an error in the batch', 3],
      ['batch-app', '[error] of the frame, not counted', 9],
    ] as const
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

  test('the notes’ query two becomes a widget that is saved and found again', async () => {
    const { page, troubles, close } = await openPage(browser, `${server.url}/dashboards`)
    await page.getByRole('button', { name: 'New board' }).first().click()
    await page.getByRole('textbox', { name: 'Name' }).fill('notes')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.waitForURL(/name=notes/)
    await page.getByRole('button', { name: 'Add widget' }).first().click()
    await page.getByRole('button', { name: /^Logs over time/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Errors by application')
    await dialog.getByLabel('Log groups').first().fill('notes')
    await page.getByRole('option', { name: group }).click()
    await dialog.getByRole('textbox', { name: 'Query' }).fill(errors)
    await dialog.getByLabel('View', { exact: true }).first().click()
    await page.getByRole('option', { name: 'Bars' }).click()
    await dialog.getByRole('region', { name: 'Preview' }).getByText('batch-app').waitFor()
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    const bars = page.getByRole('list', { name: 'Errors by application' })
    await expect.poll(() => bars.getByRole('listitem').allTextContents()).toEqual(['backend-app4', 'batch-app3'])
    await page.keyboard.press('Control+s')
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.reload()
    await expect.poll(() => bars.getByRole('listitem').allTextContents()).toEqual(['backend-app4', 'batch-app3'])
    expect(troubles).toEqual([])
    await close()
  })

  test('each board that comes with Mangru opens without trouble', async () => {
    const { page, troubles, close } = await openPage(browser, `${server.url}/dashboards`)
    const presets = page.getByRole('region', { name: 'Boards that come with Mangru' }).getByRole('link')
    await presets.first().waitFor()
    const names = await presets.allTextContents()
    expect(names.length).toBeGreaterThan(5)
    for (const name of names) {
      await page.getByRole('link', { name, exact: true }).click()
      await page.getByRole('heading', { name, level: 1 }).waitFor()
      // No container was seen here: a board of them says so, in place of its widgets.
      const nothing = page.getByText(/^Nothing to choose from/)
      await page.locator('section[aria-label] h2').first().or(nothing).waitFor()
      await page.waitForLoadState('networkidle')
      expect(await page.getByRole('alert').allTextContents()).toEqual([])
      await page.getByRole('link', { name: 'All boards' }).click()
    }
    expect(troubles).toEqual([])
    await close()
  })
})
