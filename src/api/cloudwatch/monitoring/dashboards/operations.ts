/** PutDashboard, GetDashboard, ListDashboards, DeleteDashboards. */
import { limits } from '../../../../limits.ts'
import { type Clock, err, ok } from '../../../../model/index.ts'
import { checkDashboard } from '../../../../query/dashboards/index.ts'
import type { DashboardSettings } from '../../../../store/settings/index.ts'
import { pagingToken, readPagingToken } from '../../logs/paging-token.ts'
import { settingsTrouble } from '../../logs/refusals.ts'
import { type AwsCall, emptyResult, listOf, type Operation, structure, Timestamp, text } from '../../protocol/index.ts'
import { monitored } from '../fields.ts'
import { invalidToken } from '../refusals.ts'
import { badBody, badName, isDashboardName, nameMissing, noSuchDashboard, tooMany } from './refusals.ts'

export interface DashboardPorts {
  readonly dashboards: DashboardSettings
  readonly clock: Clock
}

export const dashboardOperations = (ports: DashboardPorts): readonly (readonly [string, Operation])[] => [
  ['PutDashboard', putDashboard(ports)],
  ['GetDashboard', getDashboard(ports)],
  ['ListDashboards', listDashboards(ports)],
  ['DeleteDashboards', deleteDashboards(ports)],
]

const put = structure({ DashboardName: text(), DashboardBody: text() }, ['DashboardName', 'DashboardBody'])

function putDashboard({ dashboards, clock }: DashboardPorts): Operation {
  const plain = monitored('operate', put, async ({ DashboardName: name, DashboardBody: body }) => {
    if (!isDashboardName(name)) return err(badName)
    const { errors, warnings, widgets } = checkDashboard(body)
    if (errors.length > 0) return err(badBody([...errors, ...warnings], errors.length))
    const kept = await dashboards.put({ name, body, widgets, changedAt: clock.now() })
    if (kept.ok)
      return ok({
        DashboardValidationMessages: warnings.map(({ path, message }) => ({ DataPath: path, Message: message })),
      })
    switch (kept.error.code) {
      case 'too-many':
        return err(tooMany)
      case 'changed':
        throw new Error('nobody expected a version')
      default:
        return err(settingsTrouble(kept.error))
    }
  })
  return { ...plain, bodyBytes: limits.dashboardRequestBytes }
}

const arnOf = (name: string, { account }: AwsCall): string => `arn:aws:cloudwatch::${account}:dashboard/${name}`

function getDashboard({ dashboards }: DashboardPorts): Operation {
  return monitored(
    'ask',
    structure({ DashboardName: text() }, ['DashboardName']),
    async ({ DashboardName: name }, call) => {
      if (!isDashboardName(name)) return err(badName)
      const found = await dashboards.dashboard(name)
      if (!found.ok) return err(settingsTrouble(found.error))
      if (found.value === undefined) return err(noSuchDashboard([name]))
      return ok({ DashboardArn: arnOf(name, call), DashboardBody: found.value.body, DashboardName: name })
    },
  )
}

const list = structure({ DashboardNamePrefix: text(), NextToken: text() })

function listDashboards({ dashboards, clock }: DashboardPorts): Operation {
  return monitored('ask', list, async ({ DashboardNamePrefix: prefix, NextToken: token }, call) => {
    const now = clock.now()
    const question = ['ListDashboards', prefix]
    const after = token == null ? ok([]) : readPagingToken(token, ['string'], question, now)
    if (!after.ok) return err(invalidToken)
    const [name] = after.value
    const limit = limits.listDashboardsCount
    const found = await dashboards.dashboards({
      ...(prefix == null ? {} : { prefix }),
      ...(name === undefined ? {} : { after: String(name) }),
      limit: limit + 1,
    })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const last = found.value.length > limit ? page.at(-1)?.name : undefined
    return ok({
      DashboardEntries: page.map(({ name: DashboardName, bytes, changedAt }) => ({
        DashboardName,
        DashboardArn: arnOf(DashboardName, call),
        LastModified: new Timestamp(changedAt),
        Size: bytes,
      })),
      ...(last === undefined ? {} : { NextToken: pagingToken([last], question, now) }),
    })
  })
}

const remove = structure({ DashboardNames: listOf(text(), { max: limits.deletedDashboards }) }, ['DashboardNames'])

function deleteDashboards({ dashboards }: DashboardPorts): Operation {
  return monitored('operate', remove, async ({ DashboardNames: names }) => {
    if (names.length === 0) return err(nameMissing)
    if (!names.every(isDashboardName)) return err(badName)
    const removed = await dashboards.remove(names)
    if (removed.ok) return ok(emptyResult)
    return err(
      removed.error.code === 'missing' ? noSuchDashboard([removed.error.name]) : settingsTrouble(removed.error),
    )
  })
}
