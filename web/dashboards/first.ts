/**
 * A board's definition, and the data of the widgets that are seen at once, asked for by the address alone before the code that draws boards
 * has come. Imports no more than this takes: it runs first.
 */
import { placeWidgets, readDashboard } from '../../src/model/dashboard/index.ts'
import type { ApiDashboard, ApiMetricDataRequest } from '../../src/model/index.ts'
import { askAhead } from '../api/ahead.ts'
import { getDashboard } from '../api/dashboards.ts'
import { getMetricData } from '../api/metric-questions.ts'
import type { Zone } from '../format/index.ts'
import { languageAtFirst } from '../i18n/preferred.ts'
import { parseSearch, type Search } from '../search.ts'
import { openAt } from '../time/first-moment.ts'
import { resolvedOr } from '../time/range.ts'
import { readTime } from '../time/search.ts'
import { rememberedZone } from '../time/zone.ts'
import { boardQuestion, dataQuestion } from './ahead.ts'
import { gap, oneColumn, rowHeight } from './board/grid-sizes.ts'
import { readBoard } from './view.ts'
import { askedBy } from './widgets/request.ts'

/** Pixels. */
export interface Screen {
  readonly width: number
  readonly height: number
}

/** `written`: the address from its question mark on. `now`: epoch milliseconds. */
export function askFirst(written: string, screen: Screen, now: number): void {
  const search = parseSearch(written)
  const { name } = readBoard(search)
  if (name === '') return
  const language = languageAtFirst()
  const answer = getDashboard(name, language)
  askAhead(boardQuestion(name, language), answer)
  // Without a range the board's own is put into the address first.
  if (search.from === undefined) return
  openAt(readTime(search).range, now)
  // Trouble with the definition is told by the page, which asks for it again.
  void answer.then(result => {
    if (!result.ok) return
    const requests = firstRequests(result.value, search, screen, now, rememberedZone())
    for (const request of requests) askAhead(dataQuestion(request), getMetricData(request))
    // Takes tens of milliseconds to start, for number formats, which the browser has while it reads the rest: after the questions have
    // gone out. Trouble is told by the chart that needs it.
    if (requests.length > 0) setTimeout(() => import('uplot').catch(() => {}))
  })
}

/** What the widgets of the first screen ask. Nothing where that depends on more than the address: on what a variable finds, or where all is one column. */
export function firstRequests(
  { body }: Pick<ApiDashboard, 'body'>,
  search: Search,
  { width, height }: Screen,
  now: number,
  remembered: Zone,
): ApiMetricDataRequest[] {
  const { dashboard } = readDashboard(body)
  if (width <= oneColumn || dashboard.variables.length > 0 || readBoard(search).widget !== undefined) return []
  const { range, zone = remembered } = readTime(search)
  const time = { resolved: resolvedOr(range, now, zone), asOf: now, zone }
  const places = placeWidgets(dashboard.widgets)
  return dashboard.widgets.flatMap((widget, at) => {
    if (widget.type !== 'metric' || widget.annotations.alarm !== null) return []
    if (places[at]!.y * (rowHeight + gap) >= height) return []
    const { request } = askedBy(widget, time, dashboard.periodOverride)
    return request.queries.length === 0 ? [] : [request]
  })
}
