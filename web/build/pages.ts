/**
 * After a build, writes one HTML for each address: `index.html` with the files of that page named in its head, so that they come beside
 * those that all pages share, and not after these have run. The server sends `pages/PATH.html` for `/PATH`, and `index.html` for all else.
 */
import type { Plugin, Rolldown } from 'vite'

/** What is loaded for an address, as paths below `web/`: the list of `routes.tsx`, which a test compares. */
export const filesOfPages: Readonly<Record<string, readonly string[]>> = {
  '/overview': ['overview/index.ts'],
  '/cluster': ['cluster/index.ts'],
  '/alarms': ['alarms/index.ts'],
  '/alarms/alarm': ['alarms/index.ts'],
  '/alarms/edit': ['alarms/index.ts'],
  '/alarms/history': ['alarms/index.ts'],
  '/alarms/mutes': ['alarms/index.ts'],
  '/alarms/presets': ['alarms/index.ts'],
  '/alarms/receivers': ['alarms/index.ts'],
  '/logs': ['logs/index.ts'],
  '/logs/insights': ['logs/index.ts', 'insights/index.ts'],
  '/logs/group': ['logs/index.ts', 'group/index.ts'],
  '/logs/deliveries': ['logs/index.ts', 'deliveries/index.ts'],
  '/logs/costs': ['logs/index.ts', 'costs/index.ts'],
  '/logs/exports': ['logs/index.ts', 'exports/index.ts'],
  '/metrics': ['metrics/index.ts', 'chart/metric-view.tsx'],
  '/dashboards': ['dashboards/index.ts'],
  '/dashboards/board': ['dashboards/index.ts', 'chart/metric-view.tsx'],
  '/self': ['self/index.ts'],
}

/** What is loaded for every address, after what is asked first. */
const shared = 'page.tsx'
/** What asks first, where an address has something to ask. */
const firstOfPages: Readonly<Record<string, string>> = { '/dashboards/board': 'dashboards/first.ts' }

export function pages(): Plugin {
  let root = ''
  return {
    name: 'pages',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      root = config.root
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const index = bundle['index.html']
        if (index?.type !== 'asset') throw new Error('the build made no index.html')
        const html = String(index.source)
        for (const [path, files] of Object.entries(filesOfPages)) {
          const first = firstOfPages[path]
          const links = linksOf(
            bundle,
            [...(first === undefined ? [] : [first]), shared, ...files].map(file => `${root}/${file}`),
          )
          const source = withLinks(html, links)
          this.emitFile({ type: 'asset', fileName: `pages${path}.html`, source })
        }
        index.source = withLinks(html, linksOf(bundle, [`${root}/${shared}`]))
      },
    },
  }
}

/** Links that are there already are not added again. */
export function withLinks(html: string, links: readonly Link[]): string {
  const lines = links
    .filter(({ file }) => !html.includes(`"/${file}"`))
    .map(({ rel, file }) => `    <link rel="${rel}" crossorigin href="/${file}">\n`)
  return html.replace(/ *<\/head>/, close => `${lines.join('')}${close}`)
}
export interface Link {
  readonly rel: 'modulepreload' | 'stylesheet'
  readonly file: string
}

/** All that these modules import at once, in the order in which they run; before it their styles, for which scripts wait. */
function linksOf(bundle: Rolldown.OutputBundle, modules: readonly string[]): Link[] {
  const chunks = new Map<string, Rolldown.OutputChunk>()
  const add = (file: string): void => {
    const chunk = bundle[file]
    if (chunk?.type !== 'chunk' || chunks.has(file)) return
    chunk.imports.forEach(add)
    chunks.set(file, chunk)
  }
  for (const module of modules) {
    const chunk = Object.values(bundle).find(one => one.type === 'chunk' && one.moduleIds.includes(module))
    if (chunk === undefined) throw new Error(`no chunk holds ${module}`)
    add(chunk.fileName)
  }
  const styles = new Set([...chunks.values()].flatMap(chunk => [...(chunk.viteMetadata?.importedCss ?? [])]))
  return [
    ...[...styles].map(file => ({ rel: 'stylesheet', file }) as const),
    ...[...chunks.keys()].map(file => ({ rel: 'modulepreload', file }) as const),
  ]
}
