/** PutMetricFilter: makes a filter or replaces it; from then on the group's events are judged by it. */
import { limits } from '../../../../limits.ts'
import { err, metricUnits, ok } from '../../../../model/index.ts'
import {
  type MetricFilterBook,
  type MetricFilterFault,
  readMetricFilter,
} from '../../../../query/metric-filter/index.ts'
import type { SettingsError } from '../../../../store/settings/port.ts'
import {
  type AwsError,
  type Checked,
  double,
  flag,
  invalidParameter,
  listOf,
  type Operation,
  operation,
  structure,
  text,
  textMap,
  textsOf,
} from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findGroup } from '../find.ts'
import { classRefuses, refusals, settingsTrouble } from '../refusals.ts'
import { filterName, filterPattern, groupName, metricName } from '../shapes.ts'

const transformation = structure(
  {
    metricName,
    metricNamespace: metricName,
    metricValue: text({ max: 100 }),
    defaultValue: double,
    dimensions: textMap({ max: 255 }, { max: 255 }),
    unit: text({ values: metricUnits }),
  },
  ['metricName', 'metricNamespace', 'metricValue'],
)

const shape = structure(
  {
    logGroupName: groupName,
    filterName,
    filterPattern,
    metricTransformations: listOf(transformation, { min: 1, max: 1 }),
    applyOnTransformedLogs: flag,
    fieldSelectionCriteria: text({ min: 0, max: limits.fieldSelectionLength }),
    emitSystemFieldDimensions: textsOf({}),
  },
  ['logGroupName', 'filterName', 'filterPattern', 'metricTransformations'],
)
type Input = Checked<typeof shape>

const systemFields = ['@aws.account', '@aws.region']

export const putMetricFilter = (ports: LogsPorts, filters: MetricFilterBook): Operation =>
  operation('operate', shape, async (input, call) => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    if (group.value.class !== 'STANDARD') return err(classRefuses('PutMetricFilter', group.value.class))
    const written = writtenOf(input)
    const read = readMetricFilter(written)
    if (!read.ok) return err(refusalOf(read.error))
    const emitted = input.emitSystemFieldDimensions ?? []
    if (!emitted.every(field => systemFields.includes(field))) return err(refusals.badSystemField)
    const [{ metricName, metricNamespace, unit } = noTransformation] = input.metricTransformations
    const put = await filters.put({
      ...written,
      groupId: group.value.id,
      name: input.filterName.toWellFormed(),
      metric: metricName,
      namespace: metricNamespace,
      unit: unit ?? 'None',
      systemFields: systemFields.filter(field => emitted.includes(field)),
      transformedLogs: input.applyOnTransformedLogs ?? false,
      region: call.region,
      regexes: read.value.regexes,
      changedAt: ports.clock.now(),
    })
    if (put.ok) return ok({})
    switch (put.error.code) {
      case 'missing':
        return err(refusals.groupMissing)
      case 'too-many':
        return err(refusals.tooManyFilters)
      default:
        return err(settingsTrouble(put.error as SettingsError))
    }
  })

const noTransformation = { metricName: '', metricNamespace: '', metricValue: '', unit: null }

function writtenOf(input: Input) {
  const [{ metricValue, defaultValue, dimensions } = { ...noTransformation, defaultValue: null, dimensions: null }] =
    input.metricTransformations
  return {
    pattern: input.filterPattern,
    value: metricValue,
    defaultValue: defaultValue ?? null,
    dimensions: dimensions ?? {},
    selection: input.fieldSelectionCriteria ?? null,
  }
}

/** A pattern is refused in the words of the real service, the rest in ours. */
const refusalOf = ({ field, message }: MetricFilterFault): AwsError =>
  field === 'pattern' ? refusals.badPattern : invalidParameter(message)
