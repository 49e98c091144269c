import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { limits } from '../limits.ts'
import type { UpValues } from './config.ts'
import { configOf, upOptions } from './config.ts'
import { messagesIn } from './messages/index.ts'
import { optionsOf } from './option.ts'
import { readOptions, splitWords } from './read-options.ts'
import { settingsIn } from './settings-file.ts'

const say = messagesIn('en')
const known = optionsOf(upOptions).map(option => option.flag)

/** The configuration, or the sentences of what is wrong. */
function read(words: string, env: NodeJS.ProcessEnv = {}, yaml = '') {
  const split = splitWords(words.split(' ').filter(Boolean), optionsOf(upOptions))
  if (!split.ok) return split.error.map(problem => problem(say))
  const file = settingsIn(yaml, 'mangru.yaml', known)
  if (!file.ok) return file.error.map(problem => problem(say))
  const values = readOptions(upOptions, split.value.flags, env, file.value)
  if (!values.ok) return values.error.map(problem => problem(say))
  const config = configOf(values.value, '/home/me', 'en')
  return config.ok ? config.value : config.error.map(problem => problem(say))
}

const configured = (words: string, env: NodeJS.ProcessEnv = {}, yaml = '') => {
  const answer = read(words, env, yaml)
  if (Array.isArray(answer)) throw new Error(answer.join('\n'))
  return answer
}

test('nothing said gives the defaults of the contract', () => {
  expect(configured('')).toEqual({
    forcedBy: undefined,
    config: {
      listen: { host: '127.0.0.1', port: 7070 },
      tlsListen: null,
      tlsCert: null,
      tlsKey: null,
      dataDir: '/home/me/.mangru',
      memory: 1_073_741_824,
      auth: 'open',
      kubeconfig: null,
      contexts: [],
      demo: false,
      seed: 1,
      nodeGroups: 'cluster',
      watchKinds: [],
      awsEndpoint: null,
      clusterName: null,
      keysFrom: null,
      metricsApi: null,
      containerInsights: 'enhanced',
      podLogs: true,
      auditLog: null,
      podLogChoice: { namespaces: ['*'], labels: { matchLabels: {} } },
      engine: 'chdb',
      settings: 'sqlite',
      deliverTo: 'none',
      metricDays: limits.metricDays,
      smtp: 'none',
      smtpPasswordFile: null,
      mailFrom: 'Mangru <mangru@localhost>',
      publicUrl: null,
      logLevel: 'info',
      account: '000000000000',
      priceRegion: 'us-east-1',
      diskPrice: 0.08,
      lang: 'en',
    },
  })
})

describe('the mail server', () => {
  test('its password stands in the environment, in mangru.yaml or in a file, not on the command line', () => {
    const secret = 'smtp://kim:secret@mail.example.com'
    expect(configured('', { MANGRU_SMTP: secret }).config.smtp).toBe(secret)
    expect(configured('', {}, `smtp: ${secret}`).config.smtp).toBe(secret)
    const refused = read(`--smtp ${secret}`)
    expect(refused).toEqual([expect.stringContaining('MANGRU_SMTP')])
    expect(JSON.stringify(refused)).not.toContain('secret')
    const { config } = configured('--smtp smtp://kim@mail.example.com --smtp-password-file pw --mail-from a@b.c')
    expect(config).toMatchObject({ smtpPasswordFile: '/home/me/pw', mailFrom: 'a@b.c' })
  })
  test.each(['--smtp mail.example.com', '--smtp smtp://', '--mail-from nobody', '--public-url mangru.example'])(
    '%s is refused',
    words => {
      expect(read(words)).toEqual([expect.any(String)])
    },
  )
  test('links have no slash too many', () => {
    expect(configured('--public-url https://mangru.example/').config.publicUrl).toBe('https://mangru.example')
  })
})

