import { expect, test } from 'vitest'
import { tickTexts } from './ticks.ts'

const units = { ms: ' ms', s: ' s', min: ' min', h: ' h', d: ' d' }

test.each([
  [[0, 0.5, 1], 'Percent', ['0 %', '0.5 %', '1 %']],
  [[0, 20_000], null, ['0', '20 k']],
  [[10_000, 10_010, 10_020], null, ['10,000', '10,010', '10,020']],
  [[0, 1_048_576], 'Bytes', ['0 B', '1 MiB']],
  [[10_737_418_240, 10_742_661_120], 'Bytes', ['10.000 GiB', '10.005 GiB']],
  [[0, 0.25], 'Seconds', ['0 ms', '250 ms']],
  [[1.001, 1.002], 'Seconds', ['1.001 s', '1.002 s']],
])('%j in %s', (ticks, unit, texts) => {
  expect(tickTexts(ticks, unit, units)).toEqual(texts)
})
