/** DescribeAlarmsForMetric: the alarms on exactly this metric. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { err, ok } from '../../../../model/index.ts'
import { integer, type Operation, structure, text } from '../../protocol/index.ts'
import { dimensions, labelsOf, lower, metricName, monitored, namespace, unit } from '../fields.ts'
import { invalidCombination, invalidValue } from '../refusals.ts'
import { describedMetric } from './described.ts'
import { deskTrouble } from './refusals.ts'

const shape = structure(
  {
    MetricName: metricName,
    Namespace: namespace,
    Statistic: text({ values: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] }),
    ExtendedStatistic: text(),
    Dimensions: dimensions,
    Period: integer({ min: 1 }),
    Unit: unit,
  },
  ['MetricName', 'Namespace'],
  lower,
)

export const describeAlarmsForMetric = (desk: AlarmDesk): Operation =>
  monitored('ask', shape, async (input, call) => {
    const { Namespace: namespace, MetricName: metric, Statistic, ExtendedStatistic, Period, Unit } = input
    if (Statistic != null && ExtendedStatistic != null)
      return err(invalidCombination('Statistic and ExtendedStatistic cannot both be specified.'))
    const labels = labelsOf(input.Dimensions ?? [])
    if (labels === undefined) return err(invalidValue('The parameter Dimensions must not name a dimension twice.'))
    const statistic = Statistic ?? ExtendedStatistic
    const found = await desk.onMetric({
      ...{ namespace, metric, dimensions: labels },
      ...(statistic == null ? {} : { statistic }),
      ...(Period == null ? {} : { period: Period }),
      ...(Unit == null ? {} : { unit: Unit }),
    })
    if (!found.ok) return err(deskTrouble(found.error))
    return ok({ MetricAlarms: found.value.map(alarm => describedMetric(alarm, call)) })
  })
