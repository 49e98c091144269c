/** What each kind of receiver gets, written out under cases/: `UPDATE_CASES=1` writes them anew. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { type AlarmMessage, instant } from '../../../model/index.ts'
import { sampleComposite, sampleMath, sampleMessage } from '../sample-message.ts'
import { wordsOf } from '../words/index.ts'
import { conditionOf } from './account.ts'
import {
  alarmJson,
  alarmMail,
  alarmSubject,
  busEvent,
  confirmationMail,
  envelopeText,
  gathered,
  type Letter,
  lambdaEvent,
  pagerDutyAlarm,
  pagerDutyText,
  plainMail,
  slackAlarms,
  slackText,
  stringToSign,
  teamsAlarms,
  teamsText,
  testMail,
} from './index.ts'

const publicUrl = 'https://mangru.example'
const unsubscribeUrl = `${publicUrl}/sns/unsubscribe?id=1&key=k`
const around = (language: 'en' | 'ko') => ({ words: wordsOf[language], topic: 'ops', publicUrl, unsubscribeUrl })

const shown = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body, null, 2))

/** One golden file: its parts under headings. */
function golden(name: string, parts: Readonly<Record<string, unknown>>): void {
  const file = join(import.meta.dirname, 'cases', name)
  const text = Object.entries(parts)
    .map(([head, body]) => `# ${head}\n${shown(body)}\n`)
    .join('\n')
  if (process.env.UPDATE_CASES === '1') writeFileSync(file, text)
  expect(existsSync(file)).toBe(true)
  expect(text).toBe(readFileSync(file, 'utf8'))
}

const ok = (message: AlarmMessage): AlarmMessage => ({
  ...message,
  now: { ...message.before, at: instant(message.now.at + 60_000) },
  before: message.now,
})

const cases: readonly (readonly [string, readonly AlarmMessage[]])[] = [
  ['metric', [sampleMessage()]],
  ['composite', [sampleComposite()]],
  ['math', [sampleMath()]],
  ['many', [sampleMessage(), sampleMath(), sampleMessage({}, 'slow'), ok(sampleMessage({}, 'slow'))]],
]

describe.each(['en', 'ko'] as const)('for people, %s', language => {
  test.each(cases)('%s', (name, messages) => {
    const words = wordsOf[language]
    const mail = alarmMail(messages, around(language), messages.length === 1 ? 'Errors' : undefined)
    golden(`${name}.${language}.txt`, {
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      slack: slackAlarms(messages, words, publicUrl),
      teams: teamsAlarms(messages, words, publicUrl),
    })
  })

  test('a confirmation, a test, a published message', () => {
    const plain = plainMail(null, 'Disk <full>\nnow', around(language))
    golden(`others.${language}.txt`, {
      ...confirmationMail(`${publicUrl}/sns/confirm?token=t`, around(language)),
      test: testMail(around(language)),
      published: plain,
      slack: slackText('Subject & more', 'a <b>'),
      teams: teamsText(null, 'a <b>'),
    })
  })
})

describe('for programs', () => {
  test.each(cases.slice(0, 3))('%s', (name, [message]) => {
    if (message === undefined) throw new Error('no message')
    golden(`${name}.json.txt`, {
      subject: alarmSubject(message),
      topic: alarmJson(message),
      lambda: lambdaEvent(message),
      bus: busEvent(message, '11111111-2222-5333-8444-555555555555'),
      pagerduty: pagerDutyAlarm(message, 'KEY', publicUrl),
      resolved: pagerDutyAlarm(ok(message), 'KEY', publicUrl),
    })
  })

  test('envelopes, with what is signed', () => {
    const signed: string[] = []
    const frame = {
      at: instant(Date.parse('2026-01-20T10:06:01.000Z')),
      sign: (text: string) => {
        signed.push(text)
        return 'c2ln'
      },
      certificateUrl: `${publicUrl}/sns/cert.pem`,
      unsubscribeUrl,
    }
    const topicArn = 'arn:aws:sns:ap-northeast-2:000000000000:ops'
    const messageId = '11111111-2222-5333-8444-555555555555'
    const published: Letter = {
      ...{ kind: 'publish', messageId, topicArn, subject: null, text: 'hello' },
      attributes: { level: { type: 'String', value: 'high' } },
    }
    const confirmation: Letter = { kind: 'confirmation', messageId, topicArn }
    golden('envelopes.json.txt', {
      alarm: envelopeText({ kind: 'alarm', messageId, topicArn, alarm: sampleMessage() }, frame),
      published: envelopeText(published, frame),
      test: envelopeText({ kind: 'test', messageId, topicArn }, frame),
      confirmation: envelopeText(confirmation, {
        ...frame,
        confirm: { token: 't', url: `${publicUrl}/sns/confirm?token=t` },
      }),
      signed: signed.join('---\n'),
      pagerduty: pagerDutyText({ messageId, topicArn }, { subject: null, text: 'hello' }, 'KEY'),
    })
  })

  test('the text that is signed names its members in their order', () => {
    expect(stringToSign({ Type: 'T', Message: 'm', Token: 't', Other: 'x' })).toBe('Message\nm\nToken\nt\nType\nT\n')
  })
})

