/** The built page: files whose name holds their hash are kept for ever, everything else is asked for anew; compressed at build. */
import { existsSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from './routes.ts'
import { refusal } from './trouble.ts'

export async function servePage(app: FastifyInstance, webRoot: string | null): Promise<void> {
  if (webRoot !== null) {
    await app.register(fastifyStatic, {
      root: webRoot,
      preCompressed: true,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header(
          'cache-control',
          /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
        reply.header('vary', 'accept-encoding')
      },
    })
  }
  const own = webRoot === null ? new Set<string>() : ownPages(webRoot)
  app.setNotFoundHandler((request, reply) => notFound(request, reply, webRoot === null ? null : own))
}

/** Paths whose HTML names the files of that page; the build wrote it. */
function ownPages(webRoot: string): ReadonlySet<string> {
  const folder = join(webRoot, 'pages')
  if (!existsSync(folder)) return new Set()
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return new Set(
    files.filter(file => file.endsWith('.html')).map(file => `/${file.slice(0, -'.html'.length).replaceAll(sep, '/')}`),
  )
}

/** `own`: null where no page is built. */
function notFound(request: FastifyRequest, reply: FastifyReply, own: ReadonlySet<string> | null): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? '/'
  const isPage =
    (request.method === 'GET' || request.method === 'HEAD') && !/^\/api(\/|$)/.test(path) && !/\.\w+$/.test(path)
  if (!isPage)
    return refuse(reply, refusal(404, 'not-found', `Nothing answers ${request.method} ${path.slice(0, 200)}.`).error)
  // Which page it is, the page itself reads from the address.
  if (own !== null) return reply.sendFile(own.has(path) ? `pages${path}.html` : 'index.html')
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(unbuilt)
}

const unbuilt = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mangru</title></head><body>
<h1>Mangru is running</h1>
<p>Its page is not built yet. Run <code>npm run build:web</code> in the folder of Mangru, then start it again.</p>
<p lang="ko">화면이 아직 만들어지지 않았습니다. 망루 폴더에서 <code>npm run build:web</code>을 실행한 뒤 다시 시작하세요.</p>
</body></html>
`
