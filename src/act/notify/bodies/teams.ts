/** What a Teams channel is posted (a workflow's webhook): one adaptive card. */
import type { AlarmMessage, ApiAlarmState } from '../../../model/index.ts'
import type { PeopleWords } from '../words/index.ts'
import { gathered } from './gathered.ts'

const colours: Readonly<Record<ApiAlarmState, string>> = {
  ALARM: 'attention',
  OK: 'good',
  INSUFFICIENT_DATA: 'warning',
}

/** Alarms that are told one by one; a card has 28 KB at the most (count, characters). */
const accountsMost = 10
const valueMost = 1_000

export function teamsAlarms(messages: readonly AlarmMessage[], words: PeopleWords, publicUrl: string): object {
  const { headline, alike, accounts, state } = gathered(messages, words, publicUrl)
  const many = accounts.length > 1
  const told = accounts.slice(0, accountsMost)
  const rest = accounts.length - told.length
  const bodies = told.flatMap(({ headline: said, facts, state: one }) => [
    ...(many ? [block(said, { weight: 'bolder', color: colours[one], separator: true })] : []),
    {
      type: 'FactSet',
      facts: (many ? facts.slice(0, 1) : facts).map(({ label, value }) => ({ title: label, value: cut(value) })),
    },
  ])
  return card(
    [
      block(headline, { size: 'large', weight: 'bolder', color: colours[state] }),
      ...(alike === '' ? [] : [block(`${words.labels.alike}: ${alike}`, { isSubtle: true })]),
      ...bodies,
      ...(rest > 0 ? [block(words.more(rest), { isSubtle: true })] : []),
    ],
    many
      ? { title: words.openAll, url: `${publicUrl}/alarms` }
      : { title: words.open, url: accounts[0]?.link ?? publicUrl },
  )
}

export const teamsText = (subject: string | null, body: string): object =>
  card([...(subject === null ? [] : [block(subject, { weight: 'bolder' })]), block(body, {})])

const block = (text: string, more: object) => ({ type: 'TextBlock', text: cut(text), wrap: true, ...more })

const card = (body: readonly object[], link?: { readonly title: string; readonly url: string }): object => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        msteams: { width: 'Full' },
        body,
        ...(link === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', ...link }] }),
      },
    },
  ],
})

const cut = (text: string): string =>
  text.length <= valueMost ? text : `${text.slice(0, valueMost - 1).toWellFormed()}…`
