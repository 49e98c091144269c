/** DeleteAnomalyDetector: by what it watches. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { err, ok } from '../../../../model/index.ts'
import { emptyResult, type Operation, structure } from '../../protocol/index.ts'
import { deskRefusal, notFound, withoutNulls } from '../alarms/index.ts'
import { lower, monitored } from '../fields.ts'
import { watched, watchedTrouble } from './shapes.ts'

const shape = structure(watched, [], lower)

export const deleteAnomalyDetector = (desk: AlarmDesk): Operation =>
  monitored('operate', shape, async input => {
    const trouble = watchedTrouble(input)
    if (trouble !== undefined) return err(trouble)
    const removed = await desk.removeDetector(withoutNulls(input))
    if (removed.ok) return ok(emptyResult)
    return err(
      removed.error.code === 'missing' ? notFound('AnomalyDetector', removed.error.name) : deskRefusal(removed.error),
    )
  })
