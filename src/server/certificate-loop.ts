/**
 * Keeps the TLS listener's certificate good while the server runs: a made one is renewed before it ends, the operator's files are
 * read anew each day. New connections get the new one, open ones go on. Trouble is told, and the old one stays.
 */
import type { CertificateError, ServerCertificate } from '../api/auth/index.ts'
import { limits } from '../limits.ts'
import { type Clock, millis, type Result } from '../model/index.ts'

export interface CertificateLoop {
  /** The one that is served now. */
  readonly first: ServerCertificate
  readonly again: () => Promise<Result<ServerCertificate, CertificateError>>
  readonly serve: (certificate: ServerCertificate) => void
  readonly clock: Clock
}

/** Returns the way to stop it. */
export function startCertificateLoop(
  { first, again, serve, clock }: CertificateLoop,
  log: (line: string) => void,
): () => Promise<void> {
  const stopped = new AbortController()
  const running = (async () => {
    let served = first
    while (!stopped.signal.aborted) {
      // Never longer than a day: timers hold no longer, and a clock that was set is noticed.
      const left = Math.min(served.askAgainAt - clock.now(), limits.certificateCheckEvery)
      await clock.sleep(millis(Math.max(left, limits.certificateRetry)), stopped.signal)
      if (stopped.signal.aborted || clock.now() < served.askAgainAt) continue
      const next = await again()
      if (!next.ok) {
        log(`the TLS certificate, good until ${new Date(served.notAfter).toISOString()}, stays: ${next.error.message}`)
        continue
      }
      if (next.value.cert !== served.cert || next.value.key !== served.key) {
        serve(next.value)
        log(`a new TLS certificate is served, good until ${new Date(next.value.notAfter).toISOString()}`)
      }
      served = next.value
    }
  })()
  return () => {
    stopped.abort()
    return running
  }
}
