/**
 * A page whose files did not all come, because the network changed as it was loading, is loaded once more by itself: modules that failed once are never
 * asked for again, and it would stay blank. A file of its own, before all others, since one of those may be what is missing.
 */
const key = 'mangru.again'
/** Milliseconds: a page that is older may hold what somebody has typed; the pause between two looks whether the server is there. */
const young = 15_000
const pause = 500
/** Reloads in a minute (count): what they do not mend is no matter of the network. */
const most = 3
let isOnItsWay = false

async function again() {
  const before = (sessionStorage.getItem(key) ?? '').split(' ').filter(at => Date.now() - Number(at) < 60_000)
  if (isOnItsWay || performance.now() > young || before.length >= most) return
  isOnItsWay = true
  sessionStorage.setItem(key, [...before, Date.now()].join(' '))
  while (performance.now() < young) {
    await new Promise(resolve => setTimeout(resolve, pause))
    const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => undefined)
    if (answer?.ok) return location.reload()
  }
}

addEventListener(
  'error',
  ({ target }) => {
    const isStyle = target instanceof HTMLLinkElement && target.rel === 'stylesheet'
    if (target instanceof HTMLScriptElement || isStyle) again()
  },
  true,
)
// A part that is loaded later; whoever asked for it is told as well.
addEventListener('vite:preloadError', again)
