/** What happened in clusters, counted out of the tables that keep their lines and their objects. */
import type { HappeningPorts } from '../api/http/index.ts'
import type { Engine } from '../store/engine/index.ts'
import { readEventCounts, readPodLevels } from '../store/logs/index.ts'
import { readContainerEnds } from '../store/objects/index.ts'

export const happeningPorts = (engine: Engine): HappeningPorts => ({
  events: (asked, signal) => readEventCounts(engine, asked, signal),
  ends: (asked, signal) => readContainerEnds(engine, asked, signal),
  lines: ({ groups, from, to }, signal) => readPodLevels(engine, groups, from, to, signal),
})
