/** Starts `api-server.ts` beside the bench, so that what it costs to play a cluster is not counted. */
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface LargeCluster {
  /** A kubeconfig that leads to it. */
  readonly kubeconfig: string
  /** Changes the status of one pod at once. */
  change(): Promise<Change>
  stop(): void
}

export interface Change {
  readonly node: string
  readonly name: string
  /** What its status says from now on. */
  readonly reason: string
}

export async function startLargeCluster(
  size: { readonly nodes: number; readonly pods: number; readonly events: number; readonly seed: number },
  folder: string,
): Promise<LargeCluster> {
  const words = Object.entries(size).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn(process.execPath, [join(import.meta.dirname, 'api-server.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (piece: Buffer) => {
      said += piece.toString()
      if (said.includes('\n')) resolve(said.trim())
    })
    child.once('exit', code => reject(new Error(`the cluster ended with ${code}`)))
  })
  const kubeconfig = join(folder, 'kubeconfig')
  await writeFile(
    kubeconfig,
    `current-context: c\ncontexts: [{name: c, context: {cluster: large}}]\nclusters: [{name: large, cluster: {server: "${url}"}}]\n`,
  )
  return {
    kubeconfig,
    change: async () => (await fetch(`${url}/bench/change`)).json() as Promise<Change>,
    stop: () => void child.kill('SIGKILL'),
  }
}
