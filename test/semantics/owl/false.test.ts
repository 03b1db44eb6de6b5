/** False: each rule of OWL 2 RL/RDF that ends in `false` or in an equality, as it is said here; without one part it is calm. */
import { expect, test } from 'vitest'
import { broken, judged, ref, shown, type Saying } from '../laws/small.ts'

const is = (frame: string, type: string): Saying => [frame, 'type', type]
const link = (frame: string, slot: string, other: string): Saying => [frame, slot, ref(other)]
const differ = (a: string, b: string): Saying => link(a, 'differentFrom', b)
const slots = (...facets: readonly object[]): object => ({ slots: { p: facets } })
const under = (...facets: readonly object[]): object => ({ types: [{ id: 'C', slots: { p: facets } }, { id: 'D' }] })

const apart = (...others: readonly string[]): object => ({ k: 'disjointSlot', with: others })

/** Rule, law, claims of which none can be missing, what breaks. */
const RULES: readonly (readonly [string, object, readonly Saying[], string])[] = [
  ['eq-diff1', {}, [link('x', 'sameAs', 'y'), differ('x', 'y')], 'sameAs'],
  ['eq-diff2, a list as its pairs', {}, [differ('x', 'y'), link('y', 'sameAs', 'x')], 'sameAs'],
  ['eq-diff3, distinct members likewise', {}, [differ('x', 'z'), link('x', 'sameAs', 'y'), link('y', 'sameAs', 'z')], 'sameAs'],
  ['prp-irp', slots({ k: 'irreflexive' }), [link('x', 'p', 'x')], 'irreflexive'],
  ['prp-asyp', slots({ k: 'asymmetric' }), [link('x', 'p', 'y'), link('y', 'p', 'x')], 'asymmetric'],
  ['prp-pdw', slots({ k: 'disjointSlot', with: ['q'] }), [link('x', 'p', 'y'), link('x', 'q', 'y')], 'disjointSlot'],
  ['prp-adp', { slots: { p: [apart('q', 'r')], q: [apart('r')] } }, [['x', 'q', 1], ['x', 'r', 1]], 'disjointSlot'],
  ['prp-npa1', {}, [link('x', 'p', 'y'), ['x', 'p', ref('y'), { not: true }]], 'negation'],
  ['prp-npa2', {}, [['x', 'p', 3], ['x', 'p', { dec: '3.0' }, { not: true }]], 'negation'],
  ['cls-nothing2', {}, [is('x', 'Nothing')], 'Nothing'],
  ['cls-com', { types: [{ id: 'C', complement: ['D'] }] }, [is('x', 'C'), is('x', 'D')], 'complement'],
  ['cls-maxc1', under({ k: 'atMost', n: 0 }), [is('x', 'C'), link('x', 'p', 'y')], 'atMost'],
  ['cls-maxqc1', under({ k: 'atMost', n: 0, of: 'D' }), [is('x', 'C'), link('x', 'p', 'y'), is('y', 'D')], 'atMost'],
  ['cls-maxqc2', under({ k: 'atMost', n: 0, of: 'Thing' }), [is('x', 'C'), link('x', 'p', 'y')], 'atMost'],
  ['cax-dw', { types: [{ id: 'C', disjoint: ['D'] }] }, [is('x', 'C'), is('x', 'D')], 'disjoint'],
  ['cax-adc', { types: [{ id: 'C', disjoint: ['D', 'E'] }, { id: 'D', disjoint: ['E'] }] }, [is('x', 'D'), is('x', 'E')], 'disjoint'],
  ['dt-not-type', slots({ k: 'type', oneOf: ['int'] }), [['x', 'p', { dec: '1.5' }]], 'type'],
  ['dt-diff with prp-fp', { ...slots({ k: 'atMost', n: 1 }), policy: { una: false } }, [['x', 'p', 1], ['x', 'p', 2]], 'atMost'],
  ['the same as a rule', { rules: [':- p(X, Y), q(X, Y).'] }, [link('x', 'p', 'y'), link('x', 'q', 'y')], ':- p(X, Y), q(X, Y).'],
]

test.each(RULES)('[SEM441] %s', (_name, law, sayings, facet) => {
  expect(broken(judged(law, ...sayings))).toEqual([facet])
  for (const left of sayings) expect(judged(law, ...sayings.filter((saying) => saying !== left)).conflicts).toEqual([])
})

const loose = (law: object): object => ({ ...law, policy: { una: false } })

test.each([
  ['prp-fp', slots({ k: 'atMost', n: 1 }), [link('z', 'p', 'x'), link('z', 'p', 'y')]],
  ['prp-ifp', slots({ k: 'inverseFunctional' }), [link('x', 'p', 'z'), link('y', 'p', 'z')]],
  ['prp-key', under({ k: 'key', slots: ['p'] }), [is('x', 'C'), is('y', 'C'), ['x', 'p', 7], ['y', 'p', 7]]],
  ['cls-maxc2', under({ k: 'atMost', n: 1 }), [is('z', 'C'), link('z', 'p', 'x'), link('z', 'p', 'y')]],
  ['cls-maxqc3', under({ k: 'atMost', n: 1, of: 'D' }), [is('z', 'C'), ...['x', 'y'].flatMap((to) => [link('z', 'p', to), is(to, 'D')])]],
  ['cls-maxqc4', under({ k: 'atMost', n: 1, of: 'Thing' }), [is('z', 'C'), link('z', 'p', 'x'), link('z', 'p', 'y')]],
] as readonly (readonly [string, object, readonly Saying[]])[])(
  '[SEM441] %s makes two names one, or a conflict where names are unique',
  (_name, law, sayings) => {
    const same = 'x.sameAs={"ref":"y"} clear'
    const calm = judged(loose(law), ...sayings)
    expect([broken(calm), shown(calm).includes(same)]).toEqual([[], true])
    for (const left of sayings)
      expect(shown(judged(loose(law), ...sayings.filter((saying) => saying !== left)))).not.toContain(same)
    expect(broken(judged(loose(law), ...sayings, differ('y', 'x')))).toEqual(['sameAs'])
    expect(broken(judged(law, ...sayings))).toHaveLength(1)
  },
)
