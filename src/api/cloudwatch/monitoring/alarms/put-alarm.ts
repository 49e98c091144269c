/** PutMetricAlarm and PutCompositeAlarm: make an alarm, or replace it as a whole. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { actionsTrouble, readCompositeAlarm } from '../../../../judge/alarms/index.ts'
import { err, ok, type Result } from '../../../../model/index.ts'
import type { AwsError, Operation } from '../../protocol/index.ts'
import { monitored } from '../fields.ts'
import { invalid } from '../refusals.ts'
import { deskRefusal } from './refusals.ts'
import { compositeAlarm, metricAlarm, type Tag, withoutNulls } from './shapes.ts'
import { tagsOf } from './tag-list.ts'

export const putMetricAlarm = (desk: AlarmDesk): Operation =>
  monitored('operate', metricAlarm, async ({ Tags, ...alarm }, call) =>
    put(desk, withoutNulls(alarm), Tags, call.region),
  )

export const putCompositeAlarm = (desk: AlarmDesk): Operation =>
  monitored('operate', compositeAlarm, async ({ Tags, ...alarm }, call) => {
    const input = withoutNulls(alarm)
    // The desk knows a composite by its rule, so one without is refused here, in the same words.
    const read = input.AlarmRule === undefined ? readCompositeAlarm(input, name => name) : ok(undefined)
    return read.ok ? put(desk, input, Tags, call.region) : err(deskRefusal(read.error))
  })

async function put(
  desk: AlarmDesk,
  input: Readonly<Record<string, unknown>>,
  list: readonly Tag[] | null | undefined,
  region: string,
): Promise<Result<object, AwsError>> {
  const trouble = actionsTrouble(input)
  if (trouble !== undefined) return err(invalid(trouble))
  const tags = tagsOf(list)
  if (!tags.ok) return tags
  const kept = await desk.put(input, tags.value, region)
  return kept.ok ? ok({}) : err(deskRefusal(kept.error))
}
