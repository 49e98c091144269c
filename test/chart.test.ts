/** The chart's files that repeat what the program knows, and the plain manifests, held to it (UPDATE_CASES=1 writes them). */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  defaultValues,
  fluentBitConf,
  fluentBitRules,
  installObjects,
  installValues,
  manifestText,
  metricsApiRules,
  rulesText,
  secretsRule,
  watchRules,
} from '../src/act/index.ts'
import { plainManifest } from './chart/plain-manifest.ts'
import { valuesSchema, valuesTable, valuesYaml } from './chart/values-text.ts'

const root = join(import.meta.dirname, '..')
const chart = join(root, 'deploy', 'chart', 'mangru')
const version: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version

test.each([
  ['deploy/chart/mangru/values.yaml', valuesYaml],
  ['deploy/chart/mangru/values.schema.json', () => `${JSON.stringify(valuesSchema(), null, 2)}\n`],
  ['deploy/chart/mangru/files/watch-rules.yaml', () => rulesText(watchRules)],
  ['deploy/chart/mangru/files/secrets-rules.yaml', () => rulesText([secretsRule])],
  ['deploy/chart/mangru/files/metrics-api-rules.yaml', () => rulesText(metricsApiRules)],
  ['deploy/chart/mangru/files/fluent-bit-rules.yaml', () => rulesText(fluentBitRules)],
  ['deploy/chart/mangru/files/fluent-bit.conf', () => fluentBitConf],
  ['deploy/manifests/mangru.yaml', () => plainManifest(version)],
])('%s is as the program makes it', (name, make) => {
  const file = join(root, name)
  if (process.env.UPDATE_CASES === '1') {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, make())
  }
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe(make())
})

test('values.yaml holds every value at its default', () => {
  const values = parse(readFileSync(join(chart, 'values.yaml'), 'utf8'))
  expect(values).toEqual(defaultValues)
  expect(installValues.parse(values)).toEqual(defaultValues)
})

test('the chart has the version of the program', () => {
  expect(parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8'))).toMatchObject({ version, appVersion: version })
})

test('the plain manifests hold no secret, and name one for the keys', () => {
  const text = plainManifest(version)
  expect(text).not.toContain('kind: Secret')
  expect(text).toContain('secretName: mangru-keys')
  const release = { name: 'mangru', namespace: 'mangru', version }
  const values = { ...defaultValues, auth: { existingSecret: '' } }
  const made = manifestText(installObjects(release, values, { keys: { 'writer.id': 'A' }, caBundle: '' }))
  expect(made).toContain('kind: Secret')
})

test.each(['install.md', 'install.ko.md'])('docs/%s names every value', name => {
  const file = join(root, 'docs', name)
  const table = valuesTable()
  if (process.env.UPDATE_CASES === '1' && name === 'install.md')
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/^\| Value \| Default \|[\s\S]*?(?=\n\n)/m, () => table),
    )
  const text = readFileSync(file, 'utf8')
  if (name === 'install.md') expect(text).toContain(table)
  const names = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, value]) => value)
  const told = [...text.matchAll(/^\| `([a-zA-Z.]+)` \|/gm)].map(([, value]) => value)
  expect(told).toEqual(names)
})
