/** Ontologies: random small ones, the law that says the same by facets, and what the engine makes of it in triples. */
import { createRandom, type Random } from '../../../src/base/random.ts'
import type { Said } from '../../../src/frames/item.ts'
import { readLaw } from '../../../src/frames/read-law.ts'
import type { Value } from '../../../src/frames/value.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import type { Axiom, Ontology, Triple } from '../../reference/owl.ts'

const FRAMES = ['@a', '@b', '@c', '@d']
const TYPES = ['A', 'B', 'C']
/** Slots that hold frames, and one that holds texts: OWL keeps the two apart. */
const LINKS = ['p', 'q', 'r']
const TEXT = 't'

/** An ontology as `seed` has it. */
export function drawOntology(seed: string): Ontology {
  const random = createRandom(`ontology/${seed}`)
  const axioms = Array.from({ length: 2 + random.below(5) }, () => drawAxiom(random))
  const said = Array.from({ length: 3 + random.below(6) }, () => drawTriple(random))
  const denied = random.below(3) === 0 ? [drawLink(random)] : []
  return { axioms, said, denied, una: random.below(2) === 0 }
}

const one = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!

function drawLink(random: Random): Triple {
  return { s: one(random, FRAMES), p: one(random, LINKS), o: one(random, FRAMES) }
}

function drawTriple(random: Random): Triple {
  const kind = random.below(10)
  if (kind < 5) return drawLink(random)
  if (kind < 7) return { s: one(random, FRAMES), p: 'type', o: one(random, [...TYPES, ...(kind === 6 ? ['Nothing'] : [])]) }
  if (kind === 7) return { s: one(random, FRAMES), p: TEXT, o: one(random, ['"x"', '"y"']) }
  return { ...drawLink(random), p: kind === 8 ? 'sameAs' : 'differentFrom' }
}

function drawAxiom(random: Random): Axiom {
  const [slot, other, type, kind] = [one(random, LINKS), one(random, LINKS), one(random, TYPES), one(random, TYPES)]
  const any = one(random, [...LINKS, TEXT])
  const axioms: readonly Axiom[] = [
    { k: 'subClassOf', a: type, b: one(random, [...TYPES, 'Nothing']) },
    { k: 'equivalentClass', a: type, b: kind },
    { k: 'disjointWith', a: type, b: kind },
    { k: 'complementOf', a: type, b: kind },
    { k: 'subPropertyOf', a: slot, b: other },
    { k: 'equivalentProperty', a: slot, b: other },
    { k: 'propertyDisjointWith', a: slot, b: other },
    { k: 'inverseOf', a: slot, b: other },
    { k: 'domain', slot: any, type },
    { k: 'range', slot, type },
    { k: 'Functional', slot: any },
    { k: 'InverseFunctional', slot: any },
    { k: one(random, ['Symmetric', 'Asymmetric', 'Irreflexive', 'Transitive'] as const), slot },
    { k: 'maxCardinality', type, slot: any, n: one(random, [0, 1] as const), of: null },
    { k: 'maxCardinality', type, slot, n: one(random, [0, 1] as const), of: one(random, [kind, 'Thing']) },
    { k: 'allValuesFrom', type, slot, of: kind },
    { k: 'hasKey', type, slots: [...new Set([any, one(random, [...LINKS, TEXT])])] },
  ]
  return one(random, axioms)
}

interface LawText {
  readonly types: { id: string; isa: string[]; equivalent: string[]; disjoint: string[]; complement: string[]; slots: Slots }[]
  readonly slots: Slots
}
type Slots = Record<string, object[]>

/** An engine whose facets say what the axioms say, and that was told the triples. */
export function engineOf({ axioms, said, denied, una }: Ontology): Engine {
  const types = TYPES.map((id) => ({ id, isa: [], equivalent: [], disjoint: [], complement: [], slots: {} }))
  const text: LawText = { types, slots: {} }
  for (const axiom of axioms) say(axiom, text)
  const law = readLaw({ ...text, policy: { una, steps: { forks: 1 } } })
  if (!law.ok) throw new Error(law.error.why)
  const engine = createEngine(law.value, new Set([...LINKS, TEXT]))
  engine.add([...said.map((triple, at) => claimOf(triple, at, false)), ...denied.map((triple, at) => claimOf(triple, at, true))])
  return engine
}

