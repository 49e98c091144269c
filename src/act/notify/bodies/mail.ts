/** Mails for people: a subject, plain text, and HTML that stands alone (styles inline, nothing loaded from elsewhere). */

import { limits } from '../../../limits.ts'
import type { AlarmMessage, ApiAlarmState } from '../../../model/index.ts'
import type { PeopleWords } from '../words/index.ts'
import type { Account } from './account.ts'
import { gathered } from './gathered.ts'

export interface MailBody {
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface MailAround {
  readonly words: PeopleWords
  /** As people call the topic. */
  readonly topic: string
  readonly publicUrl: string
  readonly unsubscribeUrl: string
}

/** The content id under which a picture goes along. */
export const pictureId = 'metric@mangru'

/** `pictured`: what the picture that goes along shows. */
export function alarmMail(messages: readonly AlarmMessage[], around: MailAround, pictured?: string): MailBody {
  const { words } = around
  const { subject, headline, alike, accounts, state } = gathered(messages, words, around.publicUrl)
  const many = accounts.length > 1
  const told = accounts.slice(0, limits.notifyShown)
  const more = accounts.length > told.length ? [words.more(accounts.length - told.length)] : []
  const about = alike === '' ? [] : [{ label: words.labels.alike, value: alike }]
  const text = [
    headline,
    ...about.map(line),
    ...told.flatMap(one => ['', ...(many ? [one.headline] : []), ...one.facts.map(line), `${words.open}: ${one.link}`]),
    ...more.map(said => `\n${said}: ${around.publicUrl}/alarms`),
  ]
  const picture =
    pictured === undefined
      ? ''
      : `<p><img src="cid:${pictureId}" alt="${escaped(words.picture(pictured))}" style="max-width:100%;border:0"></p>`
  const html = [
    heading(headline, state),
    table(about),
    ...told.map(one => accountHtml(one, many, words)),
    ...more.map(said => `<p>${escaped(said)}</p>`),
    picture,
    many ? button(`${around.publicUrl}/alarms`, words.openAll) : '',
  ]
  return framed(subject, text, html, around)
}

/** A message that was published, as it is. */
export function plainMail(subject: string | null, body: string, around: MailAround): MailBody {
  const html = `<p style="white-space:pre-wrap;overflow-wrap:anywhere">${escaped(body)}</p>`
  return framed(subject ?? around.words.notification(around.topic), [body], [html], around)
}

export function testMail(around: MailAround): MailBody {
  const { subject, lead } = around.words.test
  return framed(subject(around.topic), [lead(around.topic)], [`<p>${escaped(lead(around.topic))}</p>`], around)
}

export function confirmationMail(confirmUrl: string, around: Omit<MailAround, 'unsubscribeUrl'>): MailBody {
  const { words, topic, publicUrl } = around
  const { subject, lead, button: label, ignore } = words.confirmation
  const said = lead(topic, publicUrl)
  const text = [said, '', `${label}: ${confirmUrl}`, '', ignore]
  const html = [`<p>${escaped(said)}</p>`, button(confirmUrl, label), `<p style="${dim}">${escaped(ignore)}</p>`]
  return { subject: oneLine(subject(topic)), text: `${text.join('\n')}\n`, html: page(html, words) }
}

function framed(subject: string, text: readonly string[], html: readonly string[], around: MailAround): MailBody {
  const { words, topic, unsubscribeUrl } = around
  const because = words.because(topic)
  const below = `<p style="${dim}">${escaped(because)} <a href="${escaped(unsubscribeUrl)}" style="color:#5c6470">${escaped(words.unsubscribe)}</a></p>`
  return {
    subject: oneLine(subject),
    text: `${[...text, '', '-- ', because, `${words.unsubscribe}: ${unsubscribeUrl}`].join('\n')}\n`,
    html: page([...html, below], words),
  }
}

/** A line break in a subject would begin a header of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not stand in a header
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim()

const line = ({ label, value }: { readonly label: string; readonly value: string }): string => `${label}: ${value}`

const colours: Readonly<Record<ApiAlarmState, string>> = {
  ALARM: '#b3261e',
  OK: '#1e7b3c',
  INSUFFICIENT_DATA: '#5c6470',
}
const dim = 'color:#5c6470;font-size:13px'

const heading = (text: string, state: ApiAlarmState): string =>
  `<h1 style="font-size:18px;margin:0 0 12px;padding:10px 14px;border-left:5px solid ${colours[state]};background:#f4f5f7">${escaped(text)}</h1>`

function accountHtml(account: Account, named: boolean, words: PeopleWords): string {
  const head = named
    ? `<h2 style="font-size:15px;margin:20px 0 6px;color:${colours[account.state]}">${escaped(account.headline)}</h2>`
    : ''
  return `${head}${table(account.facts)}${named ? `<p><a href="${escaped(account.link)}">${escaped(words.open)}</a></p>` : button(account.link, words.open)}`
}

const table = (facts: readonly { readonly label: string; readonly value: string }[]): string =>
  facts.length === 0
    ? ''
    : `<table role="presentation" style="border-collapse:collapse">${facts
        .map(
          ({ label, value }) =>
            `<tr><td style="padding:3px 14px 3px 0;vertical-align:top;white-space:nowrap;color:#5c6470">${escaped(label)}</td><td style="padding:3px 0;overflow-wrap:anywhere">${escaped(value)}</td></tr>`,
        )
        .join('')}</table>`

const button = (url: string, label: string): string =>
  `<p style="margin:16px 0"><a href="${escaped(url)}" style="background:#1f4e8c;color:#ffffff;padding:9px 16px;border-radius:4px;text-decoration:none">${escaped(label)}</a></p>`

const page = (parts: readonly string[], { language }: PeopleWords): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"></head><body style="font-family:system-ui,-apple-system,'Segoe UI','Apple SD Gothic Neo','Malgun Gothic',sans-serif;font-size:14px;line-height:1.5;color:#1c2128;max-width:680px">${parts.filter(part => part !== '').join('\n')}</body></html>`

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, mark => marks[mark] ?? mark)
