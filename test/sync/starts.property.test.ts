/** Starts: ends of one connection that start again, and hellos that are lost, doubled or as late as they like; the last starts meet. */
import { describe, expect, test } from 'vitest'
import { fc } from '../seeded.ts'
import { createLine, ENDS, type Flight, type Line } from './line.ts'

const STARTS_MAX = 7

type Act = readonly [kind: 'deliver' | 'double' | 'lose' | 'start' | 'beat', pick: number]
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant('deliver' as const) },
      { weight: 3, arbitrary: fc.constant('double' as const) },
      { weight: 3, arbitrary: fc.constant('lose' as const) },
      { weight: 2, arbitrary: fc.constant('start' as const) },
      { weight: 2, arbitrary: fc.constant('beat' as const) },
    ),
    fc.nat({ max: 1_000 }),
  ),
  { maxLength: 60 },
)
const waiter = fc.constantFrom(null, ...ENDS)
const picks = fc.array(fc.nat({ max: 1_000 }), { maxLength: 80 })

function act(line: Line, [kind, pick]: Act): void {
  const name = ENDS[pick % 2] ?? 'a'
  if (kind === 'start') return line.count() < STARTS_MAX ? line.start(name) : undefined
  if (kind === 'beat') return line.beat(name)
  const at = pick % Math.max(1, line.flights.length)
  const flight = line.flights[at]
  if (flight === undefined) return
  if (kind !== 'double') line.flights.splice(at, 1)
  if (kind !== 'lose') line.deliver(flight)
}

function beats(line: Line, count: number): void {
  for (let time = 0; time < count; time += 1) {
    for (const name of ENDS) {
      line.beat(name)
      line.settle()
    }
  }
}

/** What was on its way comes late, in the order of `order`, and what follows from it at once; then nothing is lost for two beacons. */
function heal(line: Line, order: readonly number[]): void {
  const late = line.flights.splice(0)
  for (const pick of order) {
    const [flight] = late.splice(pick % Math.max(1, late.length), 1)
    if (flight !== undefined) line.deliver(flight)
    line.settle()
  }
  line.flights.push(...late)
  line.settle()
  beats(line, 2)
}

const hellosOf = (line: Line): readonly Flight[] => line.said.filter(({ message }) => message.t === 'hello')
const namesOf = (line: Line, from = 0): readonly string[] => line.effects.slice(from).map(({ type }) => type)

/** The last starts of both ends have keys in common, and nobody says hello any more. */
function expectMet(line: Line): void {
  const { a, b } = line.starts
  expect([a.knows, b.knows]).toEqual([b.nonce, a.nonce])
  expect([a.keys?.ours, a.keys?.theirs]).toEqual([b.keys?.theirs, b.keys?.ours])
  const before = hellosOf(line).length
  beats(line, 3)
  expect(hellosOf(line)).toHaveLength(before)
}

describe('starts behind one connection', () => {
  test('[SYN81] whatever becomes of their hellos, the last starts know each other within two beacons, and no hellos follow', () => {
    fc.assert(
      fc.property(waiter, acts, picks, (first, made, order) => {
        const line = createLine(first)
        for (const one of made) act(line, one)
        heal(line, order)
        expectMet(line)
        expect(namesOf(line)).not.toContain('drop')
      }),
      { numRuns: 2_000 },
    )
  })

  test('[SYN82] hellos of earlier starts that are played again, in any order, take nobody’s place and end nothing', () => {
    fc.assert(
      fc.property(waiter, acts, picks, (first, made, order) => {
        const line = createLine(first)
        for (const one of made) act(line, one)
        heal(line, [])
        const [before, hellos] = [line.effects.length, hellosOf(line)]
        for (const pick of order) {
          const flight = hellos[pick % hellos.length]
          if (flight !== undefined) line.deliver(flight)
          line.settle()
        }
        const followed = namesOf(line, before)
        for (const name of ['ready', 'drop', 'blame']) expect(followed).not.toContain(name)
        expectMet(line)
      }),
      { numRuns: 500 },
    )
  })
})
