/** Letters of a law: laws that differ in one of them, adopted one after the other, judge as if the last had always been the law. */
import { expect, test } from 'vitest'
import type { Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import { readLaw } from '../../src/frames/read-law.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'

const SLOTS: ReadonlySet<string> = new Set(['p', 'q', 'r', 's', 't', 'any'])

const said: readonly Said[] = (
  [
    ['ann', 'x', 'p', 1],
    ['bob', 'x', 'p', 2],
    ['cyd', 'x', 'q', 5],
    ['cyd', 'x', 'type', 'A'],
    ['dan', 'x', 'type', 'B'],
    ['dan', 'x', 'p', { ref: 'y' }],
    ['eve', 'y', 'q', 7],
    ['eve', 'y', 'p', { ref: 'x' }],
    ['eve', 'x', 'p', 'abc'],
    ['fay', 'x', 'p', { dec: '1.5' }],
    ['gil', 'x', 'p', { dec: '1.52' }],
    ['gil', 'y', 'q', 5],
  ] as const
).map(([by, frame, slot, value], at) => ({ id: `c${at}`, by, item: { k: 'claim', frame, slot, value } }))

function lawOf(written: object): Law {
  const read = readLaw(written)
  if (!read.ok) throw new Error(`${JSON.stringify(written)}: ${read.error.why}`)
  return read.value
}

function report(engine: Engine): unknown {
  const conflicts = engine.conflicts()
  const told = conflicts.map(({ id }) => engine.explain({ conflict: id }))
  return [conflicts, engine.components(), engine.standings(), engine.incomplete(), engine.refused(), engine.digest(), told]
}

/** Each law is adopted after the one before it, and the first after the last. */
function adoptInTurn(laws: readonly Law[]): void {
  const engine = createEngine(laws.at(-1)!, SLOTS)
  engine.add(said)
  report(engine)
  for (const law of laws) {
    engine.adopt(law)
    const fresh = createEngine(law, SLOTS)
    fresh.add(said)
    expect(report(engine)).toEqual(report(fresh))
  }
}

const FACETS: readonly (readonly [string, readonly object[]])[] = [
  ['atMost', [{ n: 1 }, { n: 2 }, { n: 1, of: 'A' }, { n: 1, of: 'B' }, { n: 2, of: 'A' }]],
  ['atLeast', [{ n: 1 }, { n: 9 }, { n: 1, of: 'A' }, { n: 9, of: 'A' }, { n: 1, of: 'B' }]],
  ['enum', [{ values: [1] }, { values: [2, 'abc'] }, { values: [1, 2] }]],
  ['type', [{ oneOf: ['ref'] }, { oneOf: ['int'] }, { oneOf: ['ref', 'int'] }]],
  ['interval', [{ max: 1 }, { max: 4 }, { min: 2 }, { min: 1, max: 4 }]],
  ['length', [{ max: 2 }, { min: 1, max: 9 }, { max: 9 }]],
  ['pattern', [{ re: 'a.*' }, { re: 'b.*' }]],
  ['range', [{ type: 'A' }, { type: 'B' }]],
  ['domain', [{ type: 'A' }, { type: 'B' }]],
  ['inverse', [{ of: 'p' }, { of: 'q' }]],
  ['sub', [{ of: 'q' }, { of: 'r' }]],
  ['equivalent', [{ of: 'q' }, { of: 'r' }]],
  ['transitive', [{}, { acyclic: true }]],
  ['disjointSlot', [{ with: ['q'] }, { with: ['r'] }, { with: ['q', 'r'] }]],
  ['key', [{ slots: ['q'] }, { slots: ['r'] }, { slots: ['q', 'r'] }]],
  ['compare', [{ op: '<', slot: 'q' }, { op: '!=', slot: 'q' }, { op: '<', slot: 'r' }, { op: '>=', slot: 'q' }]],
  ['tolerance', [{ abs: { dec: '0.01' } }, { abs: 1 }, { ppm: 100 }, { ppm: 100_000 }]],
  ['sameValues', [{ slot: 'q' }, { slot: 'r' }]],
]

test.each(FACETS)('[SEM36] %s: another number or name in it is another law', (k, all) => {
  for (const policy of [{ una: true, closed: true }, { una: false, closed: true }]) {
    const types = [{ id: 'A' }, { id: 'B' }]
    const laws = all.map((more) => lawOf({ slots: { p: [{ k, ...more }], q: [], r: [] }, types, policy }))
    const typed = all.map((more, at) => {
      const slots = at % 2 === 0 ? { q: [{ k, ...more }] } : {}
      return lawOf({ types: [{ id: 'A', slots: { p: [{ k, ...more }] } }, { id: 'B' }], slots, policy })
    })
    adoptInTurn([...laws, ...typed])
  }
})

test('[SEM36] another bond between types, another price, another explanation is another law', () => {
  const types = [{ disjoint: ['B'] }, { isa: ['B'] }, { complement: ['B'] }, { equivalent: ['B'] }, { equivalent: ['Nothing'] }, {}]
  adoptInTurn(types.map((more) => lawOf({ types: [{ id: 'A', ...more }, { id: 'B' }] })))
  const rules = [
    ':- p(X, 1), p(X, 2). % one',
    ':- p(X, 1), p(X, 2). % another',
    ':- p(Y, 1), p(Y, 2). % one',
    ':- p(X, 2), p(X, 1). % one',
    ':~ p(X, 1), p(X, 2). [300] % one',
    ':~ p(X, 1), p(X, 2). [400] % one',
    ':~ p(X, 1), p(X, 2). [400] % another',
    ':- p(X, 1), p(X, 2), q(X, V), V < 5.',
    ':- p(X, 1), p(X, 2), q(X, V), V <= 5.',
  ]
  adoptInTurn(rules.map((rule) => lawOf({ rules: [rule] })))
  const named = ['any(X, 1) :- p(X, 1). % one', 'any(X, 1) :- p(X, 1). % another']
  const concluding = [...named, 'any(X, 1) :- p(X, 2).', '-any(X, 1) :- p(X, 1).']
  adoptInTurn(concluding.map((rule) => lawOf({ rules: [rule, ':- any(X, 1), p(X, 2).'] })))
})
