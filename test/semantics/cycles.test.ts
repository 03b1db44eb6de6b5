/** Cycles along slots that may hold none: found however long, and judged exactly where they are too many to be listed. */
import { expect, test } from 'vitest'
import { fc } from '../seeded.ts'
import { DEFAULT_POLICY, type Facet, type Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'

const acyclic: Facet = { k: 'transitive', acyclic: true }
const lawOf = (facets: readonly Facet[], perRule = DEFAULT_POLICY.steps.perRule): Law => ({
  types: [],
  slots: { part: [...facets] },
  rules: [],
  policy: { ...DEFAULT_POLICY, steps: { ...DEFAULT_POLICY.steps, perRule } },
})
const edge = (from: number, to: number, confidence = 1_000): Said => ({
  id: `${from}-${to}`,
  by: 'ann',
  item: { k: 'claim', frame: `f${from}`, slot: 'part', value: { ref: `f${to}` }, confidence },
})
const told = (said: readonly Said[], facets: readonly Facet[] = [acyclic]): Engine => {
  const engine = createEngine(lawOf(facets))
  engine.add(said)
  return engine
}
const ring = (size: number): Said[] => Array.from({ length: size }, (_, at) => edge(at, (at + 1) % size, 500 + (at % 400)))

test('[SEM51] a cycle of a hundred is one conflict, and everything that follows from it is judged', () => {
  const engine = told(ring(100))
  expect(engine.conflicts()).toMatchObject([{ kind: 'nogood', by: { facet: 'transitive', slot: 'part' } }])
  expect(engine.conflicts()[0]?.claims).toHaveLength(100)
  const statuses = engine.standings().map(({ status }) => status)
  expect(statuses).toHaveLength(10_000)
  expect(new Set(statuses)).toEqual(new Set(['consensus', 'rejected']))
})

test('[SEM51] a cycle is reported though what follows from it is beyond the budget, whenever it is closed', () => {
  const all = ring(1_000)
  const engine = createEngine(lawOf([acyclic], 10_000))
  engine.add(all.slice(1))
  expect(engine.conflicts()).toEqual([])
  engine.add(all.slice(0, 1))
  expect(engine.conflicts().map(({ statements }) => statements.length)).toEqual([1_000])
  expect(engine.components()).toMatchObject([{ exact: true }])
  expect(engine.standingsOf('f7').map(({ status }) => status)).toEqual(['unknown'])
  engine.add([{ id: 'w', by: 'ann', item: { k: 'withdraw', claim: '17-18' } }])
  expect(engine.conflicts()).toEqual([])
})

test('[SEM52] a transitive slot that is irreflexive or asymmetric has no cycles either', () => {
  for (const facet of [{ k: 'irreflexive' }, { k: 'asymmetric' }] as const) {
    const engine = told(ring(3), [{ k: 'transitive' }, facet])
    expect(engine.conflicts()).toMatchObject([{ by: { facet: facet.k, slot: 'part' }, claims: ['0-1', '1-2', '2-0'] }])
    expect(told([edge(4, 4)], [{ k: 'transitive' }, facet]).conflicts()).toHaveLength(1)
  }
})

/** All orders of `size` numbers. */
function orders(size: number): number[][] {
  if (size === 0) return [[]]
  return orders(size - 1).flatMap((order) =>
    Array.from({ length: size }, (_, at) => [...order.slice(0, at), size - 1, ...order.slice(at)]),
  )
}

const SIZE = 6
const pairs = Array.from({ length: SIZE * SIZE }, (_, at) => [Math.floor(at / SIZE), at % SIZE] as const).filter(
  ([from, to]) => from !== to,
)
const weights = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: pairs.length, maxLength: pairs.length })

test('[SEM53] with more cycles than are listed the best way out and every standing are those of all orders', () => {
  fc.assert(
    fc.property(weights, (weighed) => {
      const engine = told(pairs.map(([from, to], at) => edge(from, to, weighed[at]! * 100)))
      const outs = orders(SIZE).map((order) => pairs.filter(([from, to]) => order.indexOf(from) > order.indexOf(to)))
      const costOf = (out: typeof pairs): number =>
        out.reduce((sum, pair) => sum + weighed[pairs.indexOf(pair)]! * 100_000, 0)
      const least = Math.min(...outs.map(costOf))
      const best = outs.filter((out) => costOf(out) === least)
      const [component] = engine.components()
      expect([component?.exact, component?.forks[0]?.cost]).toEqual([true, String(least)])
      const listed = component!.forks.filter(({ cost }) => cost === String(least))
      const distinct = new Set(best.map((out) => out.join('|')))
      expect(listed.length).toBe(Math.min(16, distinct.size))
      const standing = new Map(engine.standings().map((one) => [`${one.frame}-${JSON.stringify(one.value)}`, one.status]))
      for (const [from, to] of pairs) {
        const kept = best.filter((out) => leads(from, to, out)).length
        const status = kept === best.length ? 'consensus' : kept === 0 ? 'rejected' : 'undecided'
        expect([status, 'unknown']).toContain(standing.get(`f${from}-${JSON.stringify({ ref: `f${to}` })}`))
      }
    }),
    { numRuns: 3 },
  )
}, 60_000)

/** Whether what is left without `out` leads from one to the other. */
function leads(from: number, to: number, out: readonly (readonly [number, number])[]): boolean {
  const seen = new Set([from])
  for (const at of seen) for (const pair of pairs) if (pair[0] === at && !out.includes(pair)) seen.add(pair[1])
  return from !== to && seen.has(to)
}

test('[SEM54] each cycle named is minimal, and every edge that lies on one is in one of those named', () => {
  const engine = told(pairs.map(([from, to], at) => edge(from, to, 100 + at)))
  const named = engine.conflicts().map(({ claims }) => claims)
  expect(new Set(named.flat())).toEqual(new Set(pairs.map(([from, to]) => `${from}-${to}`)))
  for (const claims of named) {
    const alone = pairs.map(([from, to]) => edge(from, to)).filter(({ id }) => claims.includes(id))
    expect(told(alone).conflicts()).toHaveLength(1)
    for (const { id } of alone) expect(told(alone.filter((other) => other.id !== id)).conflicts()).toEqual([])
  }
  const backward = createEngine(lawOf([acyclic]))
  for (const [at, [from, to]] of [...pairs.entries()].reverse()) {
    backward.add([edge(from, to, 100 + at)])
    expect(backward.components().every(({ exact }) => exact)).toBe(true)
  }
  expect(backward.components()).toEqual(engine.components())
  expect(backward.digest()).toBe(engine.digest())
})
