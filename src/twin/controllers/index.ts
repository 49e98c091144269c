/** The door of controllers: who looks after which kind. */

import { growGroups } from '../nodes/index.ts'
import { schedulePods } from '../scheduler/index.ts'
import type { Reconciler } from '../world/world.ts'
import { reconcileDaemonSet } from './daemon-sets.ts'
import { reconcileDeployment } from './deployments.ts'
import { reconcileService } from './endpoints.ts'
import { reconcileCronJob, reconcileJob } from './jobs.ts'
import { reconcileReplicaSet } from './replica-sets.ts'
import { reconcileStatefulSet } from './stateful-sets.ts'

export const reconcilers: ReadonlyMap<string, Reconciler> = new Map<string, Reconciler>([
  ['Deployment', reconcileDeployment],
  ['ReplicaSet', reconcileReplicaSet],
  ['StatefulSet', reconcileStatefulSet],
  ['DaemonSet', reconcileDaemonSet],
  ['Job', reconcileJob],
  ['CronJob', reconcileCronJob],
  ['Service', reconcileService],
  ['Scheduler', schedulePods],
  ['NodeGroups', growGroups],
])

export { planScaling } from './autoscalers.ts'
export { changeDeployment } from './deployments.ts'
export { planRuns } from './jobs.ts'
export { whatFollows } from './watching.ts'
