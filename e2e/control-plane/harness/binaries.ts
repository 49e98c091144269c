/** Where the built programs are (../kubebox/build.sh makes them), or why there are none: tests are then skipped aloud. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

export interface Binaries {
  /** The path of a part: `etcd`, `kube-apiserver`, `kubelet`, `kubectl`, `kwok`, `helm`, … */
  path(part: string): string
}

const script = join(import.meta.dirname, '..', 'kubebox', 'build.sh')

/** With `build`, what is missing is built (minutes), and told on standard error; without, only looked for. */
export function findBinaries(options: { readonly build: boolean }): Binaries | { readonly missing: string } {
  const ran = spawnSync(script, options.build ? [] : ['--where'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', options.build ? 'inherit' : 'ignore'],
  })
  const folder = ran.stdout?.trim()
  if (ran.status === 0 && folder) return { path: part => join(folder, part) }
  if (!options.build) return { missing: 'Kubernetes is not built: run e2e/control-plane/kubebox/build.sh (needs Go)' }
  return { missing: ran.status === 3 ? 'there is no Go to build Kubernetes with' : 'building Kubernetes failed' }
}
