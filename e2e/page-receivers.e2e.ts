/** Who is told, by clicks on a real server: a topic, a mail address that is vouched for, a test, and what became of it. */
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hasBrowser, launchBrowser, openPage } from './browser.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let browser: Browser
let smtp: SMTPServer
let hooks: HttpServer
const mails: string[] = []
const posts: string[] = []

beforeAll(async () => {
  if (!hasBrowser) return
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, { envelope }, done) => {
      stream.on('data', () => {})
      stream.on('end', () => {
        mails.push(envelope.rcptTo[0]?.address ?? '')
        done()
      })
    },
  })
  await new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve))
  hooks = createServer((req, res) => {
    req.resume()
    req.on('end', () => {
      posts.push(req.url ?? '')
      res.writeHead(req.url === '/broken' ? 500 : 200).end()
    })
  })
  await new Promise<void>(resolve => hooks.listen(0, '127.0.0.1', resolve))
  const at = (listening: { address(): unknown }) => (listening.address() as AddressInfo).port
  const url = `http://127.0.0.1:${at(hooks)}`
  server = await startServer({ args: ['--smtp', `smtp://127.0.0.1:${at(smtp.server)}`, '--deliver-to', url] })
  browser = await launchBrowser()
})
afterAll(async () => {
  if (!hasBrowser) return
  await browser.close()
  await server.stop()
  await new Promise<void>(resolve => smtp.close(() => resolve()))
  hooks.closeAllConnections()
  await new Promise(resolve => hooks.close(resolve))
})

test.skipIf(!hasBrowser)('a topic, its receivers, a test message', async () => {
  const { page, troubles } = await openPage(browser, `${server.url}/alarms/receivers`)
  await page.getByRole('button', { name: 'New topic' }).click()
  await page.getByLabel('Name').fill('ops')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText('No receivers yet.').waitFor()

  const add = async (way: string | undefined, endpoint: string) => {
    await page.getByRole('button', { name: 'Add a receiver to ops' }).click()
    const dialog = page.getByRole('dialog')
    if (way !== undefined) {
      await dialog.getByRole('combobox', { name: 'How' }).click()
      await page.getByRole('option', { name: way, exact: true }).click()
    }
    await dialog.getByRole('textbox').last().fill(endpoint)
    await dialog.getByRole('button', { name: /add/i }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
  await add(undefined, 'kim@example.com')
  await page.getByText('kim@example.com', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Confirm kim@example.com' }).click()
  await page.getByText('waits for its confirmation').waitFor({ state: 'hidden' })
  const url = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}`
  await add('Slack', `${url}/broken`)
  await page.getByText(`${url}/…`, { exact: true }).first().waitFor()

  await page.getByRole('button', { name: 'Send a test message to ops' }).click()
  await page.getByRole('status').getByText('2 receivers').waitFor()
  await expect.poll(() => [mails.length, posts]).toEqual([2, ['/broken']])
  await page.getByText('answered 500').first().waitFor()
  expect(await page.content()).not.toContain('/broken')
  expect(troubles).toEqual([])
  await page.context().close()
})
