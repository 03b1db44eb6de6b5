/** Falling: what loses a reason to hold stays while it has another one, at little cost; what only proves itself goes. */
import { expect, test } from 'vitest'
import { tryLaw, type Trial } from './closure.ts'

const TRANSITIVE = { slots: { on: [{ k: 'transitive' as const }] } }
const to = (ref: string): { ref: string } => ({ ref })

test('[SEM40] facts that only prove each other fall together', () => {
  const trial = tryLaw({ slots: { on: [{ k: 'symmetric' }], by: [{ k: 'equivalent', of: 'on' }] }, rules: ['by(X, Y) :- on(Y, X).'] })
  trial.say('a', 'on', to('b'))
  trial.say('root', 'up', true)
  trial.closure.settle()
  expect(trial.holds('b', 'by', to('a'))).toBe(true)
  trial.unsay('a', 'on', to('b'))
  trial.closure.settle()
  for (const [frame, slot, other] of ['on', 'by'].flatMap((name) => [['a', name, 'b'], ['b', name, 'a']] as const))
    expect(trial.holds(frame, slot, to(other))).toBe(false)
})

test('[SEM40] a cycle that something outside still holds up stays, until that goes too', () => {
  const trial = tryLaw({ rules: ['up(X, 1) :- from(X, Y), up(Y, 1).'] })
  for (const [a, b] of [['a', 'b'], ['b', 'c'], ['c', 'a']] as const) trial.say(a, 'from', to(b))
  trial.say('a', 'up', 1)
  trial.say('b', 'up', 1)
  trial.closure.settle()
  trial.unsay('a', 'up', 1)
  trial.closure.settle()
  expect(['a', 'b', 'c'].map((frame) => trial.holds(frame, 'up', 1))).toEqual([true, true, true])
  trial.unsay('b', 'up', 1)
  trial.closure.settle()
  expect(['a', 'b', 'c'].map((frame) => trial.holds(frame, 'up', 1))).toEqual([false, false, false])
})

test('[SEM41] taking back one of ten thousand supports of a fact that is used ten thousand times touches next to nothing', () => {
  const trial = tryLaw({ rules: ['ok(X, 1) :- seen(X, Y).', 'fine(X, 1) :- at(X, Y), ok(Y, 1).'] })
  for (let n = 0; n < 10_000; n++) {
    trial.say('hub', 'seen', n)
    trial.say(`g${n}`, 'at', to('hub'))
  }
  trial.closure.settle()
  trial.takeMarks()
  for (let n = 0; n < 9_999; n++) {
    trial.unsay('hub', 'seen', n)
    trial.closure.settle()
  }
  expect(trial.takeMarks()).toBeLessThan(3 * 9_999)
  expect(trial.holds('g5', 'fine', 1)).toBe(true)
  trial.unsay('hub', 'seen', 9_999)
  trial.closure.settle()
  expect(trial.holds('g5', 'fine', 1)).toBe(false)
}, 60_000)

/** Two nodes a level, each joined with both of the next: between any two there are many ways. */
const ladder = (levels: number): Trial => {
  const trial = tryLaw(TRANSITIVE)
  for (let level = 0; level < levels; level++)
    for (const a of ['x', 'y']) for (const b of ['x', 'y']) trial.say(`${a}${level}`, 'on', to(`${b}${level + 1}`))
  trial.closure.settle()
  return trial
}

test('[SEM41] under a recursive rule an edge that others stand in for takes only itself along', () => {
  const trial = ladder(60)
  trial.takeMarks()
  trial.unsay('x30', 'on', to('x31'))
  trial.closure.settle()
  expect(trial.takeMarks()).toBe(2)
  expect([trial.holds('x30', 'on', to('x31')), trial.holds('x30', 'on', to('x32'))]).toEqual([false, true])
})

test('[SEM42] the root of a hundred thousand conclusions takes them all along', () => {
  const trial = tryLaw({ rules: ['up(X, 1) :- from(X, Y), up(Y, 1).'] })
  trial.say('f0', 'up', 1)
  for (let n = 0; n < 100_000; n++) trial.say(`f${n + 1}`, 'from', to(`f${n}`))
  trial.closure.settle()
  expect(trial.holds('f100000', 'up', 1)).toBe(true)
  trial.unsay('f0', 'up', 1)
  trial.closure.settle()
  expect([1, 5_000, 100_000].map((n) => trial.holds(`f${n}`, 'up', 1))).toEqual([false, false, false])
}, 60_000)

test('[SEM42] ten thousand rules one upon the other are drawn and fall', () => {
  const rules = Array.from({ length: 10_000 }, (_, n) => `s${n + 1}(X, V) :- s${n}(X, V).`)
  const trial = tryLaw({ rules })
  for (let n = 0; n < 5; n++) trial.say(`f${n}`, 's0', n)
  trial.closure.settle()
  expect(trial.holds('f3', 's10000', 3)).toBe(true)
  trial.unsay('f3', 's0', 3)
  trial.closure.settle()
  expect([trial.holds('f3', 's10000', 3), trial.holds('f4', 's10000', 4)]).toEqual([false, true])
}, 60_000)

test('[SEM43] a rule that joins everything with everything stops at its budget, and so does a denial', () => {
  const perRule = 100_000
  const rules = ['pair(X, Y) :- left(X, V), right(Y, W).', ':- left(X, V), right(Y, W), V = W.', 'far(X, 1) :- pair(X, Y).']
  const trial = tryLaw({ rules }, perRule)
  for (let n = 0; n < 50_000; n++) {
    trial.say(`f${n}`, 'left', 1, `author ${n % 4}`)
    trial.say(`g${n}`, 'right', 1, `author ${n % 4}`)
  }
  trial.closure.settle()
  expect(trial.facts.count()).toBeLessThan(100_000 + 2 * perRule + 10)
  expect([...trial.closure.firings()]).toEqual([])
  expect(trial.holds('f0', 'far', 1)).toBe(false)
  expect(trial.closure.isUnsure(trial.fact('f0', 'left', 1))).toBe(true)
}, 60_000)

test('[SEM43] while a flood goes on, each further claim of it costs a few steps', () => {
  const trial = tryLaw({ rules: ['pair(X, 1) :- left(X, V), left(Y, V), X != Y.'] }, 1_000)
  for (let n = 0; n < 10; n++) trial.say(`f${n}`, 'left', 1, 'ann')
  for (let n = 0; n < 200; n++) trial.say(`m${n}`, 'left', 1, 'mob')
  trial.closure.settle()
  expect([trial.holds('f3', 'pair', 1), trial.holds('m3', 'pair', 1)]).toEqual([true, false])
  trial.takeMarks()
  for (let n = 200; n < 5_000; n++) {
    trial.say(`m${n}`, 'left', 1, 'mob')
    trial.closure.settle()
  }
  expect(trial.takeMarks()).toBeLessThan(3 * 4_800)
})
