/** Jobs run a pod until it ends well; CronJobs make them by the clock and keep the newest few. */
import { instant } from '../../model/index.ts'
import type { CronJob, Job } from '../../model/kubernetes/index.ts'
import { createPod, deletePod, ownerOf } from '../kubelet/pods.ts'
import { suffix, uuid } from '../world/chance.ts'
import { tell } from '../world/telling.ts'
import { timeText, type World } from '../world/world.ts'
import { nextRun } from './cron.ts'
import { readyOf } from './replica-sets.ts'

const isOver = ({ status }: Job): boolean =>
  status?.conditions?.some(
    ({ type, status: holds }) => (type === 'Complete' || type === 'Failed') && holds === 'True',
  ) ?? false

export function reconcileJob(world: World, key: string): void {
  const job = world.objects.get('Job', key)
  if (job === undefined || isOver(job)) return
  const { namespace = '', name, uid } = job.metadata
  const pods = [...(world.podsByOwner.get(uid) ?? [])]
  const phases = pods.map(pod => world.objects.get('Pod', pod.key)?.status?.phase)
  const succeeded = phases.filter(phase => phase === 'Succeeded').length
  const failed = phases.filter(phase => phase === 'Failed').length
  let active = pods.length - succeeded - failed
  const lost = failed > (job.spec.backoffLimit ?? 6)
  const done = succeeded >= (job.spec.completions ?? 1)
  if (!done && !lost && active === 0) {
    const podName = `${name}-${suffix(world.random, 5)}`
    const labels = { 'batch.kubernetes.io/job-name': name, 'job-name': name, 'batch.kubernetes.io/controller-uid': uid }
    createPod(world, {
      ...{ namespace, name: podName, owner: job, template: job.spec.template, labels },
      workload: key,
    })
    tell(world, job, { reason: 'SuccessfulCreate', message: `Created pod: ${podName}`, by: 'job-controller' })
    active = 1
  }
  const now = timeText(world.now)
  const verdict = done
    ? {
        type: 'Complete',
        status: 'True',
        reason: 'CompletionsReached',
        message: 'Reached expected number of succeeded pods',
      }
    : {
        type: 'Failed',
        status: 'True',
        reason: 'BackoffLimitExceeded',
        message: 'Job has reached the specified backoff limit',
      }
  const status = {
    startTime: job.status?.startTime ?? now,
    ...(done && { completionTime: now }),
    ...{ active: done || lost ? 0 : active, ready: readyOf(world, pods), succeeded, failed },
    ...((done || lost) && { conditions: [{ ...verdict, lastTransitionTime: now }] }),
  }
  if (JSON.stringify(status) === JSON.stringify(job.status)) return
  const kept = world.objects.put('Job', { ...job, status })
  if (done) tell(world, kept, { reason: 'Completed', message: 'Job completed', by: 'job-controller' })
  if (lost)
    tell(world, kept, {
      ...{ type: 'Warning', reason: 'BackoffLimitExceeded' },
      message: verdict.message,
      by: 'job-controller',
    })
}

const jobsOf = (world: World, cron: CronJob): Job[] => {
  const found: Job[] = []
  for (const job of world.objects.all('Job'))
    if (job.metadata.ownerReferences?.[0]?.uid === cron.metadata.uid) found.push(job)
  return found
}

export function reconcileCronJob(world: World, key: string): void {
  const cron = world.objects.get('CronJob', key)
  if (cron === undefined) return
  const jobs = jobsOf(world, cron)
  const over = jobs.filter(isOver)
  for (const [type, kept] of [
    ['Complete', cron.spec.successfulJobsHistoryLimit ?? 3],
    ['Failed', cron.spec.failedJobsHistoryLimit ?? 1],
  ] as const)
    for (const job of over.filter(({ status }) => status?.conditions?.[0]?.type === type).slice(0, -kept))
      dropJob(world, job)
  const active = jobs
    .filter(job => !isOver(job))
    .map(({ metadata: { name, namespace = '', uid } }) => ({ name, namespace, uid }))
  const last = over.findLast(({ status }) => status?.completionTime !== undefined)?.status?.completionTime
  const status = { ...cron.status, active, ...(last !== undefined && { lastSuccessfulTime: last }) }
  if (JSON.stringify(status) !== JSON.stringify(cron.status)) world.objects.put('CronJob', { ...cron, status })
}

function dropJob(world: World, job: Job): void {
  for (const pod of [...(world.podsByOwner.get(job.metadata.uid) ?? [])]) deletePod(world, pod)
  world.objects.remove('Job', `${job.metadata.namespace}/${job.metadata.name}`)
}

/** Plans the next run of a CronJob, and so the ones after it. */
export function planRuns(world: World, key: string): void {
  const cron = world.objects.get('CronJob', key)
  const at = cron === undefined ? undefined : nextRun(cron.spec.schedule, world.now)
  if (at === undefined) return
  world.after(at - world.now, () => {
    runCronJob(world, key, at)
    planRuns(world, key)
  })
}

function runCronJob(world: World, key: string, at: number): void {
  const cron = world.objects.get('CronJob', key)
  if (cron === undefined || cron.spec.suspend === true) return
  const { namespace = '', name } = cron.metadata
  if (cron.spec.concurrencyPolicy === 'Forbid' && (cron.status?.active?.length ?? 0) > 0) return
  const { metadata, spec } = cron.spec.jobTemplate
  // As the controller names them: by the minute for which they are.
  const job = world.objects.put('Job', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      ...{
        name: `${name}-${Math.floor(at / 60_000)}`,
        namespace,
        uid: uuid(world.random),
        resourceVersion: '',
        generation: 1,
      },
      creationTimestamp: timeText(world.now),
      ...(metadata?.labels !== undefined && { labels: metadata.labels }),
      ownerReferences: [ownerOf(cron)],
    },
    spec,
  })
  tell(world, cron, {
    reason: 'SuccessfulCreate',
    message: `Created job ${job.metadata.name}`,
    by: 'cronjob-controller',
  })
  world.objects.put('CronJob', { ...cron, status: { ...cron.status, lastScheduleTime: timeText(instant(at)) } })
}
