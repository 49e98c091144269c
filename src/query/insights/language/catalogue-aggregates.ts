/** The functions of `stats`, which make one value of many rows. */
import { entriesOf, type FunctionEntry } from './catalogue-functions.ts'

// biome-ignore format: a table reads better in rows
export const aggregateFunctions: readonly FunctionEntry[] = entriesOf('aggregate', [
  ['count(f?: any): number', 'Rows; with a field, the rows that have it.', '행 수. 필드를 주면 그 필드가 있는 행 수.'],
  ['count_distinct(f: any): number', 'How many different values there are.', '서로 다른 값의 수.', 'countDistinct'],
  ['sum(f: number): number', 'Sum.', '합계.'],
  ['avg(f: number): number', 'Average.', '평균.'],
  ['min(f: any): any', 'The smallest value.', '가장 작은 값.'],
  ['max(f: any): any', 'The largest value.', '가장 큰 값.'],
  ['pct(f: number, p: !number): number', 'Percentile, 0 to 100.', '백분위수(0~100).', 'percentile'],
  ['stddev(f: number): number', 'Standard deviation.', '표준편차.'],
  ['variance(f: number): number', 'Variance.', '분산.'],
  ['median(f: number): number', 'The middle value, as pct(f, 50).', '중앙값. pct(f, 50)과 같습니다.'],
  ['earliest(f: any): any', 'The value of the earliest event.', '가장 이른 이벤트의 값.'],
  ['latest(f: any): any', 'The value of the latest event.', '가장 늦은 이벤트의 값.'],
  ['sortsFirst(f: any): any', 'The value that sorts first.', '정렬했을 때 처음 오는 값.'],
  ['sortsLast(f: any): any', 'The value that sorts last.', '정렬했을 때 마지막에 오는 값.'],
  ['values(f: any): structure', 'The different values as a list.', '서로 다른 값의 리스트.', 'collect_values'],
  ['topk(k: !number, f: any): structure', 'The k most frequent values; stands alone, without by.', '가장 자주 나오는 k개의 값. by 없이 홀로 씁니다.'],
  ['rate(f: any, period: !period): number', 'Change per period.', '주기당 변화.'],
  ['countOverTime(f: any): number', 'Count within each time bin.', '시간 구간마다의 개수.', 'count_over_time'],
  ['sumOverTime(f: number): number', 'Sum within each time bin.', '시간 구간마다의 합계.', 'sum_over_time'],
  ['histogram(f: number, width: !number): structure', 'Counts by buckets of the given width.', '지정한 너비의 구간별 개수.'],
])
