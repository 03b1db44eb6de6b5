/** Arrival: what is judged depends on what was said and on nothing else: not on order, batches, repetition or earlier states. */
import { assert, integer, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import { lawOf, slotsOf } from '../../reference/world.ts'
import { worlds } from '../../reference/draw.ts'
import { shuffle } from '../solver/shapes.ts'
import { reportOf, told } from './judgement.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'

const reasoned = worlds({ reasons: true, changes: true }, 12)

test(
  '[SEM404] any order, batching and repetition of the same items gives the same bytes',
  { timeout: TIMEOUT_MS },
  () => {
    assert(
      property(reasoned, nat(), (world, seed) => {
        const random = createRandom(`arrival/${seed}`)
        const engine = createEngine(lawOf(world), slotsOf(world))
        const queue = shuffle(random, [...world.said, ...world.said.slice(random.below(world.said.length))])
        while (queue.length > 0) {
          engine.add(queue.splice(0, 1 + random.below(4)))
          if (random.below(3) === 0) engine.standings()
        }
        expect(reportOf(engine)).toBe(reportOf(told(world)))
      }),
      runs(40),
    )
  },
)

test('[SEM404] the union of what two hold is judged alike whoever hears whom', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(reasoned, integer({ min: 0, max: 12 }), integer({ min: 0, max: 12 }), (world, a, b) => {
      const [left, middle, right] = [world.said.slice(0, a), world.said.slice(Math.min(a, b)), world.said]
      const one = told(world, left)
      for (const more of [middle, right]) one.add(more)
      const other = told(world, [...right, ...middle])
      other.add(left)
      expect(reportOf(one)).toBe(reportOf(other))
    }),
    runs(40),
  )
})

test(
  '[SEM405] after every single item, withdrawals too, the judgement is that of a fresh engine',
  { timeout: TIMEOUT_MS },
  () => {
    assert(
      property(reasoned, (world) => {
        const engine = createEngine(lawOf(world), slotsOf(world))
        for (const [at, said] of world.said.entries()) {
          engine.add([said])
          expect(reportOf(engine)).toBe(reportOf(told(world, world.said.slice(0, at + 1))))
        }
      }),
      runs(40),
    )
  },
)

test('[SEM405] an author excluded before, between or after gives the same judgement', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(reasoned, nat({ max: 12 }), (world, at) => {
      const engine = told(world, world.said.slice(0, at))
      engine.standings()
      engine.exclude('ann')
      engine.add(world.said.slice(at))
      const late = told(world)
      late.standings()
      late.exclude('ann')
      expect(reportOf(engine)).toBe(reportOf(late))
    }),
    runs(40),
  )
})

test('[SEM406] what comes back after it was taken away is judged as before', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(worlds({ reasons: false, changes: false }, 8), (world) => {
      const again = world.said.map((entry) => ({ ...entry, id: `again-${entry.id}` }))
      const back = world.said.map(({ id, by }) => ({
        id: `back-${id}`,
        by,
        item: { k: 'withdraw', claim: id } as const,
      }))
      const engine = told(world)
      engine.standings()
      engine.add(back)
      expect(engine.standings()).toEqual([])
      expect(engine.conflicts()).toEqual([])
      engine.add(again)
      const renamed = told(world, again)
      expect(reportOf(engine)).toBe(reportOf(renamed))
    }),
    runs(40),
  )
})
