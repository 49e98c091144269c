/**
 * Exports of this server: starts one when it is allowed and no other is under way, holds it while it runs, and keeps how it ended. Of several
 * replicas the one that was asked runs it; when that one goes, another sees that nobody holds it any more and says that it has failed.
 */
import { limits } from '../../limits.ts'
import { err, type Instant, instant, ok, plus, type Result } from '../../model/index.ts'
import type {
  ExportEnd,
  ExportFormat,
  ExportSettings,
  LogGroup,
  SettingsError,
  StoredExport,
} from '../../store/settings/index.ts'
import { mayCall } from '../subscriptions/index.ts'
import { httpPoster } from '../subscriptions/senders/index.ts'
import { type ExportTarget, exportChoices, exportTarget } from './destination.ts'
import { readPrefix } from './layout.ts'
import { bucketPlace, type ExportPlace, folderPlace, tidyFolder } from './places/index.ts'
import type { ExportPorts } from './ports.ts'
import { ExportTask } from './task.ts'

export interface ExportWish {
  readonly name: string | null
  readonly group: LogGroup
  readonly streamPrefix: string | null
  /** Both inclusive. */
  readonly from: Instant
  readonly to: Instant
  readonly destination: string
  readonly prefix: string
  readonly format: ExportFormat
  /** Whoever asks may see what the group's policy masks, and wants to. */
  readonly unmask: boolean
}

export type ExportTrouble =
  /** Not allowed, not to be understood, or not to be reached. */
  | { readonly code: 'refused'; readonly message: string }
  | { readonly code: 'busy' }
  | { readonly code: 'stopping' }
  | { readonly code: 'settings'; readonly error: SettingsError }

export interface ExportDesk extends Pick<ExportSettings, 'find' | 'list'> {
  /** Destinations that may be chosen. */
  readonly allowed: readonly string[]
  /** Resolves once it is on record. */
  start(wish: ExportWish): Promise<Result<StoredExport, ExportTrouble>>
  cancel(id: string): ReturnType<ExportSettings['cancel']>
  /** Stops what runs and keeps that it was stopped. */
  stop(): Promise<void>
}

export async function openExportDesk(ports: ExportPorts): Promise<ExportDesk> {
  const desk = new Desk(ports)
  await desk.begin()
  return desk
}

const lostWords = 'Mangru stopped while this export ran; start it again. Files that were finished are complete.'
const stoppedWords = 'Mangru was stopped while this export ran; start it again. Files that were finished are complete.'

class Desk implements ExportDesk {
  readonly #ports: ExportPorts
  readonly #stopping = new AbortController()
  #running: { readonly id: string; readonly cancelled: AbortController; readonly over: Promise<void> } | undefined
  #loop: Promise<void> = Promise.resolve()

  constructor(ports: ExportPorts) {
    this.#ports = ports
  }

