/** Whoever asks to see masked messages as they are needs the right to: operators have it. */
import type { FastifyRequest } from 'fastify'
import { ok } from '../../model/index.ts'
import { allows } from '../auth/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { type Asked, refusal } from './trouble.ts'

export async function mayUnmask({ auth }: HttpApiDeps, request: FastifyRequest): Promise<boolean> {
  const caller = await auth.verifyHttp(request.headers)
  return caller.ok && allows(caller.value.role, 'operate')
}

export async function readUnmask(
  deps: HttpApiDeps,
  request: FastifyRequest,
  { unmask = false }: { readonly unmask?: boolean },
): Promise<Asked<boolean>> {
  if (!unmask || (await mayUnmask(deps, request))) return ok(unmask)
  return refusal(403, 'forbidden', 'Only operators may see what is masked.', { field: 'unmask' })
}
