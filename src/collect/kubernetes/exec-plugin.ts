/** Runs the program of a kubeconfig that prints credentials, as kubectl does: `KUBERNETES_EXEC_INFO` in, an `ExecCredential` out. */
import { type ExecFileException, execFile } from 'node:child_process'
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { type Clock, err, type Instant, instant, ok, type Result } from '../../model/index.ts'
import type { ClusterAccess } from './kubeconfig.ts'

export interface ExecCredential {
  readonly token?: string
  readonly certificate?: string
  readonly key?: string
  /** Absent: good until the cluster refuses it. */
  readonly until?: Instant
}

const shape = z.object({
  status: z.object({
    token: z.string().nullish(),
    clientCertificateData: z.string().nullish(),
    clientKeyData: z.string().nullish(),
    expirationTimestamp: z.string().nullish(),
  }),
})

/** The error is a sentence. The program's own words are in it, but never what it printed on standard output. */
export function runExecPlugin(
  access: ClusterAccess,
  authority: string | undefined,
  clock: Clock,
): Promise<Result<ExecCredential, string>> {
  const { exec } = access
  if (exec === undefined) throw new Error('this context has no exec plugin')
  const cluster = {
    server: access.server.href,
    'insecure-skip-tls-verify': access.insecure,
    ...(authority === undefined ? {} : { 'certificate-authority-data': Buffer.from(authority).toString('base64') }),
    ...(access.serverName === undefined ? {} : { 'tls-server-name': access.serverName }),
  }
  const info = {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec.provideClusterInfo ? { cluster } : {}) },
  }
  const env = { ...process.env, ...exec.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) }
  return new Promise(resolve => {
    const slow = new AbortController()
    const done = new AbortController()
    void clock.sleep(limits.clusterExecTime, done.signal).then(() => done.signal.aborted || slow.abort())
    const options = { env, signal: slow.signal, maxBuffer: limits.clusterExecBytes }
    execFile(exec.command, [...exec.args], options, (error, stdout, stderr) => {
      done.abort()
      if (slow.signal.aborted) return resolve(err(lateText(exec.command)))
      if (error !== null) return resolve(err(failed(exec.command, error, stderr, exec.installHint)))
      resolve(credentialIn(stdout, exec.command))
    })
  })
}

const lateText = (command: string): string =>
  `The program ${command} of the kubeconfig took longer than ${limits.clusterExecTime / 1_000} s.`

function failed(command: string, error: ExecFileException, stderr: string, hint: string): string {
  if (error.code === 'ENOENT')
    return `The program ${command} of the kubeconfig is not there.${hint === '' ? '' : ` ${hint.trim()}`}`
  const words = stderr.trim().split('\n').at(-1) ?? ''
  return `The program ${command} of the kubeconfig failed${words === '' ? '' : `: ${words.slice(0, 300)}`}.`
}

function credentialIn(stdout: string, command: string): Result<ExecCredential, string> {
  const read = shape.safeParse(parsed(stdout))
  if (!read.success) return err(`The program ${command} of the kubeconfig printed no ExecCredential.`)
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = read.data.status
  const until = expirationTimestamp ? Date.parse(expirationTimestamp) : Number.NaN
  return ok({
    ...(token ? { token } : {}),
    ...(clientCertificateData ? { certificate: clientCertificateData } : {}),
    ...(clientKeyData ? { key: clientKeyData } : {}),
    ...(Number.isNaN(until) ? {} : { until: instant(until) }),
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
