/** How the page is built and, in development, served: on its own mock API, or on a running Mangru (`MANGRU_API=http://…`). */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { pages, precompress } from './build/index.ts'
import { mockApi } from './mock/index.ts'

const api = process.env.MANGRU_API
/** Not the modules of `web/api`, which are asked for under the same name in development. */
const routes = '^/api/(?!.*\\.ts(\\?|$))'

export default defineConfig({
  plugins: [react(), pages(), precompress(), ...(api ? [] : [mockApi()])],
  server: {
    host: '127.0.0.1',
    port: 5173,
    ...(api ? { proxy: { [routes]: api } } : {}),
  },
  preview: {
    host: '127.0.0.1',
    port: 4173,
    headers: { 'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'" },
    ...(api ? { proxy: { [routes]: api } } : {}),
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of our own: `default-src 'self'` allows no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
