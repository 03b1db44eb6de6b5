/** Equality: what it means that names are one thing, and the facets that ask whether they are, as the case format words it. */
import type { Facet } from '../../src/frames/facet.ts'
import { subsets } from './subsets.ts'
import { factKey, type Atom, type Placed, type Term, type World } from './world.ts'

/** All of `body` give `head`, or clash unless one of `unless` holds too. */
export interface Named {
  readonly head: Atom | null
  readonly body: readonly Atom[]
  readonly unless: readonly Atom[]
}

const isFrame = (term: Term): boolean => term.startsWith('@')
const link = (slot: string, a: Term, b: Term, not = false): Atom => ({ slot, not, args: [a, b] })
const same = (a: Term, b: Term): Atom => link('sameAs', a, b)
const swap = (fact: Atom, to: Term, at: 0 | 1): Atom => ({ ...fact, args: fact.args.with(at, to) as [Term, Term] })

/** Whatever equality concludes from `facts` at once, and what it forbids. */
export function equalityIn(facts: readonly Atom[]): Named[] {
  const found: Named[] = []
  const conclude = (head: Atom, ...body: Atom[]): void => void found.push({ head, body, unless: [] })
  const forbid = (...body: Atom[]): void => void found.push({ head: null, body, unless: [] })
  for (const one of facts) {
    const [a, b] = one.args
    if (one.slot === 'sameAs' && one.not && a === b) forbid(one)
    if (one.slot === 'differentFrom' && !one.not) {
      conclude(link('differentFrom', b, a), one)
      if (a === b) forbid(one)
    }
    if (one.slot !== 'sameAs' || one.not) continue
    conclude(same(b, a), one)
    for (const other of facts) {
      const [c, d] = other.args
      if (other.slot === 'sameAs' && !other.not && c === b && a !== d) conclude(same(a, d), one, other)
      if (other.slot === 'differentFrom' && !other.not && c === a && d === b) forbid(one, other)
      if (other.slot === 'sameAs') continue
      const isApart = ({ args }: Atom): boolean => other.slot !== 'differentFrom' || other.not || args[0] !== args[1]
      if (c === a && isApart(swap(other, b, 0))) conclude(swap(other, b, 0), one, other)
      if (d === a && other.slot !== 'type' && isApart(swap(other, b, 1))) conclude(swap(other, b, 1), one, other)
    }
  }
  return found
}

/** What `atMost`, `key` and `inverseFunctional` conclude or forbid, by whether names are unique. */
export function naming({ facets, una = true }: World, facts: readonly Atom[]): Named[] {
  return facets.flatMap(({ slot, type, facet }) => {
    const keys = slotsOfKey(slot, facet)
    if (keys !== undefined) return twins(keys, type, una, facts)
    return facet.k === 'atMost' ? crowds({ slot, type, facet }, facet.n, una, facts) : []
  })
}

function slotsOfKey(slot: string, facet: Facet): readonly string[] | undefined {
  return facet.k === 'key' ? facet.slots : facet.k === 'inverseFunctional' ? [slot] : undefined
}

/** The guard of a frame: none, or that it has the type; undefined where it has not. */
function guardOf(frame: Term, type: string | null, facts: readonly Atom[]): readonly Atom[] | undefined {
  if (type === null) return []
  const guard = facts.find(({ slot, not, args }) => slot === 'type' && !not && args[0] === frame && args[1] === JSON.stringify(type))
  return guard === undefined ? undefined : [guard]
}

function twins(slots: readonly string[], type: string | null, una: boolean, facts: readonly Atom[]): Named[] {
  const frames = [...new Set(facts.map(({ args }) => args[0]))]
  return subsets(frames, 2).flatMap(([one, other]) => {
    const guards = [guardOf(one!, type, facts), guardOf(other!, type, facts)]
    if (guards.includes(undefined)) return []
    let bodies: Atom[][] = [guards.flatMap((guard) => guard ?? [])]
    for (const slot of slots) {
      const values = facts.filter((fact) => fact.slot === slot && !fact.not && fact.args[0] === one)
      const pairs = values.flatMap((fact) => {
        const twin = facts.find((next) => factKey(next) === factKey(swap(fact, other!, 0)))
        return twin === undefined ? [] : [[fact, twin]]
      })
      bodies = bodies.flatMap((body) => pairs.map((pair) => [...body, ...pair]))
    }
    return bodies.map((body): Named => {
      return una ? { head: null, body, unless: [same(one!, other!)] } : { head: same(one!, other!), body, unless: [] }
    })
  })
}

function crowds({ slot, type }: Placed, n: number, una: boolean, facts: readonly Atom[]): Named[] {
  return [...new Set(facts.map(({ args }) => args[0]))].flatMap((frame) => {
    const guard = guardOf(frame, type, facts)
    if (guard === undefined) return []
    const values = facts.filter((fact) => fact.slot === slot && !fact.not && fact.args[0] === frame)
    const merged = una || n !== 1 ? [] : subsets(values, 2).filter((pair) => pair.every(({ args }) => isFrame(args[1])))
    const conclusions = merged.map((pair): Named => {
      const [one, other] = pair.map(({ args }) => args[1])
      return { head: same(one!, other!), body: [...guard, ...pair], unless: [] }
    })
    return [...conclusions, ...subsets(values, n + 1).flatMap((choice) => clashOf(choice, guard, una, facts))]
  })
}

function clashOf(choice: readonly Atom[], guard: readonly Atom[], una: boolean, facts: readonly Atom[]): Named[] {
  const pairs = subsets(choice.map(({ args }) => args[1]).filter(isFrame), 2)
  const body = [...guard, ...choice]
  if (una) return [{ head: null, body, unless: pairs.map(([a, b]) => same(a!, b!)) }]
  if (choice.length === 2 && pairs.length > 0) return []
  const apart = pairs.map(([a, b]) => facts.find((fact) => factKey(fact) === factKey(link('differentFrom', a!, b!))))
  return apart.includes(undefined) ? [] : [{ head: null, body: [...body, ...apart.map((fact) => fact!)], unless: [] }]
}
