/** Worlds that once were judged wrongly, kept small. */
import { expect, test } from 'vitest'
import type { Said } from '../../src/frames/item.ts'
import { readLaw } from '../../src/frames/read-law.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'

type Fields = Readonly<Record<string, unknown>>
const claim = (id: string, by: string, frame: string, slot: string, value: unknown, more: Fields = {}): Said => ({
  id,
  by,
  item: { k: 'claim', frame, slot, value, ...more } as Said['item'],
})
const engineOf = (law: object, batches: readonly (readonly Said[])[]): Engine => {
  const read = readLaw(law)
  if (!read.ok) throw new Error(read.error.why)
  const engine = createEngine(read.value)
  for (const batch of batches) engine.add(batch)
  return engine
}

test('[SEM5] a claim whose premise went counts no more, though it was looked at again in between', () => {
  const [first, premise] = [claim('c2', 'ann', 'b', 'p', { ref: 'a' }), claim('c9', 'bob', 'b', 'p', { ref: 'a' })]
  const resting = claim('c8', 'cyd', 'b', 'r', 2, { not: true, confidence: 0, because: ['c9'] })
  const undercut: Said = { id: 'u8', by: 'eve', item: { k: 'undercut', claim: 'c8' } }
  const withdrawal: Said = { id: 'w9', by: 'bob', item: { k: 'withdraw', claim: 'c9' } }
  const late = engineOf({}, [[first, premise, undercut, withdrawal, resting]])
  const early = engineOf({}, [[resting], [first, premise, undercut, withdrawal]])
  expect(early.standings()).toEqual(late.standings())
  expect(early.standings().map(({ slot }) => slot)).toEqual(['p'])
})

test('[SEM7] an explanation cites the claim that a step names, not another that says the same', () => {
  const law = { slots: { r: [{ k: 'irreflexive' }] }, policy: { una: false } }
  const said = [
    claim('c1', 'ann', 'a', 'type', 'A', { valid: [0, 10] }),
    claim('c2', 'ann', 'c', 'r', { ref: 'b' }),
    claim('c3', 'ann', 'c', 'sameAs', { ref: 'b' }, { because: ['c1'] }),
    claim('c4', 'ann', 'a', 'type', 'A'),
  ]
  const [conflict] = engineOf(law, [said]).conflicts()
  expect(conflict?.claims).toEqual(['c1', 'c2', 'c3'])
  const alone = engineOf(law, [said.filter(({ id }) => conflict?.claims.includes(id))])
  expect(alone.conflicts()).toHaveLength(1)
})

test('[SEM50] a cited claim holds through its own leaf only, though its statement also follows by a rule', () => {
  const law = { slots: { p: [{ k: 'irreflexive' }, { k: 'sub', of: 'q' }] } }
  const said = [
    claim('c1', 'ann', 'a', 'q', { ref: 'b' }),
    claim('c2', 'bob', 'a', 'p', { ref: 'b' }),
    claim('c3', 'cyd', 'd', 'p', { ref: 'd' }, { because: ['c1'] }),
  ]
  const [conflict] = engineOf(law, [said]).conflicts()
  expect(conflict?.claims).toEqual(['c1', 'c3'])
  expect(engineOf(law, [said.slice(1)]).conflicts()).toEqual([])
  const late = engineOf(law, [said.slice(1), said.slice(0, 1)])
  expect(late.conflicts()).toEqual([conflict])
  late.add([{ id: 'w1', by: 'ann', item: { k: 'withdraw', claim: 'c1' } }])
  expect(late.conflicts()).toEqual([])
  expect(late.standingsOf('a').map(({ slot }) => slot)).toEqual(['p', 'q'])
})

