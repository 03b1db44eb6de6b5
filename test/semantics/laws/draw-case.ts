/** Draw case: random case files in which every facet, kind of value, rule form and switch of the policy can meet. */
import type { Random } from '../../../src/base/random.ts'
import { day, ref } from './small.ts'

/** A claim, an undercut or a withdrawal as a case file has it. */
export interface DrawnItem {
  readonly id: string
  readonly [field: string]: unknown
}

/** The lists of a case that can be told in any order. */
export interface DrawnCase {
  readonly policy: { readonly una: boolean; readonly [field: string]: unknown }
  readonly types: readonly object[]
  readonly slots: Readonly<Record<string, readonly object[]>>
  readonly rules: readonly string[]
  readonly claims: readonly DrawnItem[]
  readonly undercut: readonly DrawnItem[]
  readonly withdraw: readonly object[]
  readonly ask: readonly object[]
}

const [FRAMES, SLOTS, TYPES, AUTHORS] = [['a', 'b', 'c', 'd'], ['p', 'q', 'r'], ['A', 'B', 'C'], ['u', 'v', 'w', 'z']]
const KINDS = ['str', 'int', 'dec', 'bool', 'ref', 'time']
const RULES = [
  ':- p(X, 1), q(X, 2).',
  'q(X, Y) :- p(X, Y), r(X, _).',
  '-r(X, 1) :- q(X, 1).',
  ':~ p(X, Y), q(X, Z), Y != Z. [400]',
  'n(X, Y) :- p(X, Y).',
  ':- n(X, X).',
  'type(X, "A") :- q(X, _).',
  'sameAs(X, Y) :- r(X, Y), r(Y, X).',
  'p(a, 1).',
  ':- type(X, "A"), type(X, "B").',
]

const one = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!
const some = <T>(random: Random, max: number, make: () => T): T[] => Array.from({ length: random.below(max + 1) }, make)

function drawValue(random: Random): unknown {
  const frame = (): unknown => ref(one(random, FRAMES))
  return one(random, [1, 2, { dec: '2.5' }, 'x', 'y', true, { time: day(1) }, frame(), frame(), frame()])
}

function drawFacet(random: Random): object {
  const [slot, type, value] = [one(random, SLOTS), one(random, TYPES), drawValue(random)]
  const facets: readonly object[] = [
    { k: 'type', oneOf: [one(random, KINDS)] },
    ...['range', 'domain', 'instanceOf'].map((k) => ({ k, type })),
    { k: 'enum', values: [value, drawValue(random), drawValue(random)] },
    { k: 'interval', min: 1, max: 2, open: random.below(2) === 0 },
    { k: 'length', max: 1 },
    { k: 'pattern', re: '[xy]' },
    { k: 'atMost', n: random.below(3) },
    { k: 'atMost', n: 1 },
    { k: 'atMost', n: 1, of: type },
    { k: 'atLeast', n: random.below(3) },
    { k: 'hasValue', value },
    ...['inverse', 'sub', 'equivalent'].map((k) => ({ k, of: slot })),
    ...['symmetric', 'asymmetric', 'irreflexive', 'reflexive', 'inverseFunctional'].map((k) => ({ k })),
    { k: 'transitive', acyclic: random.below(2) === 0 },
    { k: 'disjointSlot', with: [slot] },
    { k: 'sameValues', slot },
    { k: 'key', slots: [slot, one(random, SLOTS)] },
    { k: 'compare', op: one(random, ['<', '<=', '=', '!=', '>', '>=']), slot },
    { k: 'una', on: random.below(2) === 0 },
    { k: 'tolerance', abs: 1 },
  ]
  return one(random, facets)
}

function drawClaim(random: Random, at: number): DrawnItem {
  const kind = random.below(10)
  const link = { slot: one(random, ['sameAs', 'differentFrom']), value: ref(one(random, FRAMES)) }
  const member = { slot: 'type', value: one(random, [...TYPES, 'Nothing', 'Thing']) }
  const from = 1 + random.below(20)
  return {
    id: `c${at}`,
    by: one(random, AUTHORS),
    frame: one(random, FRAMES),
    ...(kind < 6 ? { slot: one(random, SLOTS), value: drawValue(random) } : kind < 8 ? member : link),
    ...(random.below(6) === 0 ? { not: true } : {}),
    ...(random.below(3) === 0 ? { confidence: random.below(3) * 400 } : {}),
    ...(random.below(4) === 0 ? { valid: [day(from), day(from + 1 + random.below(8))] } : {}),
    ...(random.below(6) === 0 ? { because: [`c${random.below(at + 1)}`] } : {}),
  }
}

/** A case of up to ten claims. */
export function drawCase(random: Random): DrawnCase {
  const types = TYPES.map((id) => ({
    id,
    isa: some(random, 1, () => one(random, TYPES)),
    equivalent: random.below(6) === 0 ? [one(random, [...TYPES, 'Thing', 'Nothing'])] : [],
    disjoint: random.below(3) === 0 ? [one(random, TYPES)] : [],
    complement: random.below(6) === 0 ? [one(random, TYPES)] : [],
    slots: random.below(2) === 0 ? { [one(random, SLOTS)]: [drawFacet(random)] } : {},
  }))
  const facet = (): object => drawFacet(random)
  const now = random.below(4) === 0 ? { now: day(1 + random.below(20)) } : {}
  return {
    policy: { una: random.below(2) === 0, closed: random.below(2) === 0, quality: { u: random.below(2) * 500_000 }, ...now },
    types,
    slots: Object.fromEntries(some(random, 3, () => [one(random, SLOTS), [facet(), ...some(random, 1, facet)]])),
    rules: RULES.filter(() => random.below(5) === 0),
    claims: Array.from({ length: 2 + random.below(8) }, (_, at) => drawClaim(random, at)),
    undercut: some(random, 1, () => ({ id: 'u1', by: 'u', claim: `c${random.below(6)}`, confidence: 500 })),
    withdraw: some(random, 1, () => ({ by: one(random, AUTHORS), claim: `c${random.below(6)}` })),
    ask: [...SLOTS.map((slot) => ({ frame: 'a', slot })), { why: { frame: 'a', slot: 'p', value: drawValue(random) } }],
  }
}
