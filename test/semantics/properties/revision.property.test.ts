/**
 * Revision: what the law says is never given up, how it is written is no matter; and the postulates that cannot hold, by counterexample.
 */
import { assert, constantFrom, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import type { Said } from '../../../src/frames/item.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import { worlds } from '../../reference/draw.ts'
import { runs, TIMEOUT_MS } from '../../reference/runs.ts'
import { lawOf, slotsOf, type World } from '../../reference/world.ts'
import { shuffle } from '../solver/shapes.ts'
import { leastForks, statusByKey, told } from './judgement.ts'

const timeout = { timeout: TIMEOUT_MS }
const simple = worlds({ reasons: false, changes: false }, 9)
const reasoned = worlds({ reasons: true, changes: true }, 9)
const FACTS = [
  ['state(f0, "open").', 'state(@f0,"open")'],
  ['near(f0, ref("f1")).', 'near(@f0,@f1)'],
  ['type(f1, "Wall").', 'type(@f1,"Wall")'],
  ['-mode(f2, "lost").', '-mode(@f2,"lost")'],
] as const

test('[SEM445] success: what the law says outright stands, whoever says what against it', timeout, () => {
  let against = 0
  assert(
    property(simple, constantFrom(...FACTS), (world, [fact, key]) => {
      const law = lawOf(world)
      const firm = { ...law, rules: [...law.rules, fact] }
      const slots = new Set([...slotsOf(world), 'state', 'near', 'mode'])
      if (createEngine(firm, slots).conflicts().length > 0) return // a law that breaks by itself
      const engine = createEngine(firm, slots)
      engine.add(world.said)
      const status = statusByKey(engine).get(key)
      expect(['clear', 'consensus']).toContain(status)
      if (engine.conflicts().some(({ statements }) => statements.length === 1)) against++
    }),
    runs(100),
  )
  expect(against, 'worlds in which claims break the law by themselves').toBeGreaterThan(0)
})

/** The same law in other words: other variables, another order of atoms, of rules and of types, some of it twice. */
function reworded(world: World, seed: number): World {
  const random = createRandom(`reworded/${seed}`)
  const other = (term: string): string => (/^[A-Z]$/.test(term) ? 'KLMNOPQRST'[term.charCodeAt(0) % 10]! : term)
  const clauses = world.clauses.map(({ head, body }) => {
    const renamed = [...(head === null ? [] : [head]), ...body].map((atom) => ({
      ...atom,
      args: [other(atom.args[0]), other(atom.args[1])] as const,
    }))
    const [first, ...rest] = renamed
    return head === null ? { head, body: shuffle(random, renamed) } : { head: first!, body: shuffle(random, rest) }
  })
  const twice = world.facets.filter(() => random.below(3) === 0)
  return {
    ...world,
    clauses: shuffle(random, [...clauses, ...world.clauses.filter(() => random.below(3) === 0)]),
    facets: shuffle(random, [...world.facets, ...twice]),
    types: shuffle(random, [...world.types]),
  }
}

test('[SEM446] uniformity: laws that forbid the same judge the same, however they are written', timeout, () => {
  assert(
    property(reasoned, nat(), (world, seed) => {
      const [one, other] = [told(world), told(reworded(world, seed))]
      expect([...statusByKey(other)]).toEqual([...statusByKey(one)])
      expect(leastForks(other).map(String).sort()).toEqual(leastForks(one).map(String).sort())
    }),
    runs(100),
  )
})

test('[SEM447] two states have one digest exactly where they have the same ways out and the same obligations', timeout, () => {
  let equal = 0
  assert(
    property(reasoned, nat({ max: 9 }), nat({ max: 9 }), (world, a, b) => {
      const [one, other] = [told(world, world.said.slice(0, a)), told(world, world.said.slice(0, b))]
      const found = (engine: Engine): string => JSON.stringify([engine.components(), engine.incomplete()])
      if (found(one) === found(other)) equal++
      expect(one.digest() === other.digest()).toBe(found(one) === found(other))
    }),
    runs(100),
  )
  expect(equal).toBeGreaterThan(0)
})

const state = { slots: { state: [{ k: 'atMost', n: 1 } as const] }, types: [], rules: [] }
const empty: World = { clauses: [], facets: [], types: [], quality: {}, said: [] }
const engineOf = (...said: readonly Said[]): Engine => told(empty, said, { ...lawOf(empty), ...state })
const say = (id: string, value: string, because?: readonly string[]): Said => ({
  id,
  by: `by-${id}`,
  item: { k: 'claim', frame: 'd', slot: value.length > 4 ? 'other' : 'state', value, ...(because === undefined ? {} : { because }) },
})
const statusOf = (engine: Engine, value: string): string | undefined =>
  engine.standings().find((standing) => standing.value === value)?.status

test('[SEM448] fairness cannot hold of the one fork that is shown first: of two equals it drops one', () => {
  const [component] = engineOf(say('1', 'open'), say('2', 'shut')).components()
  expect(component?.undecided).toBe(true)
  expect(component?.forks.map(({ cost, out }) => [cost, out.length])).toEqual([
    ['1000000', 1],
    ['1000000', 1],
  ])
})

test('[SEM448] which of two equals is shown first does not survive a renaming; how they stand does', () => {
  const shownFirst = Array.from({ length: 16 }, (_, at): unknown => {
    const items = [say('1', 'open'), say('2', 'shut')].map((entry) => ({ ...entry, item: { ...entry.item, frame: `d${at}` } }) as Said)
    const engine = engineOf(...items)
    expect(statusOf(engine, 'open')).toBe('undecided')
    return engine.components()[0]?.forks[0]?.out[0]?.value
  })
  expect(new Set(shownFirst)).toEqual(new Set(['open', 'shut']))
})

test('[SEM448] arbitration does not hold, for majority does: enough voices win, whatever the few think', () => {
  const many = Array.from({ length: 5 }, (_, at) => say(`m${at}`, 'shut'))
  expect(statusOf(engineOf(say('1', 'open'), say('2', 'open'), ...many), 'open')).toBe('rejected')
})

test('[SEM448] a claim has no right to success: the last word of a peer may lose', () => {
  expect(statusOf(engineOf(say('1', 'open'), say('2', 'open'), say('3', 'shut')), 'shut')).toBe('rejected')
})

test('[SEM448] recovery does not hold: saying again what was taken back restores nothing that rested on it', () => {
  const back: Said = { id: 'w', by: 'by-1', item: { k: 'withdraw', claim: '1' } }
  const before = [say('1', 'open'), say('2', 'resting', ['1'])]
  expect(statusOf(engineOf(...before), 'resting')).toBe('clear')
  expect(statusOf(engineOf(...before, back, { ...say('3', 'open'), by: 'by-1' }), 'resting')).toBeUndefined()
})
