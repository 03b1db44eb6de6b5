/** The engine against the reference: the same conflicts, forks, costs and standings as brute force over every set of leaves. */
import { assert, pre, property } from 'fast-check'
import { expect, test } from 'vitest'
import { engineOf, forksOf, nogoodsOf, referenceForks, referenceStatuses, statusesOf } from './compare.ts'
import { worlds } from './draw.ts'
import { judgeByBrute, type Reference } from './judge.ts'
import { factKey, factOf, type World } from './world.ts'
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
const reasoned = worlds({ reasons: true, changes: true }, 8)

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
