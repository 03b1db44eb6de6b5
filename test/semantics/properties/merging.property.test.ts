/**
 * Merging: the postulates for merging with integrity constraints (Konieczny and Pino Perez), and those for revising a base (Hansson).
 *
 * The merge is by removal: a fork drops statements, the result is the forks of least weight, the law is the constraint. So read, IC0 to IC3
 * and IC5 to IC8 hold for the set of all forks of least weight. IC4 (neither of two equally strong sides is favoured) holds for
 * the standings,
 * which are `undecided` then; it cannot hold for the one fork that is shown first, because showing one favours it: that choice is by a hash
 * of the component. Enough voices win (majority); the side of the few is not protected (arbitration does not hold, and cannot beside it).
 * Of revision: success for what the law demands, inclusion, vacuity, consistency and relevance hold; a claim of a peer has no right to
 * success, since it may lose; recovery is not asked for.
 */
import { assert, property, record, type Arbitrary } from 'fast-check'
import { expect, test } from 'vitest'
import type { Said } from '../../../src/frames/item.ts'
import { keyOf } from '../../reference/compare.ts'
import { worlds } from '../../reference/draw.ts'
import { lawOf, type World } from '../../reference/world.ts'
import { leastCost, leastForks, statusByKey, told } from './judgement.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'

const simple: Arbitrary<World> = worlds({ reasons: false, changes: false }, 8)
const two = record({ world: simple, other: simple })
const by = (said: readonly Said[], suffix: string): Said[] =>
  said.map((entry) => ({ ...entry, id: `${entry.id}${suffix}`, by: `${entry.by}${suffix}` }))
const claimed = ({ item }: Said): string => (item.k === 'claim' ? keyOf({ ...item, not: item.not === true }) : '')

test(
  '[SEM417] IC0, IC1: what is left after any fork obeys the law, and there always is a fork',
  { timeout: TIMEOUT_MS },
  () => {
    assert(
      property(simple, (world) => {
        const engine = told(world)
        for (const { forks } of engine.components()) expect(forks.length).toBeGreaterThan(0)
        const first = new Set(engine.components().flatMap(({ forks }) => forks[0]!.out.map(keyOf)))
        expect(
          told(
            world,
            world.said.filter((entry) => !first.has(claimed(entry))),
          ).conflicts(),
        ).toEqual([])
      }),
      runs(40),
    )
  },
)

test('[SEM418] IC2, vacuity: what agrees is kept whole', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(simple, (world) => {
      const engine = told(world)
      if (engine.conflicts().length > 0) return
      expect(engine.standings().every(({ status }) => status === 'clear')).toBe(true)
      const keys = new Set(engine.standings().map(keyOf))
      expect(world.said.every((entry) => keys.has(claimed(entry)))).toBe(true)
    }),
    runs(40),
  )
})

test('[SEM419] IC3: how claims are named, numbered and listed is no matter', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(simple, (world) => {
      const renamed = world.said.map((entry, at) => ({ ...entry, id: `z${99 - at}` }))
      expect([...statusByKey(told(world, renamed.reverse()))]).toEqual([...statusByKey(told(world))])
    }),
    runs(40),
  )
})

test('[SEM420] IC4: of two equally strong sides neither is favoured', { timeout: TIMEOUT_MS }, () => {
  const law = { types: [], slots: { state: [{ k: 'atMost', n: 1 } as const] }, rules: [] }
  const world: World = { clauses: [], facets: [], types: [], quality: {}, said: [] }
  const say = (id: string, author: string, value: string): Said => ({
    id,
    by: author,
    item: { k: 'claim', frame: 'd', slot: 'state', value },
  })
  const even = told(world, [say('1', 'a', 'open'), say('2', 'b', 'shut')], { ...lawOf(world), ...law })
  expect(even.standings().map(({ status }) => status)).toEqual(['undecided', 'undecided'])
  const odd = told(world, [say('1', 'a', 'open'), say('2', 'b', 'shut'), say('3', 'c', 'shut')], {
    ...lawOf(world),
    ...law,
  })
  expect(odd.standings().map(({ value, status }) => [value, status])).toEqual([
    ['open', 'rejected'],
    ['shut', 'consensus'],
  ])
})

test('[SEM421] IC5, IC6: two groups that can both have their best get exactly that', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(two, ({ world, other }) => {
      const [left, right] = [by(world.said, 'L'), by(other.said, 'R')]
      const [a, b, both] = [told(world, left), told(world, right), told(world, [...left, ...right])]
      expect(leastCost(both) >= leastCost(a) + leastCost(b)).toBe(true)
      if (leastCost(both) > leastCost(a) + leastCost(b)) return
      for (const [one, said] of [
        [a, left],
        [b, right],
      ] as const) {
        const own = new Set(said.map(claimed))
        const allowed = leastForks(one)
        for (const outs of leastForks(both)) {
          for (const out of outs) {
            const dropped = new Set(out.split(' ').filter((key) => own.has(key)))
            const rest = told(
              world,
              said.filter((entry) => !dropped.has(claimed(entry))),
            )
            expect(leastCost(rest) <= leastCost(one)).toBe(true)
          }
        }
        expect(allowed.length).toBe(one.components().length)
      }
    }),
    runs(40),
  )
})

test(
  '[SEM422] IC7, IC8: a further denial that a best fork already obeys only narrows the choice',
  { timeout: TIMEOUT_MS },
  () => {
    assert(
      property(two, ({ world, other }) => {
        const denials = other.clauses.filter(({ head }) => head === null)
        const stricter: World = { ...world, clauses: [...world.clauses, ...denials] }
        const [before, after] = [told(world), told(stricter)]
        expect(leastCost(after) >= leastCost(before)).toBe(true)
        if (leastCost(after) > leastCost(before)) return
        const accepted = new Set(
          [...statusByKey(after)].flatMap(([key, status]) =>
            status === 'rejected' || status === 'undecided' ? [] : [key],
          ),
        )
        for (const [key, status] of statusByKey(before))
          if (status === 'consensus' || status === 'clear') expect([key, accepted.has(key)]).toEqual([key, true])
      }),
      runs(40),
    )
  },
)

test(
  '[SEM423] relevance: a fork drops only what is in a conflict, and each thing it drops is needed',
  { timeout: TIMEOUT_MS },
  () => {
    assert(
      property(simple, (world) => {
        const engine = told(world)
        const disputed = new Set(engine.conflicts().flatMap(({ statements }) => statements.map(keyOf)))
        for (const { forks } of engine.components()) {
          for (const { out } of forks) for (const statement of out) expect(disputed.has(keyOf(statement))).toBe(true)
        }
        const out = engine.components().flatMap(({ forks }) => forks[0]!.out.map(keyOf))
        for (const back of out) {
          const left = new Set(out.filter((key) => key !== back))
          expect(
            told(
              world,
              world.said.filter((entry) => !left.has(claimed(entry))),
            ).conflicts().length,
          ).toBeGreaterThan(0)
        }
      }),
      runs(40),
    )
  },
)
