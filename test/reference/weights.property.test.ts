/** The engine against the reference, instant by instant: what each statement weighs, who says it, and how it stands. */
import { assert, nat, pre, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import type { Said } from '../../src/frames/item.ts'
import { engineOf, keyOf } from './compare.ts'
import { drawWorld } from './draw.ts'
import { judgeByBrute, type Reference } from './judge.ts'
import { runs, TIMEOUT_MS } from './runs.ts'
import type { World } from './world.ts'

/** Windows that meet, overlap, lie within each other and have open ends. */
const WINDOWS = [undefined, undefined, [0, 10], [5, 15], [10, 20], [null, 10], [10, null], [2, 8]] as const
const INSTANTS = [-5, 0, 2, 5, 8, 10, 12, 15, 20]

function drawn(seed: number, claims: number): World {
  const world = drawWorld(`weights/${seed}`, { claims, reasons: seed % 2 === 0, cites: seed % 4 === 0, changes: seed % 3 === 0 })
  const random = createRandom(`qualities/${seed}`)
  const quality = Object.fromEntries(['ann', 'bob'].map((author) => [author, random.below(3) * 250_000 + 500_000]))
  return { ...world, quality: seed % 5 === 0 ? {} : quality }
}

/** Gives claims windows, the same to what is said twice. */
function windowed({ said, ...world }: World, seed: number): World {
  const random = createRandom(`windows/${seed}`)
  const windows = new Map(said.map(({ id }) => [id, WINDOWS[random.below(WINDOWS.length)]]))
  const inTime = (entry: Said): Said => {
    const valid = windows.get(entry.id)
    return entry.item.k !== 'claim' || valid === undefined ? entry : { ...entry, item: { ...entry.item, valid } }
  }
  return { ...world, said: said.map(inTime) }
}

const covers = ([from, until]: readonly [number | null, number | null], now: number): boolean =>
  (from === null || from <= now) && (until === null || now < until)

/** What is said at an instant, as if it had no window. */
function sayingAt({ said, ...world }: World, now: number): World {
  const held = said.flatMap((entry): Said[] => {
    if (entry.item.k !== 'claim' || entry.item.valid === undefined) return [entry]
    const { valid, ...item } = entry.item
    return covers(valid, now) ? [{ ...entry, item }] : []
  })
  return { ...world, said: held }
}

function expected({ status, support }: Reference): string[] {
  return [...status]
    .map(([key, stands]) => {
      const { weight, by } = support.get(key)!
      return `${key} ${stands} ${weight} ${by.length === 0 ? 'derived' : by.join()}`
    })
    .sort()
}

const standingsAt = (world: World, now: number): string[] =>
  engineOf(world)
    .standings()
    .filter(({ window }) => covers(window, now))
    .map((one) => `${keyOf(one)} ${one.status} ${one.weight} ${one.derived ? 'derived' : one.by.join()}`)
    .sort()

test('[SEM471] weights, authors and what is derived are those of brute force', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(tuple(nat(), nat({ max: 6 })), ([seed, claims]) => {
      const world = drawn(seed, claims + 3)
      const reference = judgeByBrute(world)
      pre(reference !== undefined)
      expect(standingsAt(world, 0)).toEqual(expected(reference))
    }),
    runs(60),
  )
})

test('[SEM471] and at every instant those of what is said then', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(tuple(nat(), nat({ max: 5 })), ([seed, claims]) => {
      const world = windowed(drawn(seed, claims + 3), seed)
      for (const now of INSTANTS) {
        const reference = judgeByBrute(sayingAt(world, now))
        pre(reference !== undefined)
        expect([now, ...standingsAt(world, now)]).toEqual([now, ...expected(reference)])
      }
    }),
    runs(30),
  )
})

test('[SEM471] neighbouring stretches differ, and components say whether they are undecided', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(tuple(nat(), nat({ max: 5 })), ([seed, claims]) => {
      const world = windowed(drawn(seed, claims + 3), seed)
      const engine = engineOf(world)
      const last = new Map<string, { readonly until: number | null; readonly shown: string }>()
      for (const { window, ...standing } of engine.standings()) {
        const [key, shown] = [keyOf(standing), JSON.stringify(standing)]
        const before = last.get(key)
        if (before !== undefined && before.until === window[0]) expect(shown).not.toBe(before.shown)
        last.set(key, { until: window[1], shown })
      }
      const reference = judgeByBrute({ ...world, said: world.said.map(timeless) })
      pre(reference !== undefined)
      const found = engineOf({ ...world, said: world.said.map(timeless) }).components()
      expect(found.map(({ undecided }) => undecided).sort()).toEqual(reference.components.map(isUndecided).sort())
      expect(found.every(({ exact, more }) => exact && !more)).toBe(true)
    }),
    runs(30),
  )
})

function timeless(entry: Said): Said {
  if (entry.item.k !== 'claim') return entry
  const { valid: _valid, ...item } = entry.item
  return { ...entry, item }
}

/** Whether the best ways out differ in what they drop. */
function isUndecided(ways: Reference['components'][number]): boolean {
  const least = Math.min(...ways.map(({ cost }) => cost))
  const best = ways.filter(({ cost }) => cost === least)
  return best.some(({ out }) => out.join() !== best[0]!.out.join())
}
