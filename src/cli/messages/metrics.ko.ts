/** `mangru metrics`가 하는 말, 한국어. */
import type { metricsEn } from './metrics.en.ts'

export const metricsKo: typeof metricsEn = {
  'not-a-period': (word: string) => `"${word}"은(는) 주기가 아닙니다 (예: 60, 30s, 5m, 1h, 1d)`,
  'not-a-dimension': (word: string) => `"${word}"은(는) 차원=값이 아닙니다`,
  'no-metrics': () => '아직 지표가 없습니다. "aws cloudwatch put-metric-data"나 지표 필터가 만듭니다.',
  'no-such-metrics': () => '지난 두 주의 지표 가운데 이런 것은 없습니다.',
  'more-metrics': (shown: number) => `이 ${shown}개 말고도 더 있습니다. --limit로 더 볼 수 있습니다.`,
  'no-datapoints': () => '이 기간에 데이터가 없습니다. 어떤 지표가 있는지는 "mangru metrics list"가 보여 줍니다.',
  'column-namespace': () => '네임스페이스',
  'column-metric': () => '지표',
  'column-metrics': () => '지표 수',
  'column-dimensions': () => '차원',
  'column-unit': () => '단위',
  'column-last': () => '마지막',
  'column-time': () => '시각',
}