describe('what is told', () => {
  test.each([
    [
      { Statistic: 'Average', Period: 10, EvaluationPeriods: 1, ComparisonOperator: 'LessThanThreshold', Threshold: 5 },
      'Average of M (N) over 10 s < 5',
    ],
    [
      {
        ExtendedStatistic: 'p99',
        Period: 3_600,
        EvaluationPeriods: 3,
        ComparisonOperator: 'LessThanOrEqualToThreshold',
        Threshold: 0.5,
      },
      'p99 of M (N) over 1 h ≤ 0.5, in 3 periods on end',
    ],
    [
      {
        Statistic: 'Sum',
        Period: 86_400,
        EvaluationPeriods: 5,
        DatapointsToAlarm: 3,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 1,
      },
      'Sum of M (N) over 1 d > 1, in 3 of 5 periods',
    ],
    [
      {
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
        ThresholdMetricId: 'b',
      },
      'Sum of M (N) over 1 min outside its band',
    ],
  ])('%o', (input, said) => {
    expect(conditionOf({ Namespace: 'N', MetricName: 'M', ...input }, wordsOf.en)).toBe(said)
  })

  test('the last state of each counts, the worst stands first, and what they share is said', () => {
    const slow = sampleMessage({}, 'slow')
    const all = gathered([ok(sampleMessage()), slow, ok(slow), sampleMessage({}, 'down')], wordsOf.en, publicUrl)
    expect(all.subject).toBe('3 alarms changed: 1 in alarm, 2 OK')
    expect(all.accounts.map(one => one.name)).toEqual(['down', 'app-errors', 'slow'])
    expect(all).toMatchObject({ alike: 'Service=pay', state: 'ALARM' })
    expect(gathered([slow, sampleComposite()], wordsOf.en, publicUrl).alike).toBe('')
  })

  test(`a subject has ${limits.snsSubjectChars} characters at most (snsSubjectChars)`, () => {
    const frame = 'ALARM: "" in Asia Pacific (Seoul)'.length
    const just = sampleMessage({}, 'x'.repeat(limits.snsSubjectChars - frame))
    const over = sampleMessage({}, 'x'.repeat(limits.snsSubjectChars - frame + 1))
    expect(alarmSubject(just)).toHaveLength(limits.snsSubjectChars)
    expect(alarmSubject(just)).toMatch(/\(Seoul\)$/)
    expect(alarmSubject(over)).toHaveLength(limits.snsSubjectChars)
    expect(alarmSubject(over)).toMatch(/\.\.\.$/)
  })

  test(`a mail tells ${limits.notifyShown} alarms one by one (notifyShown)`, () => {
    const many = (count: number) =>
      alarmMail(
        Array.from({ length: count }, (_, n) => sampleMessage({}, `a${n}`)),
        around('en'),
      )
    const just = many(limits.notifyShown)
    expect(just.text.match(/is in alarm\./g)).toHaveLength(limits.notifyShown)
    expect(just.text).not.toContain('more')
    const over = many(limits.notifyShown + 1)
    expect(over.subject).toBe(`${limits.notifyShown + 1} alarms changed: ${limits.notifyShown + 1} in alarm`)
    expect(over.text.match(/is in alarm\./g)).toHaveLength(limits.notifyShown)
    expect(over.text).toContain('and 1 more: https://mangru.example/alarms')
    expect(over.html).toContain('<p>and 1 more</p>')
  })

  test('no name or text breaks out of a mail or a card', () => {
    const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom('en' as const, 'ko' as const), (name, reason, language) => {
        const plain = sampleMessage({}, name)
        const message = { ...plain, now: { ...plain.now, reason } }
        const mail = alarmMail([message, sampleMessage()], around(language))
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not stand in a header
        expect(mail.subject).not.toMatch(/[\u0000-\u001f]/)
        expect(
          mail.html.replaceAll(/<\/?(!doctype|html|head|meta|body|h1|h2|table|tr|td|p|a|img)\b[^<>]*>/g, ''),
        ).not.toMatch(/[<>]/)
        for (const body of [slackAlarms, teamsAlarms])
          JSON.parse(JSON.stringify(body([message], wordsOf[language], publicUrl)))
      }),
      { seed: 20261121, numRuns: 200 },
    )
  })
})
