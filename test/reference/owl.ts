/**
 * OWL: the rules of OWL 2 RL/RDF (W3C Recommendation 11 December 2012, section 4.3) as naive forward chaining over triples, written from
 * that page and sharing nothing with judgement. Left out is what the facets do not say: lists, unions, enumerated classes, existentials.
 */

/** A triple of texts: frames begin with `@`, literals are JSON, everything else names a class or a property. */
export interface Triple {
  readonly s: string
  readonly p: string
  readonly o: string
}

/** An axiom of an ontology. */
export type Axiom =
  | { readonly k: 'subClassOf' | 'equivalentClass' | 'disjointWith' | 'complementOf'; readonly a: string; readonly b: string }
  | { readonly k: 'subPropertyOf' | 'equivalentProperty' | 'propertyDisjointWith' | 'inverseOf'; readonly a: string; readonly b: string }
  | { readonly k: 'domain' | 'range'; readonly slot: string; readonly type: string }
  | { readonly k: 'Functional' | 'InverseFunctional' | 'Symmetric' | 'Asymmetric' | 'Irreflexive' | 'Transitive'; readonly slot: string }
  | { readonly k: 'maxCardinality'; readonly type: string; readonly slot: string; readonly n: 0 | 1; readonly of: string | null }
  | { readonly k: 'allValuesFrom'; readonly type: string; readonly slot: string; readonly of: string }
  | { readonly k: 'hasKey'; readonly type: string; readonly slots: readonly string[] }

/** What is known and what follows from it. */
export interface Ontology {
  readonly axioms: readonly Axiom[]
  readonly said: readonly Triple[]
  /** Negative property assertions. */
  readonly denied: readonly Triple[]
  /** Distinct names are distinct things: what would make two names one is a contradiction instead. */
  readonly una: boolean
}

/** Every triple that follows, and the names of the `false` rules that fire. */
export interface OwlClosure {
  readonly triples: readonly Triple[]
  readonly contradictions: ReadonlySet<string>
}

const keyOf = ({ s, p, o }: Triple): string => `${s} ${p} ${o}`
const isFrame = (term: string): boolean => term.startsWith('@')

/** The closure of `ontology`, by trying every rule on everything until nothing is new. */
export function owlClosure(ontology: Ontology): OwlClosure {
  const held = new Map(ontology.said.map((triple) => [keyOf(triple), triple]))
  for (let before = -1; before < held.size;) {
    before = held.size
    const all = [...held.values()]
    const made = [...equality(all), ...ontology.axioms.flatMap((axiom) => following(axiom, all, ontology.una))]
    for (const triple of made) held.set(keyOf(triple), triple)
  }
  const triples = [...held.values()]
  const named = [...ontology.axioms.flatMap((axiom) => brokenBy(axiom, triples, ontology.una)), ...brokenAlways(triples, ontology.denied)]
  return { triples, contradictions: new Set(named) }
}

const of = (all: readonly Triple[], property: string): readonly Triple[] => all.filter(({ p }) => p === property)
const typed = (all: readonly Triple[], type: string): readonly string[] => {
  if (type === 'Thing') return [...new Set(all.flatMap(({ s, p, o }) => (p === 'type' ? [s] : [s, o])).filter(isFrame))]
  return of(all, 'type').flatMap(({ s, o }) => (o === type ? [s] : []))
}
const isSame = (all: readonly Triple[], a: string, b: string): boolean =>
  a === b || all.some(({ s, p, o }) => p === 'sameAs' && s === a && o === b)

/** eq-sym, eq-trans, eq-rep-s, eq-rep-o; and that difference is symmetric. eq-ref goes without saying. */
function equality(all: readonly Triple[]): Triple[] {
  const same = of(all, 'sameAs')
  return [
    ...same.map(({ s, o }) => ({ s: o, p: 'sameAs', o: s })),
    ...of(all, 'differentFrom').map(({ s, p, o }) => ({ s: o, p, o: s })),
    ...same.flatMap(({ s: a, o: b }) => all.filter(({ s }) => s === a).map((triple) => ({ ...triple, s: b }))),
    ...same.flatMap(({ s: a, o: b }) => all.filter(({ o }) => o === a).map((triple) => ({ ...triple, o: b }))),
  ]
}

