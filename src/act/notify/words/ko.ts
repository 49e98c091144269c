/** What is said to people in Korean. */
import type { PeopleWords } from './words.ts'

const states = { OK: '정상', ALARM: '경보', INSUFFICIENT_DATA: '데이터 부족' } as const

/** Korea keeps one time all year round (ms ahead of UTC). */
const ahead = 32_400_000

export const ko: PeopleWords = {
  language: 'ko',
  states,
  subject: (state, alarm, region) => `${states[state]}: "${alarm}" (${region})`,
  headline: {
    ALARM: alarm => `${alarm} 경보가 울렸습니다`,
    OK: alarm => `${alarm} 경보가 정상으로 돌아왔습니다`,
    INSUFFICIENT_DATA: alarm => `${alarm} 경보에 데이터가 부족합니다`,
  },
  changed: alarms => `경보 ${alarms}개의 상태가 바뀌었습니다`,
  counted: (count, state) => `${states[state]} ${count}개`,
  labels: {
    since: '바뀐 때',
    before: '이전 상태',
    reason: '이유',
    watches: '조건',
    rule: '규칙',
    newest: '최근 값',
    description: '설명',
    series: '계열',
    alike: '공통점',
    caused: '원인 경보',
  },
  measured: (statistic, metric, where, length) =>
    `${length} 동안 ${metric}${where === '' ? '' : ` (${where})`}의 ${statistic}`,
  periods: (toAlarm, periods) =>
    periods === 1 ? '' : toAlarm === periods ? `${periods}개 구간 연속` : `${periods}개 구간 중 ${toAlarm}개`,
  length: seconds =>
    seconds % 86_400 === 0
      ? `${seconds / 86_400}일`
      : seconds % 3_600 === 0
        ? `${seconds / 3_600}시간`
        : seconds % 60 === 0
          ? `${seconds / 60}분`
          : `${seconds}초`,
  outside: { above: '밴드보다 높음', below: '밴드보다 낮음', both: '밴드를 벗어남' },
  time: at => `${new Date(at + ahead).toISOString().slice(0, 19).replace('T', ' ')} KST`,
  afterMute: '음소거가 끝나 지금 알립니다.',
  open: '경보 열기',
  openAll: '모든 경보 열기',
  picture: label => `${label}의 최근 값`,
  because: topic => `${topic} 주제를 구독하고 있어 보내는 알림입니다.`,
  unsubscribe: '구독 취소',
  more: count => `외 ${count}개`,
  confirmation: {
    subject: topic => `${topic} 알림을 받을지 확인해 주세요`,
    lead: (topic, server) =>
      `${server} 망루에서 ${topic} 주제의 알림을 이 주소로 보내 달라는 요청이 있었습니다. 확인하기 전에는 아무것도 보내지 않습니다.`,
    button: '확인',
    ignore: '요청한 적이 없다면 그대로 두세요. 사흘 뒤 사라집니다.',
  },
  test: {
    subject: topic => `${topic} 알림 시험`,
    lead: topic => `시험 알림입니다. ${topic} 주제의 알림이 이곳으로 옵니다.`,
  },
  notification: topic => `${topic} 알림`,
}
