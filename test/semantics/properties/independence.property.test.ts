/** Independence: what does not concern a statement does not change how it stands. */
import { assert, constantFrom, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import type { Said } from '../../../src/frames/item.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import { keyOf } from '../../reference/compare.ts'
import { worlds } from '../../reference/draw.ts'
import { lawOf, type World } from '../../reference/world.ts'
import { leastCost, leastForks, reportOf, statusByKey, told } from './judgement.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'

const simple = worlds({ reasons: false, changes: false }, 9)
const reasoned = worlds({ reasons: true, changes: true }, 9)

test('[SEM410] what is clear is dropped by no fork', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(reasoned, (world) => {
      const engine = told(world)
      const clear = new Set(
        engine.standings().flatMap((standing) => (standing.status === 'clear' ? [keyOf(standing)] : [])),
      )
      const steps = new Set(
        world.said.flatMap(({ item }) =>
          item.k === 'claim' && item.because !== undefined ? [keyOf({ ...item, not: item.not === true })] : [],
        ),
      )
      for (const { forks } of engine.components()) {
        for (const { out } of forks)
          expect(out.map(keyOf).filter((key) => clear.has(key) && !steps.has(key) && !isUndercut(world, key))).toEqual(
            [],
          )
      }
    }),
    runs(40),
  )
})

/** A claim that is undercut is a leaf of its own: a fork may drop it while others keep the statement. */
const isUndercut = (world: World, key: string): boolean => {
  const undercut = new Set(world.said.flatMap(({ item }) => (item.k === 'undercut' ? [item.claim] : [])))
  return world.said.some(
    ({ id, item }) => undercut.has(id) && item.k === 'claim' && keyOf({ ...item, not: item.not === true }) === key,
  )
}

test(
  '[SEM411] claims about frames that share nothing with others leave the others as they are',
  { timeout: TIMEOUT_MS },
  () => {
    assert(
      property(simple, simple, (world, other) => {
        const moved = other.said.map((entry): Said => ({
          ...entry,
          id: `o-${entry.id}`,
          item: renameFrames(entry.item, (frame) => `other-${frame}`),
        }))
        const law = {
          ...lawOf(world),
          rules: lawOf(world).rules.filter((rule) => !rule.startsWith(':- ') || !/Y/.test(rule)),
        }
        const alone = statusByKey(told(world, world.said, law))
        const both = statusByKey(told(world, [...moved, ...world.said], law))
        for (const [key, status] of alone) expect([key, both.get(key)]).toEqual([key, status])
      }),
      runs(40),
    )
  },
)

test('[SEM412] renaming frames and authors renames the judgement', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(reasoned, (world) => {
      const rename = (frame: string): string => `${'zyx'[Number(frame.slice(1))]!}${frame}`
      const moved = world.said.map((entry): Said => ({
        ...entry,
        by: `${entry.by}${entry.by.length}`,
        item: renameFrames(entry.item, rename),
      }))
      const back = (key: string): string => key.replaceAll(/@[xyz](f\d)/g, '@$1')
      const [before, after] = [told(world), told(world, moved)]
      const statuses = [...statusByKey(after)].map(([key, status]) => `${back(key)} ${status}`).sort()
      expect(statuses).toEqual([...statusByKey(before)].map(([key, status]) => `${key} ${status}`).sort())
      const forks = leastForks(after).map((outs) => outs.map((out) => back(out).split(' ').sort().join(' ')).sort())
      expect(forks.map(String).sort()).toEqual(leastForks(before).map(String).sort())
    }),
    runs(40),
  )
})

test(
  '[SEM413] cutting a claim into two that follow each other in time changes nothing',
  { timeout: TIMEOUT_MS },
  () => {
    assert(
      property(simple, nat({ max: 9 }), (world, at) => {
        const windowed = world.said.map((entry, index): Said => {
          const { item } = entry
          return item.k === 'claim' ? { ...entry, item: { ...item, valid: [index * 3, 10 + index * 5] } } : entry
        })
        const cut = windowed.flatMap((entry, index): Said[] => {
          const { id, item } = entry
          if (index !== at || item.k !== 'claim' || item.valid === undefined) return [entry]
          const middle = item.valid[0]! + 4
          const [first, second] = [
            [item.valid[0], middle],
            [middle, item.valid[1]],
          ] as const
          return [
            { ...entry, id: `${id}a`, item: { ...item, valid: first } },
            { ...entry, id: `${id}b`, item: { ...item, valid: second } },
          ]
        })
        const show = (said: readonly Said[]): string[] =>
          told(world, said)
            .standings()
            .map(
              (standing) =>
                `${keyOf(standing)} ${JSON.stringify(standing.window)} ${standing.status} ${standing.weight}`,
            )
        expect(show(cut)).toEqual(show(windowed))
      }),
      runs(40),
    )
  },
)

