/** Arbitrary cases: small random laws and knowledge over them, dense enough that most of them clash somewhere. */
import { fc } from '../seeded.ts'
import { DEFAULT_POLICY, type Facet, type Law, type TypeDef } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'

export const FRAMES = ['a', 'b', 'c']
const SLOTS = ['p', 'q', 'r']
const TYPES = ['A', 'B', 'C']
const AUTHORS = ['ann', 'bob', 'cyd', 'dan']

const slot = fc.constantFrom(...SLOTS)
const type = fc.constantFrom(...TYPES)

/** Facets of every sort that judgement compiles. */
const facet: fc.Arbitrary<Facet> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ k: fc.constant('atMost' as const), n: fc.constantFrom(1, 1, 2) }) },
  fc.record({ k: fc.constant('atMost' as const), n: fc.constant(1), of: type }),
  fc.constant<Facet>({ k: 'enum', values: [1, 2, { ref: 'a' }, { ref: 'b' }, { ref: 'c' }] }),
  fc.constant<Facet>({ k: 'type', oneOf: ['ref'] }),
  fc.constant<Facet>({ k: 'interval', max: 2 }),
  fc.record({ k: fc.constantFrom('range' as const, 'domain' as const), type }),
  fc.record({ k: fc.constantFrom('inverse' as const, 'sub' as const, 'equivalent' as const), of: slot }),
  fc.record({
    k: fc.constantFrom(
      'symmetric' as const,
      'asymmetric' as const,
      'irreflexive' as const,
      'inverseFunctional' as const,
    ),
  }),
  fc.constant<Facet>({ k: 'transitive', acyclic: true }),
  fc.record({ k: fc.constant('disjointSlot' as const), with: fc.tuple(slot) }),
  fc.record({ k: fc.constant('key' as const), slots: fc.tuple(slot) }),
  fc.record({ k: fc.constant('compare' as const), op: fc.constantFrom('<' as const, '!=' as const), slot }),
  fc.constant<Facet>({ k: 'tolerance', abs: 1 }),
)

const slots = fc.dictionary(slot, fc.array(facet, { minLength: 1, maxLength: 2 }), { maxKeys: 2 })

const typeDef = (id: string): fc.Arbitrary<TypeDef> =>
  fc.record(
    {
      id: fc.constant(id),
      isa: fc.subarray(TYPES, { maxLength: 1 }),
      disjoint: fc.subarray(TYPES, { maxLength: 1 }),
      slots,
    },
    { requiredKeys: ['id'] },
  )

const RULES = [
  ':- p(X, 1), q(X, 2). % never one and two',
  'q(X, Y) :- p(X, Y), r(X, Y).',
  'near(X, Y) :- p(X, Y).',
  'near(X, Z) :- near(X, Y), near(Y, Z).',
  ':- near(X, X).',
  '-r(X, 1) :- q(X, 1).',
  ':~ p(X, Y), q(X, Z), Y != Z. [400] % rather the same',
]

/** Any small law. */
export const laws: fc.Arbitrary<Law> = fc.record({
  types: fc.tuple(...TYPES.map(typeDef)),
  slots,
  rules: fc.subarray(RULES, { maxLength: 3 }),
  policy: fc.record({ una: fc.boolean() }).map(({ una }) => ({ ...DEFAULT_POLICY, una, quality: { dan: 300_000 } })),
})

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom(...FRAMES).map((ref) => ({ ref })),
  fc.constantFrom<Value>(1, 2, 3, 'x'),
)
const frame = fc.constantFrom(...FRAMES)
const author = fc.constantFrom(...AUTHORS)
const confidence = fc.constantFrom(1000, 1000, 700, 0)

/** What one claim says, before it has an id. */
const content = fc.oneof(
  { weight: 6, arbitrary: fc.record({ frame, slot, value }) },
  { weight: 2, arbitrary: fc.record({ frame, slot: fc.constant('type'), value: type }) },
  { weight: 1, arbitrary: fc.record({ frame, slot: fc.constant('sameAs'), value: frame.map((ref) => ({ ref })) }) },
)

interface Draft {
  readonly by: string
  readonly content: { readonly frame: string; readonly slot: string; readonly value: Value }
  readonly not: boolean
  readonly confidence: number
  readonly because: readonly number[]
  readonly valid: readonly [number, number] | null
  readonly fate: 'stays' | 'withdrawn' | 'undercut' | 'undercut and restored'
}

const valid = fc.constantFrom(null, null, null, [0, 10] as const, [5, 15] as const)
const fate = fc.constantFrom<Draft['fate']>(
  'stays',
  'stays',
  'stays',
  'stays',
  'withdrawn',
  'undercut',
  'undercut and restored',
)
const because = fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(fc.nat(11)) })
const draft: fc.Arbitrary<Draft> = fc.record({
  by: author,
  content,
  not: fc.constantFrom(false, false, false, false, true),
  confidence,
  because,
  valid,
  fate,
})

/** Any small body of claims, withdrawals and undercuts, at most `max` claims. */
export function knowledge(max: number): fc.Arbitrary<readonly Said[]> {
  return fc.array(draft, { minLength: 1, maxLength: max }).map((drafts) => drafts.flatMap(itemsOf))
}

function itemsOf(
  { by, content: said, not, confidence: sure, because: rests, valid: window, fate: end }: Draft,
  at: number,
): Said[] {
  const id = `c${at}`
  const premises = rests.map((other) => `c${other}`).filter((other) => other !== id)
  const item = {
    k: 'claim' as const,
    ...said,
    confidence: sure,
    ...(not ? { not: true as const } : {}),
    ...(premises.length === 0 ? {} : { because: premises }),
    ...(window === null ? {} : { valid: window }),
  }
  const items: Said[] = [{ id, by, item }]
  if (end === 'withdrawn') items.push({ id: `w${at}`, by, item: { k: 'withdraw', claim: id } })
  if (end.startsWith('undercut'))
    items.push({ id: `u${at}`, by: 'eve', item: { k: 'undercut', claim: id, confidence: 600 } })
  if (end === 'undercut and restored') items.push({ id: `v${at}`, by: 'eve', item: { k: 'withdraw', claim: `u${at}` } })
  return items
}
