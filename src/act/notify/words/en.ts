/** What is said to people in English. */
import type { PeopleWords } from './words.ts'

const states = { OK: 'OK', ALARM: 'In alarm', INSUFFICIENT_DATA: 'Not enough data' } as const
const counted = { OK: 'OK', ALARM: 'in alarm', INSUFFICIENT_DATA: 'without enough data' } as const

export const en: PeopleWords = {
  language: 'en',
  states,
  // As AWS's own, so that rules in mailboxes go on working.
  subject: (state, alarm, region) => `${state}: "${alarm}" in ${region}`,
  headline: {
    ALARM: alarm => `${alarm} is in alarm`,
    OK: alarm => `${alarm} is OK again`,
    INSUFFICIENT_DATA: alarm => `${alarm} has not enough data`,
  },
  changed: alarms => `${alarms} alarms changed`,
  counted: (count, state) => `${count} ${counted[state]}`,
  labels: {
    since: 'Since',
    before: 'Before',
    reason: 'Why',
    watches: 'Watches',
    rule: 'Rule',
    newest: 'Newest values',
    description: 'Description',
    series: 'Series',
    alike: 'What they share',
    caused: 'Changed because of',
  },
  measured: (statistic, metric, where, length) =>
    `${statistic} of ${metric}${where === '' ? '' : ` (${where})`} over ${length}`,
  periods: (toAlarm, periods) =>
    periods === 1 ? '' : toAlarm === periods ? `in ${periods} periods on end` : `in ${toAlarm} of ${periods} periods`,
  length: seconds =>
    seconds % 86_400 === 0
      ? `${seconds / 86_400} d`
      : seconds % 3_600 === 0
        ? `${seconds / 3_600} h`
        : seconds % 60 === 0
          ? `${seconds / 60} min`
          : `${seconds} s`,
  outside: { above: 'above its band', below: 'below its band', both: 'outside its band' },
  time: at => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`,
  afterMute: 'It was muted until now.',
  open: 'Open the alarm',
  openAll: 'Open all alarms',
  picture: label => `The newest values of ${label}`,
  because: topic => `You get this because you are subscribed to the topic ${topic}.`,
  unsubscribe: 'Unsubscribe',
  more: count => `and ${count} more`,
  confirmation: {
    subject: topic => `Confirm notifications of ${topic}`,
    lead: (topic, server) =>
      `Somebody asked Mangru at ${server} to send notifications of the topic ${topic} to this address. Nothing is sent before you confirm it.`,
    button: 'Confirm',
    ignore: 'If you did not expect this, do nothing: it lapses in three days.',
  },
  test: {
    subject: topic => `Test of ${topic}`,
    lead: topic => `This is a test. Notifications of the topic ${topic} will arrive here.`,
  },
  notification: topic => `Notification of ${topic}`,
}