/** The rules of an axiom that conclude. */
function following(axiom: Axiom, all: readonly Triple[], una: boolean): Triple[] {
  const member = (s: string, o: string): Triple => ({ s, p: 'type', o })
  switch (axiom.k) {
    case 'subClassOf': // cax-sco
      return typed(all, axiom.a).map((x) => member(x, axiom.b))
    case 'equivalentClass': // cax-eqc1, cax-eqc2
      return [...typed(all, axiom.a).map((x) => member(x, axiom.b)), ...typed(all, axiom.b).map((x) => member(x, axiom.a))]
    case 'subPropertyOf': // prp-spo1
      return of(all, axiom.a).map((triple) => ({ ...triple, p: axiom.b }))
    case 'equivalentProperty': // prp-eqp1, prp-eqp2
      return [[axiom.a, axiom.b] as const, [axiom.b, axiom.a] as const].flatMap(([from, to]) => of(all, from).map((t) => ({ ...t, p: to })))
    case 'inverseOf': // prp-inv1, prp-inv2
      return [[axiom.a, axiom.b] as const, [axiom.b, axiom.a] as const].flatMap(([from, to]) =>
        of(all, from).map(({ s, o }) => ({ s: o, p: to, o: s })),
      )
    case 'domain': // prp-dom
      return of(all, axiom.slot).map(({ s }) => member(s, axiom.type))
    case 'range': // prp-rng
      return of(all, axiom.slot).map(({ o }) => member(o, axiom.type))
    case 'Symmetric': // prp-symp
      return of(all, axiom.slot).map(({ s, p, o }) => ({ s: o, p, o: s }))
    case 'Transitive': // prp-trp
      return of(all, axiom.slot).flatMap(({ s, p, o: middle }) =>
        of(all, p).flatMap((next) => (next.s === middle ? [{ s, p, o: next.o }] : [])),
      )
    case 'allValuesFrom': // cls-avf
      return of(all, axiom.slot).flatMap(({ s, o }) => (typed(all, axiom.type).includes(s) ? [member(o, axiom.of)] : []))
    default:
      return una ? [] : pairsMadeOne(axiom, all).map(([s, o]) => ({ s, p: 'sameAs', o }))
  }
}

/** prp-fp, prp-ifp, prp-key, cls-maxc2, cls-maxqc3, cls-maxqc4: two names, each pair both ways, that must be one thing. */
function pairsMadeOne(axiom: Axiom, all: readonly Triple[]): (readonly [string, string])[] {
  const pairs = <T>(entries: readonly T[], of: (entry: T) => string): (readonly [string, string])[] =>
    entries.flatMap((a) => entries.flatMap((b) => (of(a) === of(b) ? [] : [[of(a), of(b)] as const])))
  const grouped = (triples: readonly Triple[], by: 's' | 'o'): (readonly Triple[])[] =>
    [...new Set(triples.map((triple) => triple[by]))].map((term) => triples.filter((triple) => triple[by] === term))
  if (axiom.k === 'Functional') return grouped(of(all, axiom.slot), 's').flatMap((group) => pairs(group, ({ o }) => o))
  if (axiom.k === 'InverseFunctional') return grouped(of(all, axiom.slot), 'o').flatMap((group) => pairs(group, ({ s }) => s))
  if (axiom.k === 'maxCardinality' && axiom.n === 1)
    return grouped(countedIn(axiom, all), 's').flatMap((group) => pairs(group, ({ o }) => o))
  if (axiom.k !== 'hasKey') return []
  const shares = (x: string, y: string, slot: string): boolean => {
    const values = of(all, slot).flatMap(({ s, o }) => (s === x ? [o] : []))
    return of(all, slot).some(({ s, o }) => s === y && values.includes(o))
  }
  return pairs(typed(all, axiom.type), (x) => x).filter(([x, y]) => axiom.slots.every((slot) => shares(x, y, slot)))
}

/** The values that a cardinality counts. */
function countedIn({ type, slot, of: kind }: Extract<Axiom, { k: 'maxCardinality' }>, all: readonly Triple[]): readonly Triple[] {
  const members = typed(all, type)
  return of(all, slot).filter(({ s, o }) => members.includes(s) && (kind === null || typed(all, kind).includes(o)))
}

/** The `false` rules of an axiom. */
function brokenBy(axiom: Axiom, all: readonly Triple[], una: boolean): string[] {
  const fires = (name: string, found: boolean): string[] => (found ? [name] : [])
  const shared = (a: string, b: string): boolean => typed(all, a).some((x) => typed(all, b).includes(x))
  switch (axiom.k) {
    case 'disjointWith':
      return fires('cax-dw', shared(axiom.a, axiom.b))
    case 'complementOf':
      return fires('cls-com', shared(axiom.a, axiom.b))
    case 'Irreflexive':
      return fires('prp-irp', of(all, axiom.slot).some(({ s, o }) => s === o))
    case 'Asymmetric':
      return fires('prp-asyp', of(all, axiom.slot).some(({ s, o }) => of(all, axiom.slot).some((back) => back.s === o && back.o === s)))
    case 'propertyDisjointWith':
      return fires('prp-pdw', of(all, axiom.a).some(({ s, o }) => of(all, axiom.b).some((other) => other.s === s && other.o === o)))
    case 'maxCardinality':
      if (axiom.n === 0) return fires(axiom.of === null ? 'cls-maxc1' : 'cls-maxqc1', countedIn(axiom, all).length > 0)
      break
    default:
  }
  const clash = ([a, b]: readonly [string, string]): boolean =>
    una ? !isSame(all, a, b) : !isFrame(a) && !isFrame(b) // dt-diff with eq-diff1: two literals are never one
  return fires('two names of one thing', pairsMadeOne(axiom, all).some(clash))
}

/** The `false` rules that need no axiom. */
function brokenAlways(all: readonly Triple[], denied: readonly Triple[]): string[] {
  const keys = new Set(all.map(keyOf))
  const different = of(all, 'differentFrom')
  return [
    ...(different.some(({ s, o }) => isSame(all, s, o)) ? ['eq-diff1'] : []),
    ...(denied.some((triple) => keys.has(keyOf(triple))) ? ['prp-npa'] : []),
    ...(of(all, 'type').some(({ o }) => o === 'Nothing') ? ['cls-nothing2'] : []),
  ]
}