test('[SEM452] a claimed equality that is disputed brings back, where it goes, what it hid', () => {
  const law = { slots: { at: [{ k: 'atMost', n: 1 }] } }
  const said = [
    claim('c1', 'ann', 'f', 'at', { ref: 'x' }),
    claim('c2', 'bob', 'f', 'at', { ref: 'y' }),
    claim('c3', 'cyd', 'x', 'sameAs', { ref: 'y' }),
  ]
  const engine = engineOf(law, [said])
  expect(engine.conflicts()).toEqual([])
  engine.add([claim('c4', 'dan', 'x', 'differentFrom', { ref: 'y' })])
  const costs = (): readonly unknown[] =>
    engine.components().map(({ exact, forks }) => [exact, forks.map(({ out, cost }) => [out.length, cost])])
  const [alone, both] = [[1, '1000000'], [2, '2000000']]
  expect(costs()).toEqual([[true, [alone, both, both]]])
  expect(engine.standingsOf('f').map(({ status }) => status)).toEqual(['consensus', 'consensus'])
  engine.add([claim('c5', 'eve', 'x', 'differentFrom', { ref: 'y' }), claim('c6', 'fay', 'x', 'differentFrom', { ref: 'y' })])
  expect(costs()).toEqual([[true, [both, both, [1, '3000000']]]])
  expect(engine.standingsOf('f').map(({ status }) => status)).toEqual(['undecided', 'undecided'])
})

test('[SEM452] what made two frames one ends, and from then on they share a key', () => {
  const law = { slots: { name: [{ k: 'inverseFunctional' }], at: [{ k: 'atMost', n: 1 }] } }
  const [first, second] = [claim('c1', 'ann', 'x', 'name', 'bo'), claim('c2', 'bob', 'y', 'name', 'bo')]
  const engine = engineOf(law, [[first, second, claim('c3', 'cyd', 'x', 'sameAs', { ref: 'y' }, { valid: [0, 10] })]])
  expect(engine.conflicts().map(({ window }) => window)).toEqual([
    [null, 0],
    [10, null],
  ])
  engine.add([claim('c4', 'dan', 'f', 'at', { ref: 'x' }), claim('c5', 'dan', 'f', 'at', { ref: 'y' })])
  expect(engine.standingsOf('f', { now: 5 }).map(({ status }) => status)).toEqual(['clear', 'clear'])
  expect(engine.standingsOf('f', { now: 10 }).map(({ status }) => status)).toEqual(['undecided', 'undecided'])
})

test('[SEM56] names made one in too many ways to look at leave open what stands of them', () => {
  const law = { slots: { at: [{ k: 'atMost', n: 1 }] } }
  const names = Array.from({ length: 65 }, (_, at) => claim(`v${at}`, 'ann', 'f', 'at', { ref: `x${at}` }))
  const words = [claim('s1', 'bob', 'x0', 'sameAs', { ref: 'x1' }), claim('d1', 'cyd', 'x0', 'differentFrom', { ref: 'x1' })]
  const said = [...names.slice(0, 2), ...words]
  expect(engineOf(law, [said]).components()).toMatchObject([{ exact: true }])
  expect(engineOf(law, [[...said, ...names.slice(2)]]).components()).toMatchObject([{ exact: false }])
})

test('[SEM5] a conflict that two frames have with the same leaves is told of the same one, whoever came first', () => {
  const law = { slots: { r: [{ k: 'atMost', n: 1 }], q: [{ k: 'equivalent', of: 'r' }, { k: 'symmetric' }] } }
  const said = [
    claim('c0', 'ann', 'c', 'sameAs', { ref: 'b' }),
    claim('c1', 'ann', 'b', 'q', { ref: 'a' }, { because: ['c0'] }),
    claim('c2', 'ann', 'c', 'q', 1),
  ]
  const texts = [said, [said[1]!, said[0]!, said[2]!]].map((order) => engineOf(law, [order]).conflicts())
  expect(texts[0]).toEqual(texts[1])
  expect(texts[0]).toHaveLength(1)
})

