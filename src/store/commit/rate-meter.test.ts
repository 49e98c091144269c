import { expect, test } from 'vitest'
import { instant } from '../../model/index.ts'
import { RateMeter } from './rate-meter.ts'

const at = (second: number) => instant(1_763_700_000_000 + second * 1_000)

test('a rate is the mean of the last minute and forgets what is older', () => {
  const meter = new RateMeter()
  meter.add(at(0), 60)
  expect(meter.perSecond(at(1))).toBe(1)
  meter.add(at(30), 120)
  expect(meter.perSecond(at(59))).toBe(3)
  expect(meter.perSecond(at(60))).toBe(2)
  expect(meter.perSecond(at(500))).toBe(0)
})

test('a clock that steps back neither loses nor doubles', () => {
  const meter = new RateMeter()
  meter.add(at(10), 60)
  meter.add(at(5), 60)
  expect(meter.perSecond(at(10))).toBe(2)
})
