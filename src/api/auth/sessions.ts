/** Browser sessions: random ids in memory, gone at a restart. Only the hash of an id is held; the key behind it is asked each time. */
import { hash } from 'node:crypto'
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant } from '../../model/index.ts'
import { Remembered } from './remembered.ts'
import type { RandomBytes } from './sealer.ts'

export interface Sessions {
  /** The value for `Set-Cookie`. */
  open(accessKeyId: string, secure: boolean): string
  /** Whose session the `Cookie` header names, when it still holds. */
  accessKeyOf(cookieHeader: string | undefined): string | undefined
  /** Ends the session that the header names; the answers are the values for `Set-Cookie`. */
  close(cookieHeader: string | undefined, secure: boolean): readonly string[]
}

const plainName = 'mangru_session'
/** Browsers let only a TLS page of this very host set this one, so the plain port cannot put one under it. */
const secureName = '__Host-mangru_session'

export function createSessions(deps: { readonly clock: Clock; readonly random: RandomBytes }): Sessions {
  const sessions = new Remembered<{ readonly accessKeyId: string; readonly until: Instant }>(limits.sessions)

  return {
    open: (accessKeyId, secure) => {
      const id = Buffer.from(deps.random(32)).toString('base64url')
      sessions.set(hash('sha256', id, 'hex'), { accessKeyId, until: instant(deps.clock.now() + limits.sessionLife) })
      return cookie(secure ? secureName : plainName, id, secure, limits.sessionLife / 1_000)
    },
    accessKeyOf: header => {
      for (const id of idsIn(header)) {
        const name = hash('sha256', id, 'hex')
        const session = sessions.get(name)
        if (session && session.until > deps.clock.now()) return session.accessKeyId
        sessions.delete(name)
      }
      return undefined
    },
    close: (header, secure) => {
      for (const id of idsIn(header)) sessions.delete(hash('sha256', id, 'hex'))
      return [cookie(plainName, '', false, 0), ...(secure ? [cookie(secureName, '', true, 0)] : [])]
    },
  }
}

/** Our ids need no quoting and no escapes, so a cookie of ours is its name, `=` and 43 letters. */
function idsIn(header: string | undefined): readonly string[] {
  const ids: string[] = []
  for (const pair of header?.split(';') ?? []) {
    const [name, id] = pair.trim().split('=')
    if (id && (name === secureName || name === plainName)) ids.push(id)
  }
  return ids
}

/** `maxAge` in seconds. */
const cookie = (name: string, value: string, secure: boolean, maxAge: number): string =>
  `${name}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly${secure ? '; Secure' : ''}; SameSite=Strict`
