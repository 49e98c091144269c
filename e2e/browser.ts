/** Debian's Chromium, driven by playwright-core, for tests that walk the page; and lines for the page to show. */
import { existsSync } from 'node:fs'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { linesOfSecond, mockGroups } from '../web/mock/lines.ts'

const executablePath = process.env.MANGRU_TEST_CHROMIUM ?? '/usr/bin/chromium'
/** The tests of the page are skipped, aloud, where there is no browser. */
export const hasBrowser = existsSync(executablePath)
if (!hasBrowser) console.warn(`no browser at ${executablePath}: the page is not walked (apt-get install chromium)`)

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export interface Looks {
  readonly language?: 'en-US' | 'ko-KR'
  readonly scheme?: 'light' | 'dark'
  readonly phone?: boolean
  /** Paths that the test wants refused; everywhere else an answer of 400 or more is trouble. */
  readonly refused?: RegExp
}

/** A page in a profile of its own; errors that the page itself makes, and answers that refuse it, are collected in `troubles`. */
export async function openPage(browser: Browser, url: string, looks: Looks = {}) {
  const context = await browser.newContext({
    viewport: looks.phone ? { width: 390, height: 780 } : { width: 1440, height: 860 },
    locale: looks.language ?? 'en-US',
    colorScheme: looks.scheme ?? 'light',
    timezoneId: 'Asia/Seoul',
    acceptDownloads: true,
  })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(error.message))
  page.on('console', message => {
    if (/Content Security Policy|Minified React error/.test(message.text())) troubles.push(message.text())
  })
  page.on('request', request => {
    if (!request.url().startsWith(new URL(url).origin)) troubles.push(`asked elsewhere: ${request.url()}`)
  })
  page.on('response', response => {
    const { pathname } = new URL(response.url())
    if (response.status() >= 400 && !looks.refused?.test(pathname)) troubles.push(`${response.status()}: ${pathname}`)
  })
  await page.goto(url)
  return { page, troubles, close: () => context.close() }
}

/** What axe finds serious or worse, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // What is still fading in is judged by colours that nobody reads: wait until it stands.
  await page.waitForTimeout(500)
  // The page has no frames, and of what passes nobody reads the elements: so axe needs no second page and a third of the time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze()
  return violations
    .filter(one => one.impact === 'serious' || one.impact === 'critical')
    .map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 120)).join(' | ')}`)
}

export const sampleGroups = { application: mockGroups[0]!.name, backend: mockGroups[3]!.name, empty: '/demo/empty' }

export function logsClient(url: string): CloudWatchLogsClient {
  return new CloudWatchLogsClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'any' },
  })
}

/** Fills the sample groups with the last `minutes` of the invented cluster. Resolves with the lines per group. */
export async function fillSamples(url: string, minutes: number): Promise<Map<string, number>> {
  const client = logsClient(url)
  const now = Math.floor(Date.now() / 1_000)
  const counts = new Map<string, number>()
  await client.send(new CreateLogGroupCommand({ logGroupName: sampleGroups.empty }))
  for (const group of [mockGroups[0]!, mockGroups[3]!]) {
    await client.send(new CreateLogGroupCommand({ logGroupName: group.name }))
    const events = Array.from({ length: minutes * 60 }, (_, at) => linesOfSecond(group, now - minutes * 60 + at)).flat()
    counts.set(group.name, events.length)
    for (const [stream, lines] of Map.groupBy(events, event => event.stream)) {
      await client.send(new CreateLogStreamCommand({ logGroupName: group.name, logStreamName: stream }))
      for (let at = 0; at < lines.length; at += 2_000)
        await client.send(
          new PutLogEventsCommand({
            logGroupName: group.name,
            logStreamName: stream,
            logEvents: lines.slice(at, at + 2_000).map(({ timestamp, message }) => ({ timestamp, message })),
          }),
        )
    }
  }
  client.destroy()
  return counts
}