describe('flag over variable over file over default', () => {
  const yaml = 'listen: 127.0.0.1:1\naccount: 000000000001\ndemo: yes'
  test.each([
    ['the flag', '--listen 127.0.0.1:3', { MANGRU_LISTEN: '127.0.0.1:2' }, yaml, 3],
    ['the variable', '', { MANGRU_LISTEN: '127.0.0.1:2' }, yaml, 2],
    ['the file', '', {}, yaml, 1],
    ['the file, as the variable is empty', '', { MANGRU_LISTEN: '' }, yaml, 1],
    ['the default', '', {}, '', 7070],
    ['the last flag', '--listen 127.0.0.1:3 --listen=127.0.0.1:4', {}, '', 4],
  ])('%s', (_story, words, env, file, port) => {
    expect(configured(words, env, file).config.listen.port).toBe(port)
  })
  test('a number in the file keeps its leading zeros, a switch its sense', () => {
    expect(configured('', {}, yaml).config).toMatchObject({ account: '000000000001', demo: true })
    expect(configured('--no-demo', {}, yaml).config.demo).toBe(false)
    expect(configured('', { MANGRU_DEMO: '0' }, yaml).config.demo).toBe(false)
  })
})

describe('what is wrong is said with its source', () => {
  test.each<[string, NodeJS.ProcessEnv, string, string]>([
    ['--memory abc', {}, '', '--memory: "abc" is not a size (example: 1GiB)'],
    ['--memory 511MiB', {}, '', '--memory: "511MiB" is too little memory (at least 512MiB)'],
    ['', { MANGRU_MEMORY: 'abc' }, '', 'MANGRU_MEMORY: "abc" is not a size (example: 1GiB)'],
    ['', {}, 'memory: abc', 'mangru.yaml: memory: "abc" is not a size (example: 1GiB)'],
    ['', {}, 'memroy: 1GiB', 'mangru.yaml: memroy: there is no such option; did you mean memory?'],
    ['', {}, 'memory: [1]', 'mangru.yaml: memory: a value is missing'],
    ['', {}, '- a', 'mangru.yaml: must be a list of "name: value" lines'],
    ['--listne 1', {}, '', '--listne: there is no such option; did you mean --listen?'],
    ['--listen', {}, '', '--listen: a value is missing'],
    ['--listen --demo', {}, '', '--listen: a value is missing'],
    ['--demo=maybe', {}, '', '--demo: "maybe" is neither yes nor no (use true or false)'],
    ['--auth maybe', {}, '', '--auth: "maybe" is none of open, required'],
    [
      '--price-region moon-1',
      {},
      '',
      '--price-region: "moon-1" is not an AWS region whose prices are known (example: ap-northeast-2)',
    ],
    ['--disk-price cheap', {}, '', '--disk-price: "cheap" is not a price in dollars (example: 0.08)'],
    ['--account 12', {}, '', '--account: "12" is not an account id (12 digits, example: 000000000000)'],
    ['--tls-cert a --tls-listen 127.0.0.1:1', {}, '', '--tls-cert needs --tls-key'],
    ['--tls-cert a --tls-key b', {}, '', '--tls-cert needs --tls-listen'],
    ['--context a', {}, '', '--context needs --kubeconfig'],
    [
      '--metrics-api-listen :1 --metrics-api-key a',
      {},
      '',
      '--metrics-api-listen: ":1" is not an address (example: 127.0.0.1:7070)',
    ],
    ['--metrics-api-listen 127.0.0.1:1 --metrics-api-key a', {}, '', '--metrics-api-key needs --metrics-api-cert'],
    ['--metrics-api-names a', {}, '', '--metrics-api-names needs --metrics-api-listen'],
    ['--requestheader-client-ca a', {}, '', '--requestheader-client-ca needs --metrics-api-listen'],
    [
      '--engine mysql://me:secret@x',
      {},
      '',
      '--engine: "mysql://me:…@x" is not an engine (use chdb, or clickhouse://user:password@host:8123/database)',
    ],
  ])('%s %o %s', (words, env, yaml, sentence) => {
    expect(read(words, env, yaml)).toEqual([sentence])
  })
  test('the metrics APIs', () => {
    const words =
      '--metrics-api-listen 0.0.0.0:7443 --metrics-api-names a.b.svc,10.0.0.7 --requestheader-client-ca f.pem'
    expect(configured(words).config).toMatchObject({
      // They see to themselves who may ask: the rest need not be shut for them.
      auth: 'open',
      metricsApi: {
        ...{ listen: { host: '0.0.0.0', port: 7_443 }, cert: null, key: null, names: ['a.b.svc', '10.0.0.7'] },
        clientAuthority: expect.stringMatching(/^\/.*f\.pem$/),
      },
    })
  })
  test('the least memory is enough', () => {
    expect(configured('--memory 512MiB').config.memory).toBe(536_870_912)
  })
  test('all at once, not one at a time', () => {
    expect(read('--memory abc --account 1')).toHaveLength(2)
  })
  test('broken YAML names the file', () => {
    const broken = [expect.stringMatching(/^mangru\.yaml: not valid YAML: /)]
    expect(read('', {}, 'a: [')).toEqual(broken)
    // What YAML itself would only warn of.
    expect(read('', {}, 'memory: !!js/function 1GiB')).toEqual(broken)
    expect(read('', {}, '%x\n---\nmemory: 1GiB')).toEqual(broken)
  })
})

