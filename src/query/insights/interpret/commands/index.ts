/** The commands: those that need one row at a time as stages, those that need all rows as functions of a table. */
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import type { Gathering } from '../gathering.ts'
import type { Stage } from '../stage.ts'
import type { Shape, Table } from '../table.ts'
import { anomaly } from './anomaly.ts'
import { appendCols } from './append-cols.ts'
import { countFrequentGathering } from './count-frequent.ts'
import { dedupStage } from './dedup.ts'
import { diff } from './diff.ts'
import { estimate } from './estimate.ts'
import { fieldsStage } from './fields.ts'
import { fillMissing } from './fill-missing.ts'
import { filterIndexStage, filterStage } from './filter.ts'
import { joinStage } from './join.ts'
import { jsonStage } from './json.ts'
import { limitStage } from './limit.ts'
import { logCompare } from './log-compare.ts'
import { cidrLookupStage, lookupStage } from './lookup.ts'
import { outlier } from './outlier.ts'
import { parseStage } from './parse.ts'
import { patternGathering } from './pattern.ts'
import { relevantFields } from './relevant-fields.ts'
import { accumStage, autoregressStage, filldownStage } from './running.ts'
import { sessionize } from './sessionize.ts'
import { sort } from './sort.ts'
import { statsGathering } from './stats.ts'
import { addTotals } from './totals.ts'
import { expandStage, unnestStage } from './unnest.ts'

export { patternTable } from './pattern.ts'

/** The stage of a command over rows of a shape; null: it needs all rows at once. */
export function stageOf(command: Command, shape: Shape, context: InterpretContext): Stage | null {
  switch (command.kind) {
    case 'fields':
    case 'display':
      return fieldsStage(command, shape, context)
    case 'filter':
      return filterStage(command, shape, context)
    case 'filterIndex':
      return filterIndexStage(command, shape, context)
    case 'limit':
      return limitStage(command, shape)
    case 'parse':
      return parseStage(command, shape, context)
    case 'json':
      return jsonStage(command, shape, context)
    case 'dedup':
      return dedupStage(command, shape, context)
    case 'unnest':
      return unnestStage(command, shape, context)
    case 'expand':
      return expandStage(command, shape, context)
    case 'unmask': // nothing is masked inside a query
      return { shape, push: row => [row] }
    case 'lookup':
      return lookupStage(command, shape, context)
    case 'cidrlookup':
      return cidrLookupStage(command, shape, context)
    case 'join':
      return joinStage(command, shape, context)
    case 'accum':
      return accumStage(command, shape, context)
    case 'autoregress':
      return autoregressStage(command, shape, context)
    case 'filldown':
      return filldownStage(command, shape, context)
    default:
      return null
  }
}

/** The gathering of a command that needs all rows one by one; null for every other. */
export function gatheringOf(command: Command, context: InterpretContext): Gathering | null {
  switch (command.kind) {
    case 'stats':
      return statsGathering(command, context)
    case 'pattern':
      return patternGathering(command, context)
    case 'countFrequent':
      return countFrequentGathering(command, context)
    default:
      return null
  }
}

/** Commands that need all rows together. */
export type TableCommand = Extract<
  Command,
  {
    kind:
      | 'sort'
      | 'diff'
      | 'anomaly'
      | 'addtotals'
      | 'fillmissing'
      | 'outlier'
      | 'appendcols'
      | 'sessionize'
      | 'logcompare'
      | 'relevantfields'
      | 'estimate'
  }
>

export function applyWhole(command: TableCommand, table: Table, context: InterpretContext): Table {
  switch (command.kind) {
    case 'sort':
      return sort(command, table, context)
    case 'diff':
      return diff(command, table, context)
    case 'anomaly':
      return anomaly(table, context)
    case 'addtotals':
      return addTotals(command, table, context)
    case 'fillmissing':
      return fillMissing(command, table, context)
    case 'outlier':
      return outlier(command, table, context)
    case 'appendcols':
      return appendCols(command, table, context)
    case 'sessionize':
      return sessionize(command, table, context)
    case 'logcompare':
      return logCompare(command, table, context)
    case 'relevantfields':
      return relevantFields(command, table, context)
    case 'estimate':
      return estimate(context)
  }
}
