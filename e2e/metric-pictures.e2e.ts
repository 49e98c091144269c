/** GetMetricWidgetImage by Debian's aws CLI, written to a file as the documentation shows it, and read back by a browser as an image. */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launchBrowser } from './browser.ts'
import { runProgram, type Server, startServer } from './server.ts'

const aws = '/usr/bin/aws'
const missing = !existsSync(aws)
if (missing) console.warn(`SKIPPED: the aws CLI is not at ${aws} (apt-get install awscli)`)

describe.skipIf(missing)('aws cloudwatch get-metric-widget-image', () => {
  let server: Server
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mangru-pictures-'))
    server = await startServer()
    const start = Math.floor(Date.now() / 60_000) * 60_000
    const data = ['web-1', 'web-2'].flatMap((pod, place) =>
      Array.from({ length: 150 }, (_, at) => ({
        MetricName: 'Latency',
        Dimensions: [{ Name: 'Pod', Value: pod }],
        Timestamp: new Date(start - at * 60_000).toISOString(),
        Value: 0.3 + 0.1 * place + 0.1 * Math.sin(at / 12),
        Unit: 'Seconds',
      })),
    )
    expect(await run('put-metric-data', '--namespace', 'Shop', '--metric-data', JSON.stringify(data))).toMatchObject({
      code: 0,
      err: '',
    })
  })
  afterAll(async () => {
    await server?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  const environment = {
    AWS_ACCESS_KEY_ID: 'AKIAANY',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'ap-northeast-2',
    AWS_PAGER: '',
    HOME: '/nowhere',
  }
  const run = (...args: string[]) => runProgram(aws, ['cloudwatch', '--endpoint-url', server.url, ...args], environment)
  const widget = {
    metrics: [
      ['Shop', 'Latency', 'Pod', 'web-1', { id: 'm1', label: '첫째 pod' }],
      ['...', 'web-2', { id: 'm2' }],
      [{ expression: 'AVG([m1,m2])', id: 'e1', label: 'mean of both' }],
    ],
    ...{ width: 800, height: 320, start: '-PT2H', timezone: '+0900', title: 'Shop: 지연 시간', period: 60 },
    annotations: { horizontal: [{ value: 0.45, label: 'limit', fill: 'above' }] },
  }

  test('writes a file that is an image of the size that was asked for', async () => {
    const asked = ['get-metric-widget-image', '--metric-widget', JSON.stringify(widget)]
    const { code, out, err } = await run(...asked, '--output', 'text', '--query', 'MetricWidgetImage')
    expect([code, err]).toEqual([0, ''])
    const file = join(dir, 'widget.png')
    await writeFile(file, Buffer.from(out, 'base64'))
    const png = await readFile(file)
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
    if (process.env.KEEP_PICTURE) await writeFile(process.env.KEEP_PICTURE, png)
    if (!hasBrowser) return
    const browser = await launchBrowser()
    const page = await browser.newPage()
    await page.setContent(`<img alt="widget" src="data:image/png;base64,${png.toString('base64')}">`)
    const size = await page.evaluate<number[]>(
      'document.images[0].decode().then(() => [document.images[0].naturalWidth, document.images[0].naturalHeight])',
    )
    await browser.close()
    expect(size).toEqual([800, 320])
  })

  test('says what is wrong with a widget', async () => {
    const { code, err } = await run('get-metric-widget-image', '--metric-widget', '{"metrics":[["Shop"]],"width":1}')
    expect(code).toBe(254)
    expect(err).toContain('(ValidationError)')
    expect(err).toContain('/metrics/0')
  })
})
