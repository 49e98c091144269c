/** What a Slack channel is posted: blocks beside a coloured line, and a plain text for notifications. */
import type { AlarmMessage, ApiAlarmState } from '../../../model/index.ts'
import type { PeopleWords } from '../words/index.ts'
import { gathered } from './gathered.ts'

const colours: Readonly<Record<ApiAlarmState, string>> = {
  ALARM: '#b3261e',
  OK: '#1e7b3c',
  INSUFFICIENT_DATA: '#8a919c',
}
const signs: Readonly<Record<ApiAlarmState, string>> = { ALARM: '🔴', OK: '🟢', INSUFFICIENT_DATA: '⚪' }

/** Slack's bounds (characters), a little below them; and how many alarms are told one by one. */
const headerMost = 148
const sectionMost = 2_900
const accountsMost = 10

export function slackAlarms(messages: readonly AlarmMessage[], words: PeopleWords, publicUrl: string): object {
  const { subject, headline, alike, accounts, state } = gathered(messages, words, publicUrl)
  const many = accounts.length > 1
  const told = accounts.slice(0, accountsMost)
  const sections = told.map(({ headline: said, facts, link, state: one }) => {
    const lines = facts.map(({ label, value }) => `*${plain(label)}:* ${plain(value)}`)
    const head = many ? [`${signs[one]} *<${link}|${plain(said)}>*`] : []
    return section([...head, ...(many ? lines.slice(0, 1) : lines)].join('\n'))
  })
  const rest = accounts.length - told.length
  const url = many ? `${publicUrl}/alarms` : (accounts[0]?.link ?? publicUrl)
  return {
    text: cut(plain(subject), sectionMost),
    attachments: [
      {
        color: colours[state],
        blocks: [
          {
            type: 'header',
            text: { type: 'plain_text', text: cut(`${signs[state]} ${headline}`, headerMost), emoji: true },
          },
          ...(alike === '' ? [] : [section(`*${plain(words.labels.alike)}:* ${plain(alike)}`)]),
          ...sections,
          ...(rest > 0 ? [section(plain(words.more(rest)))] : []),
          {
            type: 'actions',
            elements: [{ type: 'button', text: { type: 'plain_text', text: many ? words.openAll : words.open }, url }],
          },
        ],
      },
    ],
  }
}

export function slackText(subject: string | null, body: string): object {
  const said = subject === null ? plain(body) : `*${plain(subject)}*\n${plain(body)}`
  return { text: cut(said, sectionMost) }
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text: cut(text, sectionMost) } })

/** Slack reads these three as marks of its own. */
const plain = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`
