import { expect, test } from 'vitest'
import { later } from './later.ts'

const Part = () => null

test('code comes once, whoever asks for it, and is known from then on', async () => {
  let loads = 0
  const part = later(async () => {
    loads += 1
    return { default: Part }
  })
  expect(part.known()).toBeUndefined()
  expect(await Promise.all([part.warm(), part.warm()])).toEqual([Part, Part])
  expect(part.known()).toBe(Part)
  await part.warm()
  expect(loads).toBe(1)
})

test('code that did not come is tried again', async () => {
  let loads = 0
  const part = later(async () => {
    loads += 1
    if (loads === 1) throw new Error('away')
    return { default: Part }
  })
  await expect(part.warm()).rejects.toThrow('away')
  expect(part.known()).toBeUndefined()
  expect(await part.warm()).toBe(Part)
})
