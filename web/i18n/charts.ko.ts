/** 차트의 말, 한국어. */
import type { Catalogue } from './en.ts'

export const chartsKo: Catalogue['charts'] = {
  legend: '범례',
  legendHint: '누르면 숨기거나 보이고, Shift+클릭하면 이것만 남습니다',
  noData: '이 범위에 데이터가 없습니다',
  nothingHere: '값 없음',
  moreSeries: count => `외 ${count}개`,
  states: { OK: '정상', ALARM: '경보 상태', INSUFFICIENT_DATA: '데이터 부족' },
  trend: change => `직전 기간보다 ${change}`,
  gauge: (value, low, high) => `${value}, ${low}부터 ${high}까지의 눈금에서`,
}
