/** The one list of routes. The question mark part is flat text on every route; each page reads its own view out of it. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Frame } from './frame/index.ts'
import { parseSearch, printSearch, type Search } from './search.ts'
import { CrashPage, NotFoundPage } from './states/index.ts'

const root = createRootRoute({
  validateSearch: (search: Record<string, unknown>): Search => search as Search,
  component: Frame,
  errorComponent: CrashPage,
  notFoundComponent: NotFoundPage,
})

const alarms = createRoute({
  getParentRoute: () => root,
  path: '/alarms',
  component: lazyRouteComponent(() => import('./alarms/index.ts'), 'AlarmsSection'),
})
const logs = createRoute({
  getParentRoute: () => root,
  path: '/logs',
  component: lazyRouteComponent(() => import('./logs/index.ts'), 'LogsSection'),
})

const routes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: ({ search }) => {
      throw redirect({ to: '/overview', search, replace: true })
    },
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/overview',
    component: lazyRouteComponent(() => import('./overview/index.ts'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/cluster',
    component: lazyRouteComponent(() => import('./cluster/index.ts'), 'ClusterPage'),
  }),
  alarms.addChildren([
    createRoute({
      getParentRoute: () => alarms,
      path: '/',
      component: lazyRouteComponent(() => import('./alarms/index.ts'), 'AlarmsPage'),
    }),
    createRoute({
      getParentRoute: () => alarms,
      path: 'alarm',
      component: lazyRouteComponent(() => import('./alarms/index.ts'), 'AlarmPage'),
    }),
    createRoute({
      getParentRoute: () => alarms,
      path: 'edit',
      component: lazyRouteComponent(() => import('./alarms/index.ts'), 'AlarmEditPage'),
    }),
    createRoute({
      getParentRoute: () => alarms,
      path: 'history',
      component: lazyRouteComponent(() => import('./alarms/index.ts'), 'AlarmHistoryPage'),
    }),
    createRoute({
      getParentRoute: () => alarms,
      path: 'mutes',
      component: lazyRouteComponent(() => import('./alarms/index.ts'), 'MutesPage'),
    }),
    createRoute({
      getParentRoute: () => alarms,
      path: 'presets',
      component: lazyRouteComponent(() => import('./alarms/index.ts'), 'AlarmPresetsPage'),
    }),
    createRoute({
      getParentRoute: () => alarms,
      path: 'receivers',
      component: lazyRouteComponent(() => import('./alarms/index.ts'), 'ReceiversPage'),
    }),
  ]),
  logs.addChildren([
    createRoute({
      getParentRoute: () => logs,
      path: '/',
      component: lazyRouteComponent(() => import('./logs/index.ts'), 'LogsPage'),
    }),
    createRoute({
      getParentRoute: () => logs,
      path: 'insights',
      component: lazyRouteComponent(() => import('./insights/index.ts'), 'InsightsPage'),
    }),
    createRoute({
      getParentRoute: () => logs,
      path: 'group',
      component: lazyRouteComponent(() => import('./group/index.ts'), 'GroupPage'),
    }),
    createRoute({
      getParentRoute: () => logs,
      path: 'deliveries',
      component: lazyRouteComponent(() => import('./deliveries/index.ts'), 'DeliveriesPage'),
    }),
    createRoute({
      getParentRoute: () => logs,
      path: 'costs',
      component: lazyRouteComponent(() => import('./costs/index.ts'), 'CostsPage'),
    }),
    createRoute({
      getParentRoute: () => logs,
      path: 'exports',
      component: lazyRouteComponent(() => import('./exports/index.ts'), 'ExportsPage'),
    }),
  ]),
  createRoute({
    getParentRoute: () => root,
    path: '/metrics',
    component: lazyRouteComponent(() => import('./metrics/index.ts'), 'MetricsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/dashboards',
    component: lazyRouteComponent(() => import('./dashboards/index.ts'), 'BoardsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/dashboards/board',
    component: lazyRouteComponent(() => import('./dashboards/index.ts'), 'BoardPage'),
  }),
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
