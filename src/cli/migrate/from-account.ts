/** Reads an AWS account by plain signed calls that change nothing there. */
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import type { Problem } from '../option.ts'
import { type AwsAccount, type AwsServiceName, callAws } from './aws-client.ts'
import { emptyHands, type Gathered, type ImportKind, type Json, take, textOf } from './gathered.ts'

interface Listing {
  readonly kinds: readonly ImportKind[]
  readonly service: AwsServiceName
  readonly operation: string
  readonly input: Json
  /** The member that carries a page's token, in and out. */
  readonly token: 'nextToken' | 'NextToken'
}

const listings: readonly Listing[] = [
  { kinds: ['groups'], service: 'logs', operation: 'DescribeLogGroups', input: { limit: 50 }, token: 'nextToken' },
  { kinds: ['filters'], service: 'logs', operation: 'DescribeMetricFilters', input: { limit: 50 }, token: 'nextToken' },
  {
    ...{ kinds: ['queries'], service: 'logs', operation: 'DescribeQueryDefinitions' },
    ...{ input: { maxResults: 1_000 }, token: 'nextToken' },
  },
  { kinds: ['dashboards'], service: 'monitoring', operation: 'ListDashboards', input: {}, token: 'NextToken' },
  {
    ...{ kinds: ['alarms', 'composites'], service: 'monitoring', operation: 'DescribeAlarms', token: 'NextToken' },
    input: { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 },
  },
]

/** `onPage` is told the operation and how many pages were read. */
export async function gatherFromAccount(
  account: AwsAccount,
  kinds: readonly ImportKind[],
  onPage: (operation: string, pages: number) => void,
): Promise<Result<Gathered, Problem>> {
  const gathered = emptyHands()
  for (const listing of listings.filter(one => one.kinds.some(kind => kinds.includes(kind)))) {
    const read = await readAll(account, listing, gathered, onPage)
    if (!read.ok) return read
  }
  let bodies = 0
  for (const DashboardName of [...gathered.dashboards.keys()]) {
    const answer = await callAws(account, 'monitoring', 'GetDashboard', { DashboardName })
    if (!answer.ok) return failed('GetDashboard', answer.error)
    take(gathered, answer.value)
    bodies += 1
    onPage('GetDashboard', bodies)
  }
  return ok(gathered)
}

async function readAll(
  account: AwsAccount,
  { service, operation, input, token }: Listing,
  into: Gathered,
  onPage: (operation: string, pages: number) => void,
): Promise<Result<void, Problem>> {
  let next: string | undefined
  for (let page = 1; page <= limits.importPages; page += 1) {
    const answer = await callAws(account, service, operation, next === undefined ? input : { ...input, [token]: next })
    if (!answer.ok) return failed(operation, answer.error)
    take(into, answer.value)
    onPage(operation, page)
    next = textOf(answer.value, token)
    if (next === undefined) return ok(undefined)
  }
  return failed(operation, `> ${limits.importPages}`)
}

const failed = (operation: string, why: string) => err<Problem>(say => say['import-aws-failed'](operation, why))
