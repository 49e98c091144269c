/** CloudWatch's metrics as an AWS service: its register of operations. */
import type { AwsService } from '../protocol/index.ts'
import { alarmOperations } from './alarms/index.ts'
import type { MonitoringPorts } from './context.ts'
import { dashboardOperations } from './dashboards/index.ts'
import { detectorOperations } from './detectors/index.ts'
import { getMetricData } from './get-metric-data.ts'
import { getMetricStatistics } from './get-metric-statistics.ts'
import { listMetrics } from './list-metrics.ts'
import { muteOperations } from './mutes/index.ts'
import { putMetricData } from './put-metric-data.ts'
import { getMetricWidgetImage } from './widget-image/index.ts'

export function createMonitoringService(ports: MonitoringPorts): AwsService {
  const { alarms, dashboards, metrics, metricWriter, clock } = ports
  return {
    targetPrefix: 'GraniteServiceVersion20100801',
    signingName: 'monitoring',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    queryVersion: '2010-08-01',
    errorNamespace: 'com.amazonaws.cloudwatch.v2010_08_01#',
    operations: new Map([
      ['ListMetrics', listMetrics(ports)],
      ['GetMetricStatistics', getMetricStatistics(ports)],
      ['GetMetricData', getMetricData(ports)],
      ['GetMetricWidgetImage', getMetricWidgetImage(ports)],
      ...(metricWriter === undefined
        ? []
        : ([['PutMetricData', putMetricData({ metrics, metricWriter, clock })]] as const)),
      ...(alarms === undefined
        ? []
        : [...alarmOperations(alarms, clock), ...muteOperations(alarms, clock), ...detectorOperations(alarms, clock)]),
      ...(dashboards === undefined ? [] : dashboardOperations({ dashboards, clock })),
    ]),
  }
}
