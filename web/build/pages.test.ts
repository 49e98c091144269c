import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesOfPages, withLinks } from './pages.ts'

const web = join(import.meta.dirname, '..')

test('every route of the page has its files, and nothing else has', () => {
  const routes = readFileSync(join(web, 'routes.tsx'), 'utf8')
  const parents: Record<string, string> = { alarms: '/alarms', logs: '/logs', root: '' }
  const found = [...routes.matchAll(/getParentRoute: \(\) => (\w+),\s+path: '([^']*)'/g)].map(([, parent, path]) =>
    `${parents[parent!]!}/${path!.replace(/^\//, '')}`.replace(/(?<=.)\/$/, ''),
  )
  // `/` leads on to another.
  expect([...new Set(found)].filter(path => path !== '/').sort()).toEqual(Object.keys(filesOfPages).sort())
  for (const file of Object.values(filesOfPages).flat()) expect(existsSync(join(web, file)), file).toBe(true)
})

test('links stand at the end of the head, none twice', () => {
  const html = '<html>\n  <head>\n    <link href="/assets/a.js">\n  </head>\n</html>'
  expect(
    withLinks(html, [
      { rel: 'modulepreload', file: 'assets/a.js' },
      { rel: 'modulepreload', file: 'assets/b.js' },
      { rel: 'stylesheet', file: 'assets/$&.css' },
    ]),
  ).toBe(
    '<html>\n  <head>\n    <link href="/assets/a.js">\n    <link rel="modulepreload" crossorigin href="/assets/b.js">\n    <link rel="stylesheet" crossorigin href="/assets/$&.css">\n  </head>\n</html>',
  )
})
