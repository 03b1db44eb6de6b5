/** Learned quality: at least as good as the textbook on real crowds, never rash on generated ones, and the same to the bit everywhere. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fc } from '../../seeded.ts'
import { expect, test } from 'vitest'
import type { LearnedSlot } from '../../../src/frames/learned.ts'
import { learnQuality } from '../../../src/semantics/learn/learn.ts'
import { supportsOf } from '../../../src/semantics/learn/support.ts'
import { lnMillionths } from '../../../src/semantics/learn/log.ts'
import type { Answer } from '../../../src/semantics/learn/poll.ts'
import { crowdOf, headsRight, learnedRight, type Crowd, type Temper } from './crowd.ts'

const LONG_MS = 120_000

function realCrowd(folder: string): Crowd {
  const rows = (file: string): string[][] => {
    const [, ...lines] = readFileSync(join(folder, file), 'utf8').trim().split(/\r?\n/)
    return lines.map((line) => line.split(','))
  }
  const answers = rows('answer.csv').map(([question = '', author = '', value = '']) => ({ question, author, value }))
  const truths = new Map(rows('truth.csv').map(([question = '', truth = '']) => [question, truth]))
  return { values: [...new Set(answers.map(({ value }) => value))], answers, truths }
}

test.each([
  ['duck', 89.81],
  ['dog', 84.26],
])(
  '[SEM201] the real crowd %s: at least %d percent',
  (name, least) => {
    const folder = join(process.cwd(), '../shared/data/crowd', name)
    if (!existsSync(folder)) return expect(`${name} is not here`).toContain(name)
    expect(Number(learnedRight(realCrowd(folder)).toFixed(2))).toBeGreaterThanOrEqual(least)
  },
  LONG_MS,
)

const many = (count: number, temper: Temper): Temper[] => Array<Temper>(count).fill(temper)
const fair = [520, 600, 640, 680, 720, 760, 800].map((right) => ({ right }))

test.each<readonly [string, number, readonly Temper[]]>([
  ['good authors', 0, many(10, { right: 850 })],
  ['fair authors', 0, [...fair, ...fair]],
  ['chance alone', 0, many(12, { right: 500 })],
  ['spammers among good ones', 3, [...many(6, { right: 900 }), ...many(8, { right: 500 })]],
  ['liars among good ones', 3, [...many(9, { right: 900 }), ...many(4, { right: 150 })]],
  ['authors who always say the same', 0, [...many(9, { right: 800 }), ...many(4, 'constant')]],
  ['leaning authors', 0, many(12, 'leaning')],
])(
  '[SEM202] a generated crowd: %s, at least %d points above heads',
  (name, gain, tempers) => {
    let [heads, learned] = [0, 0]
    const plans = [[40, 3], [100, 5], [150, 7]] as const
    for (const [questions, answersEach] of plans) {
      const crowd = crowdOf({ questions, values: 2, answersEach, tempers }, `${name} ${questions}`)
      heads += headsRight(crowd) / plans.length
      learned += learnedRight(crowd) / plans.length
    }
    expect(learned).toBeGreaterThanOrEqual(heads + (gain === 0 ? -0.5 : gain))
  },
  LONG_MS,
)

const answers = fc.array(
  fc.record({
    question: fc.constantFrom('q1', 'q2', 'q3', 'q4'),
    author: fc.constantFrom('ann', 'bob', 'cid', '__proto__'),
    value: fc.constantFrom('x', 'y', 'z'),
    confidence: fc.integer({ min: 0, max: 1_000 }),
  }),
  { maxLength: 30 },
)

test('[SEM203] neither order nor repetition changes what is learned', () => {
  fc.assert(
    fc.property(answers, fc.constantFrom(null, ['x', 'y', 'z']), (given, values) => {
      const again = [...given.toReversed(), ...given.slice(0, 5)]
      expect(learnQuality([{ slot: 's', values, answers: again }])).toEqual(learnQuality([{ slot: 's', values, answers: given }]))
    }),
  )
})

test('[SEM204] without a difference between authors, heads are counted exactly', () => {
  const crowd = crowdOf({ questions: 20, values: 3, answersEach: 4, tempers: many(8, { right: 700 }) }, 'alike')
  const slot = learnQuality([{ slot: 's', values: crowd.values, answers: crowd.answers }]).slots['s'] as LearnedSlot
  expect(slot.authors).toEqual({})
  const said = (author: string, value: string): Answer => ({ question: 'q', author, value })
  const supports = supportsOf(slot, [said('a', 'v0'), said('b', 'v0'), said('c', 'v1'), said('d', 'v1'), said('e', 'v2')])
  expect(supports.map(({ support }) => support / (supports[0]?.support ?? 0))).toEqual([1, 1, 0])
})

test('[SEM205] support is a whole number and never negative', () => {
  fc.assert(
    fc.property(answers, fc.constantFrom(null, ['x', 'y', 'z']), (given, values) => {
      const slot = learnQuality([{ slot: 's', values, answers: given }]).slots['s']
      const own = given.filter(({ question, confidence }) => question === 'q1' && confidence > 0)
      const supports = slot === undefined ? [] : supportsOf(slot, own)
      expect(supports.map(({ value }) => value)).toEqual([...new Set(own.map(({ value }) => value))].sort())
      for (const { support } of supports) expect(Number.isSafeInteger(support) && support >= 0).toBe(true)
      expect(supports.length < 2 || supports.some(({ support }) => support === 0)).toBe(true)
    }),
  )
})

test('[SEM206] the logarithm is right to a millionth and never falls', () => {
  const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true })
  fc.assert(
    fc.property(positive, positive, (a, b) => {
      expect(Math.abs(lnMillionths(a) - Math.log(a) * 1e6)).toBeLessThan(1.5)
      expect(lnMillionths(Math.max(a, b))).toBeGreaterThanOrEqual(lnMillionths(Math.min(a, b)))
    }),
    { numRuns: 1_000 },
  )
  expect([1, 2, 0.5, 10].map(lnMillionths)).toEqual([0, 693_147, -693_148, 2_302_585])
})

const PLAIN: LearnedSlot = { values: ['x', 'y'], width: 2, common: 800_000, authors: { ann: [[900_000, 100_000], [300_000, 700_000]] } }

test('[SEM207] less confidence, less support', () => {
  const supportAt = (confidence: number): number => {
    return supportsOf(PLAIN, [{ question: 'q', author: 'ann', value: 'x', confidence }])[0]?.support ?? -1
  }
  expect(supportAt(1_000)).toBeGreaterThan(supportAt(500))
  expect(supportAt(500)).toBeGreaterThan(supportAt(1))
})

test('[SEM207] two answers to one question cancel each other where they weigh alike', () => {
  const both = ['x', 'y'].map((value) => ({ question: 'q', author: 'unknown', value }))
  expect(supportsOf(PLAIN, both).map(({ support }) => support)).toEqual([0, 0])
})

test('[SEM208] what was learned survives being written down', () => {
  const tempers = [...many(6, { right: 900 }), ...many(6, { right: 500 })]
  const crowd = crowdOf({ questions: 80, values: 2, answersEach: 6, tempers }, 'written')
  const learned = learnQuality([{ slot: 's', values: crowd.values, answers: crowd.answers }])
  const read = JSON.parse(JSON.stringify(learned)) as typeof learned
  expect(read).toEqual(learned)
  expect(Object.keys(learned.quality)).toHaveLength(12)
  expect((learned.quality['a0'] ?? 0) - (learned.quality['a11'] ?? 0)).toBeGreaterThan(200_000)
})

test('[SEM209] where anything can be said, the reliable outweigh the guessing', () => {
  const tempers = [...many(4, { right: 950 }), ...many(8, { right: 200 })]
  const crowd = crowdOf({ questions: 120, values: 6, answersEach: 5, tempers }, 'open')
  const open = learnQuality([{ slot: 's', values: null, answers: crowd.answers }])
  expect((open.quality['a0'] ?? 0) - (open.quality['a11'] ?? 0)).toBeGreaterThan(300_000)
  const said = (author: string, value: string): Answer => ({ question: 'new', author, value })
  const [right, wrong] = supportsOf(open.slots['s'] as LearnedSlot, [said('a0', 'never seen'), said('a10', 'other'), said('a11', 'other')])
  expect(right?.support).toBeGreaterThan(wrong?.support ?? 0)
})

test('[SEM210] a crowd of which nearly half lie is not turned round', () => {
  const tempers = [...many(6, { right: 900 }), ...many(5, { right: 100 })]
  const crowd = crowdOf({ questions: 120, values: 2, answersEach: 11, tempers }, 'mirror')
  expect(learnQuality([{ slot: 's', values: crowd.values, answers: crowd.answers }]).slots['s']?.authors).toEqual({})
  expect(learnedRight(crowd)).toBe(headsRight(crowd))
})

test('[SEM209] ten thousand values on one question are no product of all with all', () => {
  const many = Array.from({ length: 10_000 }, (_none, index) => ({ question: 'q', author: `a${index % 100}`, value: `v${index}` }))
  const slot = learnQuality([{ slot: 's', values: null, answers: many }]).slots['s'] as LearnedSlot
  expect(supportsOf(slot, many)).toHaveLength(10_000)
})