test('[SEM415] what fell with its proof stands again where somebody says it outright and nothing that is kept speaks against it', () => {
  const law = {
    types: [
      { id: 'Gate', isa: ['Door'] },
      { id: 'Door', disjoint: ['Wall'] },
      { id: 'Wall', slots: { mode: [{ k: 'domain', type: 'Gate' }] } },
    ],
    policy: { quality: { nobody: 0 } },
  }
  const said = [claim('c1', 'ann', 'f', 'mode', 'shut', { confidence: 500 }), claim('c2', 'dan', 'f', 'type', 'Wall', { confidence: 400 })]
  const statuses = (all: readonly Said[]): string[] =>
    engineOf(law, [all])
      .standingsOf('f')
      .map(({ value, status, weight }) => `${JSON.stringify(value)} ${status} ${weight}`)
  expect(statuses(said)).toEqual(['"shut" consensus 500000', '"Door" rejected 400000', '"Gate" rejected 400000', '"Wall" rejected 400000'])
  const beside = [...said, claim('n1', 'nobody', 'f', 'type', 'Door')]
  expect(statuses(beside)).toEqual(['"shut" consensus 500000', '"Door" consensus 0', '"Gate" rejected 400000', '"Wall" rejected 400000'])
})

test('[SEM44] a denial is in force whatever its explanation says, that of an implied one too', () => {
  const rules = [':- on(X), broken(X). % on cannot be both so and not so', 'on(X) :- mode(X, on).', 'broken(X) :- state(X, broken).']
  const said = [claim('c1', 'ann', 'lamp', 'mode', 'on'), claim('c2', 'bob', 'lamp', 'state', 'broken')]
  const [conflict, ...others] = engineOf({ slots: { mode: [], state: [] }, rules }, [said]).conflicts()
  expect([conflict?.claims, others]).toEqual([['c1', 'c2'], []])
})

test('[SEM6] a tangle that had more cycles than are listed is judged anew once it has fewer', () => {
  const links = (from: readonly string[], to: readonly string[]): Said[] =>
    from.flatMap((one) => to.map((other) => claim(`${one}-${other}`, 'ann', one, 'part', { ref: other })))
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => [`${name}1`, `${name}2`, `${name}3`]) as [string[], string[], string[], string[]]
  const law = { slots: { part: [{ k: 'transitive', acyclic: true }] } }
  const last = links(d, a)
  const said = [...links(a, b), ...links(b, c), ...links(c, d), ...last]
  const back = last.slice(3).map(({ id, by }): Said => ({ id: `w${id}`, by, item: { k: 'withdraw', claim: id } }))
  const [late, early] = [engineOf(law, [said]), engineOf(law, [[...said, ...back]])]
  expect(late.components()).toMatchObject([{ more: true }])
  late.add(back)
  expect(late.digest()).toBe(early.digest())
  expect(late.components()).toEqual(early.components())
})

test('[SEM454] a conclusion stands by what may go, beside a voice without weight that every best fork keeps', () => {
  const slots = { at: [{ k: 'atMost', n: 1 }] }
  const rules = [':- at(X, V), told(X, "y").', ':- told(X, "y"), told(X, "z").', 'met(X, V) :- at(X, V), told(X, "z").']
  const values = Array.from({ length: 20 }, (_, at) => claim(`v${at}`, `a${at}`, 'f', 'at', at))
  const told = [claim('y', 'yan', 'f', 'told', 'y', { confidence: 400 }), claim('z', 'zoe', 'f', 'told', 'z', { confidence: 0 })]
  const engine = engineOf({ slots, rules }, [[...values, ...told]])
  expect(engine.components()).toMatchObject([{ exact: true, more: true }])
  const statuses = new Map(engine.standingsOf('f').map(({ slot, value, status }) => [`${slot} ${JSON.stringify(value)}`, status]))
  expect(['at 0', 'told "y"', 'told "z"', 'met 0'].map((key) => statuses.get(key))).toEqual([
    'undecided',
    'rejected',
    'consensus',
    'undecided',
  ])
})

test('[SEM450] what one type calls disjoint and another a complement is a complement, whichever comes first', () => {
  const types = [
    { id: 'A', disjoint: ['B'] },
    { id: 'B', complement: ['A'] },
  ]
  const said = ['A', 'B'].map((type) => claim(type, 'ann', 'f', 'type', type))
  const conflicts = [types, types.toReversed()].map((order) => engineOf({ types: order }, [said]).conflicts())
  expect(conflicts[0]).toMatchObject([{ by: { facet: 'complement', slot: 'type', type: 'A' } }])
  expect(conflicts[1]).toEqual(conflicts[0])
})
