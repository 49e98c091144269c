/** The desk of alarms over the settings, the metric store and the evaluation that is under way. */
import { beside } from './beside.ts'
import { changing } from './changing.ts'
import type { AlarmDesk } from './port.ts'
import { Reading } from './reading.ts'
import type { DeskPorts } from './trouble.ts'

export function alarmDesk(ports: DeskPorts): AlarmDesk {
  const reading = new Reading(ports)
  return { ...changing(ports, reading), ...reading.answers(), ...beside(ports) }
}
