/** What alarms are answered from. */
import type { FastifyInstance } from 'fastify'
import type { AlarmDesk } from '../../judge/alarm-desk/index.ts'
import type { ApiDelivery } from '../../model/index.ts'
import type { Asked } from './trouble.ts'

export interface AlarmPorts {
  readonly desk: AlarmDesk
  /** What became of an alarm's actions, newest first. Absent: nobody is told. */
  readonly deliveries?: (alarm: string, limit: number) => Promise<Asked<readonly ApiDelivery[]>>
}

export type AlarmRoutes = (app: FastifyInstance, ports: AlarmPorts) => void
