/** Explanation: a conflict can be checked by hand: its claims judged alone are in conflict, and without any one of them they are not. */
import { assert, oneof, property } from 'fast-check'
import { expect, test } from 'vitest'
import { keyOf } from '../../reference/compare.ts'
import { worlds } from '../../reference/draw.ts'
import type { World } from '../../reference/world.ts'
import { statusByKey, told } from './judgement.ts'
import type { Said } from '../../../src/frames/item.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'

const reasoned = oneof(worlds({ reasons: true, changes: true }, 10), worlds({ reasons: true, changes: true, cites: true }, 9))

/** Only the items of these ids; the slots stay those of the whole world (R14). */
const only = (world: World, ids: readonly string[]): readonly Said[] => world.said.filter(({ id }) => ids.includes(id))

test('[SEM407] the claims of a conflict, judged alone, are still that conflict', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(reasoned, (world) => {
      for (const conflict of told(world).conflicts()) {
        const alone = told(world, only(world, conflict.claims)).conflicts()
        expect(alone.map(({ by }) => JSON.stringify(by))).toContain(JSON.stringify(conflict.by))
      }
    }),
    runs(40),
  )
})

test('[SEM408] without any one of its claims there is no conflict', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(reasoned, (world) => {
      for (const { claims } of told(world).conflicts()) {
        for (const left of claims) {
          const rest = told(
            world,
            only(
              world,
              claims.filter((id) => id !== left),
            ),
          )
          expect(rest.conflicts()).toEqual([])
        }
      }
    }),
    runs(40),
  )
})

test(
  '[SEM409] consensus never invents: what is said outright has an author, what is derived has claims that suffice',
  { timeout: TIMEOUT_MS },
  () => {
    assert(
      property(reasoned, (world) => {
        const engine = told(world)
        for (const standing of engine.standings()) {
          const { frame, slot, value, not, derived, by } = standing
          const says = ({ item }: Said): boolean =>
            item.k === 'claim' && keyOf({ ...item, not: item.not === true }) === keyOf(standing)
          if (!derived)
            for (const author of by) expect(world.said.some((entry) => entry.by === author && says(entry))).toBe(true)
          const { claims } = engine.explain({ frame, slot, value, not })
          expect(claims.every((id) => world.said.some((entry) => entry.id === id))).toBe(true)
          expect([...statusByKey(told(world, only(world, claims))).keys()]).toContain(
            keyOf(standing),
          )
        }
      }),
      runs(30),
    )
  },
)
