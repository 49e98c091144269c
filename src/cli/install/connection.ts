/** The cluster of a kubeconfig, found where kubectl finds it, for commands that change it. Of several files in `KUBECONFIG` the first is read. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { type ClusterAccess, openObjectDesk, readKubeconfig } from '../../collect/kubernetes/index.ts'
import { err, ok, type Result } from '../../model/index.ts'
import type { ObjectDesk } from '../../model/kubernetes/index.ts'
import type { Surroundings } from '../command.ts'
import type { Problem } from '../option.ts'

export interface Connection {
  readonly access: ClusterAccess
  readonly desk: ObjectDesk
}

/** Asks nothing of the cluster yet. */
export function connect(
  wish: { readonly kubeconfig?: string | undefined; readonly context?: string | undefined },
  { env, cwd, clock }: Pick<Surroundings, 'env' | 'cwd' | 'clock'>,
): Result<Connection, Problem> {
  const named = wish.kubeconfig ?? env.KUBECONFIG?.split(delimiter).find(Boolean)
  const file = resolve(cwd, named ?? join(env.HOME ?? homedir(), '.kube', 'config'))
  let content: string
  try {
    content = readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return err(say => (code === 'ENOENT' ? say['no-kubeconfig'](file) : say['kubeconfig-wrong'](file, message)))
  }
  const access = readKubeconfig(content, dirname(file), wish.context ?? null)
  if (!access.ok) return err(say => say['kubeconfig-wrong'](file, access.error.message))
  return ok({ access: access.value, desk: openObjectDesk(access.value, clock) })
}
