/** How a program behaves, by its image; what nobody described sits there quietly. */
import { mib, millis } from '../../model/index.ts'
import type { Behaviour } from './behaviour.ts'
import { repositoryOf } from './image.ts'
import type { Scenario } from './scenario.ts'

const quiet: Behaviour = {
  ...{ writer: 'silent', imageBytes: mib(40), pull: millis(1_500), startup: millis(500), cpuIdle: 2 },
  ...{ cpuPerRequest: 0, memoryIdle: mib(16), memoryPerRate: 0, receivedPerRequest: 0, sentPerRequest: 0, writes: 0 },
}

export const behaviourOf = ({ behaviours }: Scenario, image: string): Behaviour =>
  behaviours.get(repositoryOf(image)) ?? quiet
