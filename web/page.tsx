/** The page: builds what all of it shares and draws it. Runs once, when `main.ts` loads it. */
import { MantineProvider } from '@mantine/core'
import { notifyManager, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProblem, inOneTurn, sessionKey, sessionQuery } from './api/index.ts'
import { warmMetricChart } from './chart/metric-later.ts'
import { LanguageProvider } from './i18n/index.ts'
import { router } from './routes.tsx'
import { theme } from './theme/index.ts'

/** Only a connection that broke is worth trying again unasked; what was refused stays refused. */
const worthRetrying = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof ApiProblem && error.problem.kind === 'unreachable'

notifyManager.setScheduler(inOneTurn(run => setTimeout(run)))
const queries = new QueryClient({
  defaultOptions: { queries: { retry: worthRetrying, refetchOnWindowFocus: false, staleTime: 10_000 } },
  queryCache: new QueryCache({
    onError: (error, query) => {
      const loggedOut = error instanceof ApiProblem && error.problem.kind === 'refused' && error.problem.status === 401
      if (loggedOut && query.queryKey[0] !== sessionKey[0]) void queries.invalidateQueries({ queryKey: sessionKey })
    },
  }),
})

// Who is looking, and the code of what is drawn first, are on their way while the first drawing is made.
void queries.prefetchQuery(sessionQuery)
const opened = router.latestLocation
if (opened.pathname === '/dashboards/board') warmMetricChart()
for (const { routeId } of router.matchRoutes(opened)) {
  const route = router.routesById[routeId]
  if (route !== undefined) void router.loadRouteChunk(route)
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <LanguageProvider>
          <RouterProvider router={router} />
        </LanguageProvider>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
)
