/**
 * Where the page starts. Small, so that it runs as soon as it has come: what the address asks first is asked while the code of the page,
 * which is twenty times as much, is still being read.
 */
const asksFirst = location.pathname === '/dashboards/board' ? import('./dashboards/first.ts') : undefined
asksFirst?.then(
  ({ askFirst }) => askFirst(location.search, { width: innerWidth, height: innerHeight }, Date.now()),
  // Then the page asks by itself, or is loaded once more (`again.js`).
  () => {},
)
void import('./page.tsx')