  get allowed(): readonly string[] {
    return exportChoices(this.#ports.allowed)
  }

  async begin(): Promise<void> {
    // Alone with the settings, nobody else can be running what is under way there.
    await this.#giveUp(this.#ports.shared ? this.#ports.clock.now() : instant(limits.lastInstant))
    if (this.#ports.shared) this.#loop = this.#watch()
  }

  find(id: string) {
    return this.#ports.settings.find(id)
  }

  list(query: Parameters<ExportSettings['list']>[0]) {
    return this.#ports.settings.list(query)
  }

  async start(wish: ExportWish): Promise<Result<StoredExport, ExportTrouble>> {
    if (this.#stopping.signal.aborted) return err({ code: 'stopping' })
    const { settings, clock, newId } = this.#ports
    const prefix = readPrefix(wish.prefix)
    if (!prefix.ok) return err({ code: 'refused', message: prefix.error })
    const target = exportTarget(wish.destination, this.#ports.allowed)
    const place = target.ok ? this.#placeOf(target.value) : target
    if (!place.ok) return err({ code: 'refused', message: place.error })
    const { group, ...rest } = wish
    const now = clock.now()
    const task = { ...rest, id: newId(), groupId: group.id, group: group.name, createdAt: now }
    const added = await settings.add(task, plus(now, limits.exportHold))
    if (!added.ok) {
      place.value.close()
      return err(added.error.code === 'busy' ? { code: 'busy' } : { code: 'settings', error: added.error })
    }
    const tried = wish.format === 'cloudwatch' ? await this.#tryOut(place.value, prefix.value) : ok(undefined)
    if (!tried.ok) {
      place.value.close()
      await this.#end(added.value.id, { status: 'FAILED', message: tried.error }, { events: 0, bytes: 0, files: 0 })
      return err({ code: 'refused', message: `The destination cannot be written to: ${tried.error}.` })
    }
    const cancelled = new AbortController()
    const over = this.#run(added.value, place.value, cancelled).finally(() => {
      if (this.#running?.id === added.value.id) this.#running = undefined
    })
    this.#running = { id: added.value.id, cancelled, over }
    return ok(added.value)
  }

  async cancel(id: string) {
    const asked = await this.#ports.settings.cancel(id)
    if (asked.ok && this.#running?.id === id) {
      this.#running.cancelled.abort()
      await this.#running.over
    }
    return asked
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop
    await this.#running?.over
  }

  #placeOf(target: ExportTarget): Result<ExportPlace, string> {
    if (target.kind === 'folder') return ok(folderPlace(target.root, target.name))
    const { clock, allowed, sign, region, resolve } = this.#ports
    const { endpoint, credentials = this.#ports.credentials, region: named } = target.bucket
    if (credentials === undefined) {
      return err(
        'There are no credentials for this bucket: start Mangru with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      )
    }
    const where = named ?? region
    const url = new URL(endpoint ?? `https://s3.${where}.amazonaws.com`)
    const http = httpPoster({
      clock,
      // An address that the operator wrote himself may be called.
      mayCall: (host, address) => host.replace(/^\[|\]$/g, '') === address || mayCall(host, address, allowed),
      ...(resolve === undefined ? {} : { resolve }),
    })
    const ports = { clock, http, sign: (...[request, keys, now]: SignArguments) => sign(request, keys, where, now) }
    return ok(bucketPlace(ports, { name: target.name, endpoint: url, credentials }))
  }

  /** As CloudWatch does: a small file tells at once whether the rest can be written. */
  async #tryOut(place: ExportPlace, prefix: readonly string[]): Promise<Result<void, string>> {
    const file = await place.begin([...prefix, 'aws-logs-write-test'])
    if (!file.ok) return file
    const written = await file.value.write(Buffer.from('Permission Check Successful'))
    const done = written.ok ? await file.value.commit(this.#stopping.signal) : written
    if (!done.ok) await file.value.abandon()
    return done
  }

  async #run(stored: StoredExport, place: ExportPlace, cancelled: AbortController): Promise<void> {
    const lost = new AbortController()
    const signal = AbortSignal.any([cancelled.signal, lost.signal, this.#stopping.signal])
    const task = new ExportTask(this.#ports, stored, place, signal)
    const over = new AbortController()
    const held = this.#hold(task, stored.id, { cancelled, lost, over: over.signal })
    let end: Pick<ExportEnd, 'status' | 'message'>
    try {
      const done = await task.run()
      if (done.ok) end = { status: 'COMPLETED', message: null }
      else if (cancelled.signal.aborted) end = { status: 'CANCELLED', message: 'It was cancelled.' }
      else if (this.#stopping.signal.aborted) end = { status: 'FAILED', message: stoppedWords }
      else end = { status: 'FAILED', message: `It failed: ${done.error}.` }
    } catch (error) {
      this.#ports.log(`export ${stored.id} failed: ${(error as Error).stack ?? error}`)
      end = { status: 'FAILED', message: 'Mangru failed at this export; its log says more.' }
    }
    over.abort()
    await held
    place.close()
    await this.#end(stored.id, end, task.progress)
  }

  async #end(id: string, end: Pick<ExportEnd, 'status' | 'message'>, progress: ExportEnd['progress']): Promise<void> {
    const { settings, clock, log } = this.#ports
    const ended = await settings.end(id, { ...end, at: clock.now(), progress })
    if (!ended.ok) log(`how export ${id} ended cannot be kept: ${ended.error.message}`)
  }

  /** Tells how far it is, and hears whether it is to stop. */
  async #hold(
    task: ExportTask,
    id: string,
    { cancelled, lost, over }: { cancelled: AbortController; lost: AbortController; over: AbortSignal },
  ): Promise<void> {
    const { settings, clock } = this.#ports
    while (!over.aborted) {
      const status = await settings.hold(id, task.progress, plus(clock.now(), limits.exportHold))
      if (status.ok && status.value === 'PENDING_CANCEL') cancelled.abort()
      else if (status.ok ? status.value !== 'RUNNING' : status.error.code === 'missing') lost.abort()
      await clock.sleep(limits.exportHoldEvery, over)
    }
  }

  /** With other replicas: what one of them has let go. */
  async #watch(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#ports.clock.sleep(limits.exportHold, this.#stopping.signal)
      if (!this.#stopping.signal.aborted) await this.#giveUp(this.#ports.clock.now())
    }
  }

  async #giveUp(before: Instant): Promise<void> {
    const { settings, clock, log } = this.#ports
    const lost = await settings.giveUp(before, clock.now(), lostWords)
    if (!lost.ok) return log(`exports cannot be looked after: ${lost.error.message}`)
    for (const { destination, prefix, id } of lost.value) {
      const target = exportTarget(destination, this.#ports.allowed)
      const steps = readPrefix(prefix)
      if (!target.ok || !steps.ok || target.value.kind !== 'folder') continue
      await tidyFolder(target.value.root, target.value.name, [...steps.value, id])
    }
  }
}

type SignArguments = Parameters<Parameters<typeof bucketPlace>[0]['sign']>
