import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Pod } from '../../model/kubernetes/index.ts'
import { logFolder, rotatedIn } from './rotated-files.ts'

const listing = (...names: readonly string[]) =>
  `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${names
    .map(name => `<a href="${name}">${name}</a>\n`)
    .join('')}</pre>\n`
const names = (html: string, restarts: number) => rotatedIn(html, restarts).map(({ name }) => name)

describe('rotatedIn', () => {
  test('finds what was rotated of one instance, oldest first', () => {
    const html = listing(
      ...['0.log.20260120-100000.gz', '1.log', '1.log.20260120-120000', '1.log.20260120-110000.gz'],
      '11.log.20260120-120000',
    )
    expect(names(html, 1)).toEqual(['1.log.20260120-110000.gz', '1.log.20260120-120000'])
    expect(names(html, 0)).toEqual(['0.log.20260120-100000.gz'])
    expect(names(html, 7)).toEqual([])
  })

  test('what is being packed is one file, the packed one; what is half packed is not there yet', () => {
    const name = '0.log.20260120-100000'
    expect(names(listing(name, `${name}.gz`), 0)).toEqual([`${name}.gz`])
    expect(names(listing(`${name}.gz`, name), 0)).toEqual([`${name}.gz`])
    expect(names(listing(name, `${name}.tmp`, `${name}.gz.tmp`), 0)).toEqual([name])
  })

  test('nothing is written to a file after its name’s time, wherever its kubelet lives', () => {
    const [file] = rotatedIn(listing('0.log.20260120-100000'), 0)
    // Twelve hours behind UTC it is ten o'clock when it is 22:00 here.
    expect(file?.notAfter).toBe(Date.UTC(2026, 0, 20, 22, 0, 5))
  })

  test.each([
    ['nothing', ''],
    ['an error', '404 page not found'],
    ['another page', '<html><a href="/login">Log in</a></html>'],
    [
      'ways out',
      listing('../../secret', '/etc/passwd', 'http://elsewhere/0.log.20260120-100000', '0.log.20260120-100000/..'),
    ],
    ['other names', listing('0.log', 'x.log.20260120-100000', '0.log.2026-01-20', '0.log.20260120-100000.old')],
    ['half a page', listing('0.log.20260120-100000').slice(0, 90)],
  ])('finds nothing in %s', (_story, html) => {
    expect(rotatedIn(html, 0)).toEqual([])
  })

  test('whatever comes, a name is a name in its folder', () => {
    const part = fc.constantFrom(
      '<a href="',
      '0.log',
      '.20260120-100000',
      '.gz',
      '">',
      '</a>',
      '/',
      '..',
      '%2e',
      '"',
      '\n',
      '9',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ maxLength: 5 })), { maxLength: 40 }), parts => {
        for (const { name, known } of rotatedIn(parts.join(''), 0)) {
          expect(name).toMatch(/^0+\.log\.\d{8}-\d{6}(\.gz)?$/)
          expect(known).toBe(name.replace('.gz', ''))
        }
      }),
      { seed: 5, numRuns: 300 },
    )
  })
})

test('the folder of a pod, and of one that its node read from a file', () => {
  const pod = (annotations?: Record<string, string>) =>
    ({
      metadata: { name: 'web-1', namespace: 'shop', uid: 'u-1', ...(annotations && { annotations }) },
    }) as unknown as Pod
  expect(logFolder(pod(), 'main')).toBe('/logs/pods/shop_web-1_u-1/main/')
  expect(logFolder(pod({ 'kubernetes.io/config.hash': 'abc' }), 'main')).toBe('/logs/pods/shop_web-1_abc/main/')
})
