/** What is secret of an installation in a cluster, made anew: keys as `--keys-from` reads them, and a certificate for the names of a service. */
import { limits } from '../../limits.ts'
import type { Clock, Instant } from '../../model/index.ts'
import { makeKey } from './keys.ts'
import { createSealer, type RandomBytes } from './sealer.ts'

/** An operator, to sign in with, and a writer, for agents. */
export function makeFolderKeys(random: RandomBytes, clock: Clock): Readonly<Record<string, string>> {
  // Nothing of this is kept here, so any seal will do.
  const sealer = createSealer(random(32), random)
  const roles = ['operator', 'writer'] as const
  return Object.fromEntries(
    roles.flatMap(role => {
      const made = makeKey({ name: role, role }, { randomBytes: random, clock, sealer })
      if (!made.ok) throw new Error(made.error.message)
      const { stored, secret, token } = made.value
      return [
        [`${role}.id`, stored.accessKeyId],
        [`${role}.secret`, secret],
        [`${role}.token`, token],
      ]
    }),
  )
}

/** PEM. Nobody renews it, so it lasts as long as its authority, which signs nothing else and whose key is kept nowhere. */
export async function makeServiceCertificate(
  names: readonly string[],
  now: Instant,
): Promise<{ readonly cert: string; readonly key: string; readonly authority: string }> {
  const { makeAuthority, makeServerCertificate } = await import('./certificate-maker.ts')
  const authority = await makeAuthority(now)
  const server = await makeServerCertificate(authority, names, now, limits.authorityLife)
  return { cert: `${server.cert}${authority.cert}`, key: server.key, authority: authority.cert }
}