function say(axiom: Axiom, { types, slots }: LawText): void {
  const typeOf = (id: string): LawText['types'][number] => types.find((type) => type.id === id)!
  const put = (where: Slots, slot: string, facet: object): void => void (where[slot] = [...(where[slot] ?? []), facet])
  switch (axiom.k) {
    case 'subClassOf':
      return void typeOf(axiom.a).isa.push(axiom.b)
    case 'equivalentClass':
      return void typeOf(axiom.a).equivalent.push(axiom.b)
    case 'disjointWith':
      return void typeOf(axiom.a).disjoint.push(axiom.b)
    case 'complementOf':
      return void typeOf(axiom.a).complement.push(axiom.b)
    case 'subPropertyOf':
      return put(slots, axiom.a, { k: 'sub', of: axiom.b })
    case 'equivalentProperty':
      return put(slots, axiom.a, { k: 'equivalent', of: axiom.b })
    case 'propertyDisjointWith':
      return put(slots, axiom.a, { k: 'disjointSlot', with: [axiom.b] })
    case 'inverseOf':
      return put(slots, axiom.a, { k: 'inverse', of: axiom.b })
    case 'domain':
    case 'range':
      return put(slots, axiom.slot, { k: axiom.k, type: axiom.type })
    case 'Functional':
      return put(slots, axiom.slot, { k: 'atMost', n: 1 })
    case 'InverseFunctional':
      return put(slots, axiom.slot, { k: 'inverseFunctional' })
    case 'maxCardinality':
      return put(typeOf(axiom.type).slots, axiom.slot, { k: 'atMost', n: axiom.n, ...(axiom.of === null ? {} : { of: axiom.of }) })
    case 'allValuesFrom':
      return put(typeOf(axiom.type).slots, axiom.slot, { k: 'range', type: axiom.of })
    case 'hasKey':
      return put(typeOf(axiom.type).slots, axiom.slots[0]!, { k: 'key', slots: axiom.slots })
    default:
      return put(slots, axiom.slot, { k: axiom.k.toLowerCase() })
  }
}

function claimOf({ s, p, o }: Triple, at: number, not: boolean): Said {
  const value: Value = o.startsWith('@') ? { ref: o.slice(1) } : p === TEXT ? (JSON.parse(o) as string) : o
  const item = { k: 'claim' as const, frame: s.slice(1), slot: p, value, ...(not ? { not: true as const } : {}) }
  return { id: `${not ? 'n' : 'c'}${at}`, by: `author${at}`, item }
}

/** What an engine holds to be so or disputed, as triples, sorted; what needs no saying is left out. */
export function triplesIn(engine: Engine): string[] {
  const triples = engine.standings().flatMap(({ frame, slot, value, not }): Triple[] => {
    if (not) return []
    return [{ s: `@${frame}`, p: slot, o: termOf(slot, value) }]
  })
  return shownTriples(triples)
}

function termOf(slot: string, value: Value): string {
  if (typeof value === 'object' && 'ref' in value) return `@${value.ref}`
  return slot === 'type' && typeof value === 'string' ? value : JSON.stringify(value)
}

/** Triples as texts, sorted: not that a frame is a Thing, is itself, or (once that is a contradiction anyhow) is not itself. */
export function shownTriples(triples: readonly Triple[]): string[] {
  const isIdle = ({ s, p, o }: Triple): boolean =>
    (p === 'type' && (o === 'Thing' || !s.startsWith('@'))) || ((p === 'sameAs' || p === 'differentFrom') && s === o)
  const isText = ({ s, p, o }: Triple): boolean => p === 'sameAs' && !(s.startsWith('@') && o.startsWith('@'))
  return [...new Set(triples.filter((triple) => !isIdle(triple) && !isText(triple)).map(({ s, p, o }) => `${s} ${p} ${o}`))].sort()
}
