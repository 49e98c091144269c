/** The door of the operations on anomaly detectors. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import type { Clock } from '../../../../model/index.ts'
import type { Operation } from '../../protocol/index.ts'
import { deleteAnomalyDetector } from './delete-anomaly-detector.ts'
import { describeAnomalyDetectors } from './describe-anomaly-detectors.ts'
import { putAnomalyDetector } from './put-anomaly-detector.ts'

export const detectorOperations = (desk: AlarmDesk, clock: Clock): readonly (readonly [string, Operation])[] => [
  ['PutAnomalyDetector', putAnomalyDetector(desk)],
  ['DescribeAnomalyDetectors', describeAnomalyDetectors(desk, clock)],
  ['DeleteAnomalyDetector', deleteAnomalyDetector(desk)],
]