describe('who may call (decision 13)', () => {
  test.each([
    ['', 'open', undefined],
    ['--auth required', 'required', undefined],
    ['--listen 0.0.0.0:7070', 'required', '0.0.0.0:7070'],
    ['--listen 0.0.0.0:7070 --auth open', 'required', '0.0.0.0:7070'],
    ['--listen 0.0.0.0:7070 --auth required', 'required', undefined],
    ['--tls-listen [::]:7443', 'required', '[::]:7443'],
    ['--tls-listen [::1]:7443', 'open', undefined],
  ])('%s', (words, auth, forcedBy) => {
    const read = configured(words)
    expect([read.config.auth, read.forcedBy]).toEqual([auth, forcedBy])
  })
})

test('every option is told in both languages and has its own flag', () => {
  for (const { meta } of optionsOf(upOptions)) {
    expect(meta.en).toMatch(/\w/)
    expect(meta.ko).toMatch(/[가-힣]/)
  }
  expect(new Set(known).size).toBe(known.length)
})

// The type that the rest of the command leans on.
const _typed: z.ZodType<UpValues> = upOptions
void _typed

describe('how long metrics are kept (metricLeastDays, metricMostDays)', () => {
  const least = limits.metricLeastDays
  test.each([
    [`1m=${least}d,5m=${least}d,1h=${least}d`, { samples: least, fives: least, hours: least }],
    [`1h=${limits.metricMostDays}d,1m=30d,5m=60d`, { samples: 30, fives: 60, hours: limits.metricMostDays }],
  ])('%s', (word, metricDays) => {
    expect(read(`--metrics-kept ${word}`)).toMatchObject({ config: { metricDays } })
    expect(read('', { MANGRU_METRICS_KEPT: word })).toMatchObject({ config: { metricDays } })
  })

  test.each([
    `1m=${least - 1}d,5m=63d,1h=455d`,
    `1m=15d,5m=63d,1h=${limits.metricMostDays + 1}d`,
    '1m=30d,5m=20d,1h=455d',
    '1m=15d,5m=63d,1h=62d',
    '1m=15d,5m=63d',
    '1m=15d,1m=15d,1h=455d',
    '15d,63d,455d',
    '1m=15d,5m=63d,1h=455d,1d=900d',
  ])('not %s', word => {
    expect(read(`--metrics-kept ${word}`)).toEqual([`--metrics-kept: ${say['not-metric-days'](word)}`])
  })
})
