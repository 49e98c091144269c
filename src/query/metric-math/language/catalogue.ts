/** The functions of metric math: signature, one line of explanation in English and Korean, an example. The checker, completion and hover read it; `evaluate/` and `interpret/` implement exactly these names. */
import type { MathSaidCode } from '../said/index.ts'
import { readSignature, type Signature } from './signature.ts'

export type MathGroup = 'point' | 'fold' | 'change' | 'gap' | 'choice' | 'array' | 'time' | 'source'

export interface MathFunction {
  readonly name: string
  readonly group: MathGroup
  readonly signature: Signature
  /** The signature as people read it. */
  readonly shown: string
  readonly doc: { readonly en: string; readonly ko: string }
  readonly example: string
}

const entriesOf = (
  group: MathGroup,
  rows: readonly (readonly [signature: string, example: string, en: string, ko: string])[],
): readonly MathFunction[] =>
  rows.map(([text, example, en, ko]) => {
    const signature = readSignature(text)
    const shown = text.replace(/: \S+?(?=[,)])/g, '').replace(/\): \S+$/, ')')
    return { name: signature.name, group, signature, shown, doc: { en, ko }, example }
  })

// biome-ignore format: a table reads better in rows
export const mathFunctions: readonly MathFunction[] = [
  ...entriesOf('point', [
    ['ABS(x: TS|TS[]): same', 'ABS(m1 - m2)', 'Absolute value of each point.', '각 포인트의 절댓값.'],
    ['CEIL(x: TS|TS[]): same', 'CEIL(m1)', 'Each point rounded up to a whole number.', '각 포인트를 정수로 올림합니다.'],
    ['FLOOR(x: TS|TS[]): same', 'FLOOR(m1)', 'Each point rounded down to a whole number.', '각 포인트를 정수로 내림합니다.'],
    ['LOG(x: TS|TS[]): same', 'LOG(m1)', 'Natural logarithm of each point; points that have none are dropped.', '각 포인트의 자연로그. 정의되지 않는 포인트는 빠집니다.'],
    ['LOG10(x: TS|TS[]): same', 'LOG10(m1)', 'Logarithm to base 10 of each point; points that have none are dropped.', '각 포인트의 상용로그. 정의되지 않는 포인트는 빠집니다.'],
  ]),
  ...entriesOf('fold', [
    ['AVG(x: TS|TS[]): fold', 'm1 - AVG(m1)', 'Average: of a series over its points, of a list at each time (a missing point counts as 0).', '평균. 시계열은 모든 포인트, 배열은 시각별로 계산하며 없는 포인트는 0으로 칩니다.'],
    ['MIN(x: TS|TS[]): fold', 'MIN(METRICS())', 'Smallest: of a series over its points, of a list at each time.', '최솟값. 시계열은 모든 포인트, 배열은 시각별.'],
    ['MAX(x: TS|TS[]): fold', 'MAX(METRICS())', 'Largest: of a series over its points, of a list at each time.', '최댓값. 시계열은 모든 포인트, 배열은 시각별.'],
    ['SUM(x: TS|TS[]): fold', 'SUM([m1, m2])', 'Sum: of a series over its points, of a list at each time.', '합. 시계열은 모든 포인트, 배열은 시각별.'],
    ['STDDEV(x: TS|TS[]): fold', 'm1 / STDDEV(m1)', 'Standard deviation (of all points, not of a sample).', '표준편차(모집단 기준).'],
    ['DATAPOINT_COUNT(x: TS|TS[]): fold', 'SUM(m1) / DATAPOINT_COUNT(m1) * m2', 'How many points there are: in a series, in a list at each time.', '포인트 개수. 시계열은 전체, 배열은 시각별.'],
  ]),
  ...entriesOf('change', [
    ['DIFF(x: TS|TS[]): same', 'DIFF(m1)', 'Each point minus the one before it; the first is dropped.', '직전 포인트와의 차이. 첫 포인트는 빠집니다.'],
    ['DIFF_TIME(x: TS|TS[]): same', 'DIFF_TIME(m1)', 'Seconds since the point before; the first is dropped.', '직전 포인트로부터 지난 시간(초). 첫 포인트는 빠집니다.'],
    ['RATE(x: TS|TS[]): same', 'RATE(m1)', 'Change per second since the point before; the first is dropped.', '직전 포인트로부터의 초당 변화량. 첫 포인트는 빠집니다.'],
    ['RUNNING_SUM(x: TS|TS[]): same', 'RUNNING_SUM(m1)', 'Sum of all points so far.', '지금까지의 누적 합.'],
  ]),
  ...entriesOf('gap', [
    ['FILL(x: TS|TS[], by: S|TS|REPEAT|LINEAR): same', 'FILL(m1, 0)', 'Fills gaps: with a number, with another series, with the last value (REPEAT), or on a straight line between neighbours (LINEAR).', '빈 곳을 채웁니다. 숫자, 다른 시계열, 마지막 값(REPEAT), 양옆을 잇는 직선(LINEAR).'],
  ]),
  ...entriesOf('choice', [
    ['IF(condition: S|TS, then: S|TS, else?: S|TS): branch', 'IF(m1 > 80, 1, 0)', 'One of two values at each time, by a condition (0 is false). Without the last one, no point where it is false.', '시각마다 조건에 따라 두 값 중 하나(0은 거짓). 마지막 값이 없으면 거짓인 곳은 비웁니다.'],
  ]),
  ...entriesOf('array', [
    ['METRICS(part?: text): TS[]', 'SUM(METRICS("errors"))', 'All metrics of the request, or those whose id holds a text.', '요청의 모든 지표, 또는 id에 텍스트가 들어 있는 지표.'],
    ['METRIC_COUNT(x: TS[]): S', 'm1 / METRIC_COUNT(METRICS())', 'How many series a list has.', '배열에 있는 시계열의 수.'],
    ['FIRST(x: TS[]): TS', 'FIRST(SORT(METRICS(), AVG, DESC))', 'The first series of a list; the lower edge of a band.', '배열의 첫 시계열. 밴드에서는 아래 경계.'],
    ['LAST(x: TS[]): TS', 'LAST(SORT(METRICS(), AVG, DESC))', 'The last series of a list; the upper edge of a band.', '배열의 마지막 시계열. 밴드에서는 위 경계.'],
    ['SLICE(x: TS[], start: S, end?: S): TS[]', 'SLICE(SORT(METRICS(), SUM, DESC), 0, 10)', 'Part of a list: from start (counted from 0) up to, not with, end.', '배열의 일부. start(0부터)에서 end 직전까지.'],
    ['SORT(x: TS[], by: AVG|MIN|MAX|SUM, order: ASC|DESC, count?: S): TS[]', 'SORT(METRICS(), AVG, DESC, 10)', 'Sorts a list by one number of each series; keeps the first few if told.', '시계열마다 계산한 값으로 배열을 정렬하고, 개수를 주면 그만큼만 남깁니다.'],
    ['REMOVE_EMPTY(x: TS[]): TS[]', 'REMOVE_EMPTY(METRICS())', 'Leaves out series without any point.', '포인트가 하나도 없는 시계열을 뺍니다.'],
  ]),
  ...entriesOf('time', [
    ['MINUTE(x: TS): TS', 'MINUTE(m1)', 'Minute of the hour (0 to 59, UTC) at each time.', '각 시각의 분(0~59, UTC).'],
    ['HOUR(x: TS): TS', 'IF(HOUR(m1) >= 9, m1)', 'Hour of the day (0 to 23, UTC) at each time.', '각 시각의 시(0~23, UTC).'],
    ['DAY(x: TS): TS', 'IF(DAY(m1) < 6, m1)', 'Day of the week (1 is Monday, 7 is Sunday, UTC) at each time.', '각 시각의 요일(1은 월요일, 7은 일요일, UTC).'],
    ['DATE(x: TS): TS', 'DATE(m1)', 'Day of the month (1 to 31, UTC) at each time.', '각 시각의 일(1~31, UTC).'],
    ['MONTH(x: TS): TS', 'IF(MONTH(m1) == 4, m1)', 'Month (1 to 12, UTC) at each time.', '각 시각의 월(1~12, UTC).'],
    ['YEAR(x: TS): TS', 'YEAR(m1)', 'Year (UTC) at each time.', '각 시각의 연도(UTC).'],
    ['EPOCH(x: TS): TS', 'EPOCH(m1)', 'Seconds since 1970 at each time.', '각 시각의 에포크 초.'],
  ]),
  ...entriesOf('source', [
    ['PERIOD(m: metric): S', 'm1 / PERIOD(m1)', 'Period of a metric in seconds.', '지표의 기간(초).'],
    ['TIME_SERIES(value: S): TS', 'TIME_SERIES(10)', 'The same number at each time.', '모든 시각에 같은 숫자.'],
    ['ANOMALY_DETECTION_BAND(m: TS, deviations?: number): TS[]', 'ANOMALY_DETECTION_BAND(m1, 2)', 'The range that is expected of a metric: lower and upper edge, so many standard deviations wide (2).', '지표의 예상 범위. 표준편차의 배수(기본 2)만큼 벌어진 아래와 위 경계.'],
    ["SEARCH(what: text, statistic: text, period?: number): TS[]", "SEARCH('{AWS/EC2,InstanceId} MetricName=\"CPUUtilization\"', 'Average', 300)", 'All metrics that a search finds.', '검색으로 찾은 모든 지표.'],
  ]),
]

/** Functions that CloudWatch has and this server cannot have, each with what it would need. */
export const refusedFunctions: Readonly<Record<string, MathSaidCode>> = {
  DB_PERF_INSIGHTS: 'math-reads-rds',
  INSIGHT_RULE_METRIC: 'math-reads-contributors',
  LAMBDA: 'math-calls-lambda',
  SERVICE_QUOTA: 'math-reads-quotas',
}

const byName: ReadonlyMap<string, MathFunction> = new Map(mathFunctions.map(entry => [entry.name, entry]))

/** The function of this name; names are in capital letters. */
export const mathFunction = (name: string): MathFunction | undefined => byName.get(name)
