/** The door of the mock API: a Vite plugin that answers `/api` from memory, in `vite` and in `vite preview` alike. */
import type { Connect, Plugin } from 'vite'
import { answerMock } from './api.ts'

const middleware: Connect.NextHandleFunction = (request, response, next) => {
  answerMock(request, response).then(
    answered => {
      if (!answered) next()
    },
    (error: unknown) => next(error),
  )
}

export function mockApi(): Plugin {
  return {
    name: 'mock-api',
    configureServer(server) {
      server.middlewares.use(middleware)
    },
    configurePreviewServer(server) {
      server.middlewares.use(middleware)
    },
  }
}
