/** Mangru watches itself. */
import { type SelfMetric, selfNamespace } from '../../self-metrics.ts'
import { board, boxes, fromZero, type Json, type PresetOptions, type Words } from './board.ts'

export function selfBoard(options: PresetOptions): Json {
  const { words, metrics } = board(options)
  const row = (metric: SelfMetric, label: Words, stat = 'Average', more: Json = {}) => [
    selfNamespace,
    metric,
    { label: words(label), stat, ...more },
  ]
  const percent = { yAxis: { left: { min: 0, max: 100 } } }
  return {
    widgets: [
      metrics(
        { en: 'Now', ko: '지금' },
        [
          row('AcceptedEvents', { en: 'Events taken, a minute', ko: '분당 받은 이벤트' }, 'Sum'),
          row('ThrottledRequests', { en: 'Told to slow down', ko: '늦추라고 답한 요청' }, 'Sum'),
          row('QueueUtilization', { en: 'Queue', ko: '대기열' }, 'Maximum'),
          row('MemoryUtilization', { en: 'Memory', ko: '메모리' }, 'Maximum'),
          row('DiskFreeBytes', { en: 'Free on disk', ko: '디스크 여유' }, 'Minimum'),
          row('CanarySilent', { en: 'Canary silent', ko: '카나리아 침묵' }, 'Maximum', { color: '#d13212' }),
        ],
        boxes,
      ),
      metrics(
        { en: 'Events: taken and durable', ko: '이벤트: 받음과 저장됨' },
        [
          row('AcceptedEvents', { en: 'taken', ko: '받음' }, 'Sum'),
          row('DurableEvents', { en: 'durable', ko: '저장됨' }, 'Sum'),
        ],
        fromZero,
      ),
      metrics(
        { en: 'Refused', ko: '거절' },
        [
          row('ThrottledRequests', { en: 'told to slow down', ko: '늦추라고 답함' }, 'Sum'),
          row('RejectedEvents', { en: 'too old, too new, expired', ko: '너무 오래됨, 너무 앞섬, 만료됨' }, 'Sum', {
            color: '#d13212',
          }),
        ],
        fromZero,
      ),
      metrics(
        { en: 'From taken to durable', ko: '받아서 저장하기까지' },
        [
          row('CommitP99', { en: 'slowest of a hundred', ko: '가장 느린 백 분의 일' }, 'Maximum'),
          row('CanaryLatency', { en: 'canary, in and out', ko: '카나리아, 들어가고 나오기' }),
        ],
        fromZero,
      ),
      metrics(
        { en: 'Queue', ko: '대기열' },
        [row('QueueUtilization', { en: 'of what may wait', ko: '허용량 대비' }, 'Maximum')],
        percent,
      ),
      metrics(
        { en: 'Memory', ko: '메모리' },
        [
          row('EngineMemory', { en: 'engine', ko: '엔진' }, 'Maximum'),
          row('ServerMemory', { en: 'server', ko: '서버' }, 'Maximum'),
        ],
        { stacked: true, ...fromZero },
      ),
      metrics(
        { en: 'Alarms: the slowest round of evaluations', ko: '경보: 가장 느린 평가 한 바퀴' },
        [row('AlarmLatency', { en: 'a round', ko: '한 바퀴' }, 'Maximum')],
        fromZero,
      ),
      metrics(
        { en: 'Disk', ko: '디스크' },
        [
          row('DataBytes', { en: 'data', ko: '데이터' }, 'Maximum'),
          row('DiskFreeBytes', { en: 'free', ko: '여유' }, 'Minimum', { yAxis: 'right' }),
        ],
        fromZero,
      ),
      metrics(
        { en: 'Engine', ko: '엔진' },
        [
          row('DataParts', { en: 'parts', ko: '조각' }, 'Maximum'),
          row('EngineRestarts', { en: 'restarts', ko: '재시작' }, 'Sum', { yAxis: 'right', color: '#d13212' }),
        ],
        fromZero,
      ),
    ],
  }
}
