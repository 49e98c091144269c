/** How the programs of the demo behave. */
import { mib, millis, seconds } from '../../model/index.ts'
import type { Behaviour } from './behaviour.ts'

const nothing = { cpuPerRequest: 0, memoryPerRate: 0, receivedPerRequest: 0, sentPerRequest: 0, writes: 60 }

export const programs = {
  /** Spring: slow to start, a heap that fills, most of the work. */
  backend: {
    ...{
      writer: 'backend',
      imageBytes: mib(284),
      pull: seconds(9),
      startup: seconds(14),
      cpuIdle: 18,
      cpuPerRequest: 630,
    },
    ...{ memoryIdle: mib(390), memoryPerRate: mib(10), receivedPerRequest: 1_900, sentPerRequest: 6_200, writes: 900 },
  },
  frontend: {
    ...{ writer: 'frontend', imageBytes: mib(62), pull: seconds(3), startup: seconds(1), cpuIdle: 1, cpuPerRequest: 3 },
    ...{ memoryIdle: mib(21), memoryPerRate: 200_000, receivedPerRequest: 1_100, sentPerRequest: 24_000, writes: 400 },
  },
  database: {
    ...{
      writer: 'database',
      imageBytes: mib(151),
      pull: seconds(6),
      startup: seconds(5),
      cpuIdle: 22,
      cpuPerRequest: 28,
    },
    ...{ memoryIdle: mib(640), memoryPerRate: mib(3), receivedPerRequest: 800, sentPerRequest: 3_900, writes: 21_000 },
  },
  batch: {
    ...nothing,
    ...{
      writer: 'batch',
      imageBytes: mib(97),
      pull: seconds(5),
      startup: millis(0),
      cpuIdle: 140,
      memoryIdle: mib(96),
    },
    runs: { least: seconds(40), most: seconds(150) },
  },
  dns: {
    ...nothing,
    ...{
      writer: 'dns',
      imageBytes: mib(19),
      pull: seconds(2),
      startup: seconds(2),
      cpuIdle: 2,
      cpuPerRequest: 0.6,
      memoryIdle: mib(17),
    },
    ...{ receivedPerRequest: 90, sentPerRequest: 180 },
  },
  network: {
    ...nothing,
    ...{
      writer: 'network',
      imageBytes: mib(48),
      pull: seconds(3),
      startup: seconds(4),
      cpuIdle: 4,
      memoryIdle: mib(38),
    },
  },
  proxy: {
    ...nothing,
    ...{ writer: 'proxy', imageBytes: mib(29), pull: seconds(2), startup: seconds(1), cpuIdle: 1, memoryIdle: mib(16) },
  },
  plain: {
    ...nothing,
    ...{ writer: 'plain', imageBytes: mib(44), pull: seconds(3), startup: seconds(3), cpuIdle: 6, memoryIdle: mib(62) },
  },
} satisfies Readonly<Record<string, Behaviour>>
