/** The few words that stand on pictures by themselves. */
export const words = {
  en: { more: (count: number) => `and ${count} more`, none: 'No data in this range', others: 'Others' },
  ko: { more: (count: number) => `외 ${count}개`, none: '이 기간에 데이터가 없습니다', others: '기타' },
} as const
