/** Carries an installation out: looks at what is there, makes a plan, and applies it object by object. Waiting and talking; what to do is decided elsewhere. */
import { err, ok, type Result } from '../../model/index.ts'
import type { ClusterError, Manifest, ObjectDesk } from '../../model/kubernetes/index.ts'
import { resourceMetricsApi } from './metrics-api-objects.ts'
import { installObjects, type Material, resourceOf } from './objects.ts'
import { deedFor, nameOf, type ObjectName, type PlannedObject, placeOf } from './plan.ts'
import { isOwn, type Release } from './release.ts'
import { answersApis, keysSecret, tlsSecret } from './server-objects.ts'
import type { InstallValues } from './values.ts'

/** What went wrong, and at which object. */
export interface InstallTrouble {
  readonly at: ObjectName
  readonly error: ClusterError
}

export interface InstallPlan {
  readonly objects: readonly PlannedObject[]
  /** The namespace is there and is not ours: it stays as it is. */
  readonly usesNamespace: boolean
  /** Who answers `metrics.k8s.io` already, so that we do not; `''`: nobody else. */
  readonly metricsServedBy: string
}

/** Makes what is secret; asked only for what is not there yet. */
export interface MaterialMaker {
  keys(): Promise<Readonly<Record<string, string>>>
  /** `names`: what the service is called by. */
  tls(): Promise<NonNullable<Material['tls']>>
}

type Reached<T> = Promise<Result<T, InstallTrouble>>

/** Changes nothing. */
export async function planInstall(
  desk: ObjectDesk,
  release: Release,
  values: InstallValues,
  maker: MaterialMaker,
  signal: AbortSignal,
): Reached<InstallPlan> {
  const there = (kind: string, name: string, namespace?: string): Reached<Manifest | undefined> =>
    at(
      { kind, name, namespace: namespace ?? '' },
      desk.read({ resource: resourceOf(kind), name, ...inside(namespace) }, signal),
    )
  const namespace = await there('Namespace', release.namespace)
  if (!namespace.ok) return namespace
  const usesNamespace = namespace.value !== undefined && !isOwn(namespace.value, release.namespace)
  const other = values.metricsApis.resource === 'auto' ? await there('APIService', resourceMetricsApi) : ok(undefined)
  if (!other.ok) return other
  const foreign = other.value !== undefined && !isOwn(other.value, release.namespace)
  const settled: InstallValues = {
    ...values,
    namespace: { create: !usesNamespace },
    metricsApis: { ...values.metricsApis, ...(foreign ? { resource: 'never' } : {}) },
  }
  const material = await materialFor(release, settled, maker, there)
  if (!material.ok) return material
  const objects: PlannedObject[] = []
  for (const object of installObjects(release, settled, material.value)) {
    const before = await there(object.kind, object.metadata.name, object.metadata.namespace)
    if (!before.ok) return before
    const would =
      before.value === undefined
        ? ok(undefined)
        : await at(nameOf(object), desk.apply(placeOf(object), object, { signal, dryRun: true, force: true }))
    if (!would.ok) return would
    objects.push({ deed: deedFor(before.value, would.value), object })
  }
  return ok({ objects, usesNamespace, metricsServedBy: foreign ? serverOf(other.value) : '' })
}

/** Secrets that are there stay as they are: whoever sends here knows them. */
async function materialFor(
  release: Release,
  values: InstallValues,
  maker: MaterialMaker,
  there: (kind: string, name: string, namespace?: string) => Reached<Manifest | undefined>,
): Reached<Material> {
  const { auth, tls } = values
  const keys =
    auth.existingSecret === '' ? await there('Secret', keysSecret(release, values), release.namespace) : undefined
  if (keys?.ok === false) return keys
  const made = keys !== undefined && keys.value === undefined ? { keys: await maker.keys() } : {}
  if (!tls.enabled) return ok({ ...made, caBundle: '' })
  if (tls.existingSecret !== '') return ok({ ...made, caBundle: tls.caBundle })
  const kept = await there('Secret', tlsSecret(release, values), release.namespace)
  if (!kept.ok) return kept
  if (kept.value !== undefined) {
    const authority = (kept.value.data as Readonly<Record<string, unknown>> | undefined)?.['ca.crt']
    return ok({ ...made, caBundle: answersApis(values) && typeof authority === 'string' ? authority : '' })
  }
  const fresh = await maker.tls()
  return ok({ ...made, tls: fresh, caBundle: Buffer.from(fresh.authority).toString('base64') })
}

const inside = (namespace: string | undefined) => (namespace === undefined ? {} : { namespace })

function serverOf(service: Manifest | undefined): string {
  const named = (service?.spec as { service?: { namespace?: string; name?: string } } | undefined)?.service
  return named === undefined ? resourceMetricsApi : `${named.namespace}/${named.name}`
}

/**
 * Applies the plan. `dryRun`: the server checks each object and keeps none; what goes into a namespace that is not there yet is checked as if it went into
 * `default`. `force`: takes over what others have set. Stops at the first trouble.
 */
export async function carryOut(
  desk: ObjectDesk,
  plan: InstallPlan,
  options: { readonly signal: AbortSignal; readonly dryRun: boolean; readonly force: boolean },
  tell: (name: ObjectName) => void = () => undefined,
): Reached<void> {
  const toCome = new Set(
    options.dryRun
      ? plan.objects
          .filter(({ deed, object }) => deed === 'create' && object.kind === 'Namespace')
          .map(one => one.object.metadata.name)
      : [],
  )
  for (const { deed, object } of plan.objects) {
    if (deed === 'keep') continue
    const lent = toCome.has(object.metadata.namespace ?? '') ? inDefault(object) : object
    const applied = await at(nameOf(object), desk.apply(placeOf(lent), lent, options))
    if (!applied.ok) return applied
    tell(nameOf(object))
  }
  return ok(undefined)
}

const inDefault = (object: Manifest): Manifest => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'default' },
})

async function at<T>(name: ObjectName, asked: Promise<Result<T, ClusterError>>): Reached<T> {
  const answer = await asked
  return answer.ok ? answer : err({ at: name, error: answer.error })
}