test('[SEM413] at any instant the judgement is that of the claims valid then', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(simple, nat({ max: 50 }), (world, now) => {
      const windowed = world.said.map((entry, index): Said => {
        const { item } = entry
        return item.k === 'claim' ? { ...entry, item: { ...item, valid: [index * 3, 10 + index * 5] } } : entry
      })
      const valid = world.said.filter((_, index) => index * 3 <= now && now < 10 + index * 5)
      const then = told(world, windowed)
        .standings({ now })
        .map((standing) => `${keyOf(standing)} ${standing.status} ${standing.weight}`)
      expect(then).toEqual(
        told(world, valid)
          .standings()
          .map((standing) => `${keyOf(standing)} ${standing.status} ${standing.weight}`),
      )
    }),
    runs(40),
  )
})

test('[SEM452] at any instant what equality hides is what it hides among the claims valid then', { timeout: TIMEOUT_MS }, () => {
  const windowOf = (at: number): readonly [number, number] => [(at * 7) % 23, ((at * 7) % 23) + 9]
  const isValid = (at: number, now: number): boolean => windowOf(at)[0] <= now && now < windowOf(at)[1]
  assert(
    property(worlds({ reasons: false, changes: false, naming: true }, 11), nat({ max: 32 }), (world, now) => {
      const windowed = world.said.map((entry, at): Said => {
        const { item } = entry
        return item.k === 'claim' ? { ...entry, item: { ...item, valid: windowOf(at) } } : entry
      })
      const show = (engine: Engine): string[] =>
        engine.standings({ now }).map((standing) => `${keyOf(standing)} ${standing.status} ${standing.weight}`)
      const valid = world.said.filter((_, at) => isValid(at, now))
      expect(show(told(world, windowed))).toEqual(show(told(world, valid)))
    }),
    runs(60),
  )
})

test('[SEM414] one author repeating itself changes nothing', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(simple, (world) => {
      const again = world.said.map((entry): Said => {
        const { item } = entry
        return item.k === 'claim'
          ? {
              ...entry,
              id: `again-${entry.id}`,
              item: { ...item, confidence: Math.min(item.confidence ?? 1_000, 400) },
            }
          : entry
      })
      const show = (said: readonly Said[]): unknown => told(world, said).standings()
      expect(show([...world.said, ...again])).toEqual(show(world.said))
    }),
    runs(40),
  )
})

const RANKS: Readonly<Partial<Record<string, number>>> = { rejected: 0, undecided: 1, consensus: 2, clear: 2 }

test('[SEM415] an author of no weight decides nothing among the others', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(simple, simple, (world, other) => {
      const noise = other.said.map((entry): Said => ({ ...entry, id: `n-${entry.id}`, by: 'nobody' }))
      const law = { ...lawOf(world), policy: { ...lawOf(world).policy, quality: { nobody: 0 } } }
      const [alone, beside] = [told(world, world.said, law), told(world, [...world.said, ...noise], law)]
      expect(leastCost(beside)).toBe(leastCost(alone))
      const outright = new Set(world.said.flatMap(({ item }) => (item.k === 'claim' ? [keyOf({ ...item, not: item.not === true })] : [])))
      const after = statusByKey(beside)
      for (const [key, before] of statusByKey(alone)) {
        const now = after.get(key) ?? 'none'
        // What follows may be proved once more, by what nobody of weight contradicts; what the others say stands as it did.
        const isRight = outright.has(key) ? now === before || (before === 'clear' && now === 'consensus') : RANKS[now]! >= RANKS[before]!
        expect([key, before, now, isRight]).toEqual([key, before, now, true])
      }
    }),
    runs(40),
  )
})

test('[SEM416] more support for a statement that is accepted never rejects it', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(simple, constantFrom('eve', 'fay'), (world, author) => {
      const before = told(world)
      for (const [at, { item }] of world.said.entries()) {
        if (item.k !== 'claim') continue
        const key = keyOf({ ...item, not: item.not === true })
        if (!['clear', 'consensus'].includes(statusByKey(before).get(key) ?? '')) continue
        const more = told(world, [...world.said, { id: `more-${at}`, by: author, item }])
        expect([key, ['clear', 'consensus'].includes(statusByKey(more).get(key) ?? '')]).toEqual([key, true])
      }
    }),
    runs(40),
  )
})

test('[SEM404] the report of a world is the same text twice', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(reasoned, (world) => {
      expect(reportOf(told(world))).toBe(reportOf(told(world)))
    }),
    runs(20),
  )
})

function renameFrames(item: Said['item'], rename: (frame: string) => string): Said['item'] {
  if (item.k !== 'claim') return item
  const { value } = item
  return {
    ...item,
    frame: rename(item.frame),
    value: typeof value === 'object' && 'ref' in value ? { ref: rename(value.ref) } : value,
  }
}
