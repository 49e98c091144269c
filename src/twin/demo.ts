/**
 * The demo cluster at real time. Its history begins with a week of the calendar, so that it has a past when somebody first looks, and is still the same
 * cluster, with the same pods, when the program is started again.
 */
import { type Clock, days, hours, type Instant, instant, millis, plus } from '../model/index.ts'
import type { Cluster } from '../model/kubernetes/index.ts'
import { twinCluster } from './cluster.ts'
import { demoScenario, type Scenario } from './scenario/index.ts'
import { createTwin, type Twin } from './twin.ts'

const week = days(7)
/** The first Monday after 1970 began, which was on a Thursday. */
const firstMonday = days(4)
/** A past is at least so long. */
const least = hours(26)

/** Monday 00:00 UTC, more than a day and at most eight days and a bit before `now`. */
export function demoStart(now: Instant): Instant {
  const monday = Math.floor((now - firstMonday) / week) * week + firstMonday
  return instant(now - monday < least ? monday - week : monday)
}

export interface Demo {
  readonly twin: Twin
  readonly cluster: Cluster
}

/** Lives through its past, which takes a second or two of CPU, and lets others have their turn meanwhile. */
export async function openDemo(clock: Clock, seed: number, scenario: Scenario = demoScenario): Promise<Demo> {
  const twin = createTwin({ seed, start: demoStart(clock.now()), scenario })
  while (twin.now < clock.now()) {
    twin.advanceTo(instant(Math.min(clock.now(), plus(twin.now, hours(3)))))
    await clock.sleep(millis(0))
  }
  return { twin, cluster: twinCluster(twin, clock) }
}
