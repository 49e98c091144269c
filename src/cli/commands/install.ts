/** `mangru install` and `mangru uninstall`: puts Mangru into a cluster, and takes it away again; the plan is printed before anything is done. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  carryOut,
  fullName,
  type InstallPlan,
  type InstallValues,
  installObjects,
  type MaterialMaker,
  manifestText,
  nameOf,
  planInstall,
  planUninstall,
  type Release,
  serviceNames,
  takeAway,
} from '../../act/index.ts'
import { makeFolderKeys, makeServiceCertificate } from '../../api/auth/index.ts'
import { limits } from '../../limits.ts'
import { nameForGroups } from '../../model/kubernetes/index.ts'
import { type Call, type Command, command, fine, misused, type Outcome } from '../command.ts'
import {
  connect,
  explainError,
  explainTrouble,
  type InstallOptions,
  installOptions,
  type PlanRow,
  planTable,
  readValues,
  shownName,
  type UninstallOptions,
  uninstallOptions,
} from '../install/index.ts'

const releaseIn = (namespace: string): Release => {
  const about = new URL('../../../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(about, 'utf8')) as { version: string }
  return { name: 'mangru', namespace, version }
}

const install = command({
  name: 'install',
  en: 'put Mangru into a cluster by server-side apply; the plan is printed first',
  ko: '망루를 클러스터에 설치 (서버 측 적용). 계획을 먼저 보여 줌',
  options: installOptions,
  async run(call) {
    const { values, words, cwd } = call
    if (words[0] !== undefined) return misused(say => say['unexpected-word'](words[0] ?? ''))
    const release = releaseIn(values.namespace)
    if (values.print) {
      const read = readValues(values, cwd, 'kubernetes')
      return read.ok ? printed(call, release, read.value) : misused(read.error)
    }
    const connected = connect(values, call)
    if (!connected.ok) return misused(connected.error)
    const { access, desk } = connected.value
    const read = readValues(values, cwd, nameForGroups(access.cluster))
    if (!read.ok) return misused(read.error)
    try {
      call.terminal.err(`${call.say['install-plan'](access.cluster, access.server.host, values.namespace)}\n`)
      const signal = call.terminal.interrupted
      const plan = await planInstall(desk, release, read.value, makerFor(call, release), signal)
      if (!plan.ok) return failed(call, explainTrouble(plan.error, call.say))
      await showPlan(call, plan.value)
      const options = { signal, dryRun: values.dryRun, force: values.force }
      const done = await carryOut(desk, plan.value, options)
      if (!done.ok) return failed(call, explainTrouble(done.error, call.say))
      sayWhatNow(call, plan.value, release, read.value)
      return fine
    } finally {
      desk.close()
    }
  },
})

const makerFor = ({ clock }: Pick<Call<unknown>, 'clock'>, release: Release): MaterialMaker => ({
  keys: async () => makeFolderKeys(randomBytes, clock),
  tls: () => makeServiceCertificate(serviceNames(release), clock.now()),
})

/** As for a cluster in which nothing of it is there yet. */
async function printed(call: Call<InstallOptions>, release: Release, given: InstallValues): Promise<Outcome> {
  const values = { ...given, namespace: { create: true } }
  const maker = makerFor(call, release)
  const keys = values.auth.existingSecret === '' ? { keys: await maker.keys() } : {}
  const tls = values.tls.enabled && values.tls.existingSecret === '' ? await maker.tls() : undefined
  const material = {
    ...keys,
    ...(tls === undefined ? {} : { tls }),
    caBundle: tls === undefined ? values.tls.caBundle : Buffer.from(tls.authority).toString('base64'),
  }
  await call.terminal.out(manifestText(installObjects(release, values, material)))
  return fine
}

async function showPlan({ values, say, terminal }: Call<InstallOptions>, plan: InstallPlan): Promise<void> {
  const rows = plan.objects.map(({ deed, object }): PlanRow => ({ deed, ...nameOf(object) }))
  const changes = rows.filter(({ deed }) => deed !== 'keep')
  if (values.json) await terminal.out(`${JSON.stringify(rows)}\n`)
  else if (changes.length > 0) await terminal.out(planTable(changes, say))
  const kept = rows.length - changes.length
  if (changes.length === 0) terminal.err(`${say['install-nothing']()}\n`)
  else if (kept > 0) terminal.err(`${say['install-keep-count'](kept)}\n`)
  if (plan.usesNamespace) terminal.err(`${say['install-into-foreign'](values.namespace)}\n`)
  if (plan.metricsServedBy !== '') terminal.err(`${say['install-api-taken'](plan.metricsServedBy)}\n`)
}

