/**
 * What every adapter of the `Settings` port must do, told once. An adapter's test calls `settingsContract` with a way to
 * make fresh places.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import type { Settings } from '../port.ts'
import { alarmStories } from './alarms.ts'
import { dashboardStories } from './dashboards.ts'
import { exportStories } from './exports.ts'
import { groupStories } from './groups.ts'
import { keyStories } from './keys.ts'
import { metricFilterStories } from './metric-filters.ts'
import { modelStories } from './model.ts'
import { notifyStories } from './notify.ts'
import type { Place, Stage } from './place.ts'
import { policyStories } from './policies.ts'
import { definitionStories, lookupStories } from './queries.ts'
import { runStories, scheduleStories } from './query-runs.ts'
import { streamStories } from './streams.ts'
import { subscriptionStories } from './subscriptions.ts'
import { tagStories } from './tags.ts'

export { at, byBytes, makeGroup, must, newGroup, type Place, refusal } from './place.ts'

export function settingsContract(name: string, newPlace: () => Promise<Place>): void {
  describe(`${name} keeps the settings contract`, () => {
    let place: Place
    let settings: Settings
    const stage: Stage = {
      get settings() {
        return settings
      },
      async reopen() {
        await settings.close()
        settings = await place.open()
        return settings
      },
    }
    const setUp = async () => {
      place = await newPlace()
      settings = await place.open()
    }
    const tearDown = async () => {
      await settings.close()
      await place.dispose()
    }

    describe('one by one', () => {
      beforeEach(setUp)
      afterEach(tearDown)
      groupStories(stage)
      streamStories(stage)
      tagStories(stage)
      keyStories(stage)
      subscriptionStories(stage)
      metricFilterStories(stage)
      definitionStories(stage)
      lookupStories(stage)
      runStories(stage)
      scheduleStories(stage)
      exportStories(stage)
      policyStories(stage)
      notifyStories(stage)
      dashboardStories(stage)
      alarmStories(stage)
    })

    describe('against a plain list', () => {
      beforeAll(setUp)
      afterAll(tearDown)
      modelStories(stage)
    })
  })
}
