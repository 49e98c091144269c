import { expect, test } from 'vitest'
import { inOneTurn } from './in-one-turn.ts'

function turns() {
  const coming: (() => void)[] = []
  const done: string[] = []
  const schedule = inOneTurn(run => coming.push(run))
  const say = (word: string) => schedule(() => done.push(word))
  const next = (): string => {
    coming.shift()?.()
    return done.splice(0).join(' ')
  }
  return { schedule, say, next, left: () => coming.length }
}

test('what is handed in before the turn comes is run in it, in its order', () => {
  const { say, next, left } = turns()
  for (const word of ['a', 'b', 'c']) say(word)
  expect(left()).toBe(1)
  expect(next()).toBe('a b c')
  expect(left()).toBe(0)
})

test('what a task hands in has the next turn', () => {
  const { schedule, say, next } = turns()
  schedule(() => say('b'))
  say('a')
  expect(next()).toBe('a')
  expect(next()).toBe('b')
})

test('what throws keeps nothing back', () => {
  const { schedule, say, next, left } = turns()
  say('a')
  schedule(() => {
    say('d')
    throw new Error('broken')
  })
  say('b')
  say('c')
  expect(next).toThrow('broken')
  expect(next()).toBe('a b c d')
  expect(left()).toBe(0)
})