function sayWhatNow(
  { values, say, terminal }: Call<InstallOptions>,
  plan: InstallPlan,
  release: Release,
  { auth }: InstallValues,
): void {
  const name = fullName(release)
  const changed = plan.objects.some(({ deed }) => deed !== 'keep')
  const done = [
    ...(changed ? [say['install-done'](release.namespace, name)] : []),
    say['install-reach'](release.namespace, name),
    say['install-token'](release.namespace, auth.existingSecret || `${name}-keys`),
  ]
  const lines = values.dryRun ? [say['dry-run-good'](plan.objects.length)] : done
  terminal.err(`${lines.join('\n')}\n`)
}

const uninstall = command({
  name: 'uninstall',
  en: 'take away all that "mangru install" made, and nothing else; the plan is printed first',
  ko: '"mangru install"이 만든 것을 모두, 그것만 없앰. 계획을 먼저 보여 줌',
  options: uninstallOptions,
  async run(call) {
    const { values, words, say, terminal } = call
    if (words[0] !== undefined) return misused(sentence => sentence['unexpected-word'](words[0] ?? ''))
    const connected = connect(values, call)
    if (!connected.ok) return misused(connected.error)
    const { access, desk } = connected.value
    try {
      terminal.err(`${say['uninstall-plan'](access.cluster, access.server.host, values.namespace)}\n`)
      const plan = await planUninstall(desk, values.namespace, values.keepData, terminal.interrupted)
      if (!plan.ok) return failed(call, say['cluster-trouble'](explainError(plan.error, say)))
      return await goThrough(call, desk, plan.value)
    } finally {
      desk.close()
    }
  },
})

async function goThrough(
  call: Call<UninstallOptions>,
  desk: Parameters<typeof takeAway>[0],
  plan: Parameters<typeof takeAway>[2],
): Promise<Outcome> {
  const { values, say, terminal, clock } = call
  const { objects, keptNamespace, unseen } = plan
  const rows = objects.map(({ object }): PlanRow => ({ deed: 'remove', ...nameOf(object) }))
  if (values.json) await terminal.out(`${JSON.stringify(rows)}\n`)
  else if (rows.length > 0) await terminal.out(planTable(rows, say))
  if (unseen.length > 0) terminal.err(`${say['uninstall-unseen'](unseen.join(', '))}\n`)
  if (keptNamespace !== null) {
    const [first, ...more] = keptNamespace.because
    terminal.err(
      `${say['uninstall-keeps-namespace'](keptNamespace.name, first ? shownName(first) : '', more.length)}\n`,
    )
  }
  if (rows.length === 0) {
    terminal.err(`${say['uninstall-nothing'](values.namespace)}\n`)
    return fine
  }
  if (values.dryRun && rows.some(({ kind }) => kind === 'PersistentVolumeClaim'))
    terminal.err(`${say['uninstall-data-goes']()}\n`)
  const options = { signal: terminal.interrupted, dryRun: values.dryRun, clock }
  const done = await takeAway(desk, values.namespace, plan, options)
  if (!done.ok) {
    if ('left' in done.error) {
      const left = done.error.left.map(shownName).join(', ')
      return failed(call, say['uninstall-left'](left, limits.uninstallWait / 1_000))
    }
    return failed(call, explainTrouble(done.error, say))
  }
  const kept = keptNamespace === null ? 0 : keptNamespace.because.length + 1
  terminal.err(
    `${values.dryRun ? say['dry-run-good'](rows.length) : kept === 0 ? say['uninstall-done'](rows.length) : say['uninstall-done-but'](rows.length, kept)}\n`,
  )
  return fine
}

function failed({ terminal }: Pick<Call<unknown>, 'terminal'>, message: string): Outcome {
  terminal.err(`${message}\n`)
  return { code: 1 }
}

export const installCommands: readonly Command[] = [install, uninstall]
