/** The engine against the reference: the same conflicts, forks, costs and standings as brute force over every set of leaves. */
import { assert, oneof, pre, property } from 'fast-check'
import { expect, test } from 'vitest'
import { engineOf, forksOf, nogoodsOf, referenceForks, referenceStatuses, statusesOf, wholeForksOf } from './compare.ts'
import { worlds } from './draw.ts'
import { judgeByBrute, type Reference } from './judge.ts'
import { factKey, factOf, type Clause, type World } from './world.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'
import { runs, TIMEOUT_MS } from './runs.ts'

const judged = (world: World): Reference => {
  const reference = judgeByBrute(world)
  pre(reference !== undefined)
  return reference
}

/** The statement that a leaf is about, in the words of the reference; none for an undercut. */
const statementOf =
  (world: World) =>
  (leaf: string): string | undefined => {
    if (leaf.startsWith('undercut:')) return undefined
    const step = world.said.find(({ id }) => leaf === `step:${id}`)
    if (step === undefined) return leaf
    return step.item.k === 'claim' ? factKey(factOf(step.item)) : undefined
  }

const simple = worlds({ reasons: false, changes: true }, 9)
const reasoned = oneof(worlds({ reasons: true, changes: true }, 8), worlds({ reasons: true, changes: true, cites: true }, 8))

const winding = worlds({ reasons: false, changes: true, winding: true }, 10)

test('[SEM55] cycles under types, of derived edges and with negation are those of brute force', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(winding, (world) => {
      expect(statusesOf(engineOf(world))).toEqual(referenceStatuses(judged(world)))
      expect(forksOf(engineOf(world))).toEqual(referenceForks(judged(world), statementOf(world)))
    }),
    runs(40),
  )
})

test('[SEM401] standings are those of brute force', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(simple, (world) => {
      expect(statusesOf(engineOf(world))).toEqual(referenceStatuses(judged(world)))
    }),
    runs(40),
  )
})

test('[SEM401] standings are those of brute force where claims rest on claims and are undercut', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(reasoned, (world) => {
      expect(statusesOf(engineOf(world))).toEqual(referenceStatuses(judged(world)))
    }),
    runs(40),
  )
})

test('[SEM401] standings are those of brute force where some claims weigh nothing', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(worlds({ reasons: false, changes: false, idle: true }, 9), (world) => {
      expect(statusesOf(engineOf(world))).toEqual(referenceStatuses(judged(world)))
    }),
    runs(40),
  )
})

test('[SEM402] no fork is lost, none is invented, and each costs what it drops', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(reasoned, (world) => {
      expect(forksOf(engineOf(world))).toEqual(referenceForks(judged(world), statementOf(world)))
    }),
    runs(40),
  )
})

test('[SEM403] conflicts are all the minimal sets that cannot hold together', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(simple, (world) => {
      const limits = world.facets.flatMap(({ slot, facet }) => (facet.k === 'atMost' ? [[slot, facet.n] as const] : []))
      const engine = engineOf(world)
      pre(
        engine
          .conflicts()
          .every(
            ({ kind, by }) => kind === 'nogood' || ('slot' in by && limits.filter(([slot]) => slot === by.slot).length === 1),
          ),
      )
      const found = nogoodsOf(engine, ({ by }) => limits.find(([slot]) => 'slot' in by && slot === by.slot)![1])
      expect(found).toEqual(
        judged(world)
          .nogoods.map((keys) => [...keys].sort().join(' '))
          .sort(),
      )
    }),
    runs(40),
  )
})

const named = worlds({ reasons: false, changes: true, naming: true }, 12)

test('[SEM452] forks are those of brute force where names are one thing only while what says so stays', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(named, (world) => {
      const engine = engineOf(world)
      const whole = wholeForksOf(engine, 2_000)
      pre(whole !== undefined)
      expect(engine.components().filter(({ exact, more }) => !exact || more)).toEqual([])
      expect(whole).toEqual(judged(world).forks.map(({ out, cost }) => `${out.join(' ')} = ${cost}`).sort())
    }),
    runs(60),
  )
})

test('[SEM452] so are standings, and what is clear is given up by no fork', { timeout: TIMEOUT_MS }, () => {
  assert(
    property(named, (world) => {
      // A statement that may only seem to fall with a name is told of with its dispute, though every fork keeps it.
      const isClear = (status: string): string => status.replace(/ clear$/, ' consensus')
      const [own, theirs] = [statusesOf(engineOf(world)), referenceStatuses(judged(world))]
      expect(own.map(isClear)).toEqual(theirs.map(isClear))
      expect(own.filter((status) => status.endsWith(' clear') && !theirs.includes(status))).toEqual([])
    }),
    runs(60),
  )
})

const say = (id: string, frame: string, slot: string, value: Value): Said => ({
  id,
  by: id,
  item: { k: 'claim', frame, slot, value },
})
const agrees = (part: Partial<World>): void => {
  const world: World = { clauses: [], facets: [], types: [], quality: {}, said: [], ...part }
  expect(statusesOf(engineOf(world))).toEqual(referenceStatuses(judged(world)))
  expect(forksOf(engineOf(world))).toEqual(referenceForks(judged(world), statementOf(world)))
}
const lost = say('c1', 'd', 'mode', 'lost')
const shut = say('c2', 'd', 'mode', 'shut')
const open = say('c3', 'd', 'mode', 'open')
const door = say('c4', 'd', 'type', 'Door')
const apart = (a: string, b: string): Clause => ({
  head: null,
  body: [a, b].map((word) => ({ slot: 'mode', not: false, args: ['X', JSON.stringify(word)] })),
})

test('[SEM401] what guards a group is not disputed when a smaller conflict says it all', () => {
  const facets = [{ slot: 'mode', type: 'Door', facet: { k: 'atMost', n: 1 } as const }]
  agrees({ clauses: [apart('lost', 'shut')], facets, types: [{ id: 'Door' }], said: [lost, shut, door] })
  agrees({ clauses: [apart('lost', 'shut')], facets, types: [{ id: 'Door' }], said: [lost, shut, open, door] })
})

test('[SEM401] a member of a group is not disputed when every crowd holds a smaller conflict', () => {
  const facets = [{ slot: 'mode', type: null, facet: { k: 'atMost', n: 2 } as const }]
  agrees({ clauses: [apart('lost', 'shut')], facets, said: [lost, shut, open] })
})

test('[SEM401] one claim can be too many values by itself', () => {
  const facets = ([{ k: 'symmetric' }, { k: 'atMost', n: 1 }, { k: 'transitive' }] as const).map((facet) => ({
    slot: 'on',
    type: null,
    facet,
  }))
  agrees({ facets, said: [say('c1', 'a', 'on', { ref: 'b' }), say('c2', 'b', 'mode', 'open')] })
})

test('[SEM401] values that prove the guard of their own group crowd all the same', () => {
  const types = [{ id: 'Door' }]
  const guarded = { slot: 'mode', type: 'Door', facet: { k: 'atMost', n: 1 } as const }
  agrees({
    types,
    facets: [guarded, { slot: 'mode', type: null, facet: { k: 'domain', type: 'Door' } }],
    said: [lost, shut, open],
  })
  const bySome = {
    head: { slot: 'type', not: false, args: ['X', '"Door"'] },
    body: apart('lost', 'shut').body.slice(0, 1),
  } as const
  agrees({ types, facets: [guarded], clauses: [bySome], said: [lost, shut, open] })
})
