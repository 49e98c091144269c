/** The one list of routes. The question mark part is flat text on every route; each page reads its own view out of it. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Frame } from './frame/index.ts'
import { LogsPage } from './logs/index.ts'
import { parseSearch, printSearch, type Search } from './search.ts'
import { CrashPage, NotFoundPage } from './states/index.ts'

const root = createRootRoute({
  validateSearch: (search: Record<string, unknown>): Search => search as Search,
  component: Frame,
  errorComponent: CrashPage,
  notFoundComponent: NotFoundPage,
})

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: ({ search }) => {
      throw redirect({ to: '/logs', search, replace: true })
    },
  }),
  createRoute({ getParentRoute: () => root, path: '/logs', component: LogsPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/self',
    component: lazyRouteComponent(() => import('./self/index.ts'), 'SelfPage'),
  }),
] as const

export const router = createRouter({
  routeTree: root.addChildren([...routes]),
  parseSearch,
  stringifySearch: printSearch,
  defaultErrorComponent: CrashPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
