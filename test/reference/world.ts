/** World: a small law and what is said under it, kept in a form that the reference reads by itself and in the one the engine reads. */
import { DEFAULT_POLICY, type Facet, type Law, type TypeDef } from '../../src/frames/facet.ts'
import type { Claim, Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'

/** A term: `@f1` a frame, `"v1"` a string; in a rule also a variable, a capital letter. */
export type Term = string

/** `slot(subject, value)`, perhaps negated; in a fact without variables. */
export interface Atom {
  readonly slot: string
  readonly not: boolean
  readonly args: readonly [Term, Term]
}

/** A conclusion, or a denial when there is no head. */
export interface Clause {
  readonly head: Atom | null
  readonly body: readonly Atom[]
}

/** A facet on a slot, for frames of one type or for all. */
export interface Placed {
  readonly slot: string
  readonly type: string | null
  readonly facet: Facet
}

/** What an author says, in an order; `claim` items also as the fact they state. */
export interface World {
  readonly clauses: readonly Clause[]
  readonly facets: readonly Placed[]
  readonly types: readonly TypeDef[]
  readonly quality: Readonly<Record<string, number>>
  /** Whether names are unique; they are where it is not said. */
  readonly una?: boolean
  readonly said: readonly Said[]
}

/** A text that only equal facts share. */
export function factKey({ slot, not, args }: Atom): string {
  return `${not ? '-' : ''}${slot}(${args.join(',')})`
}

/** The fact that a claim states. */
export function factOf({ frame, slot, value, not }: Pick<Claim, 'frame' | 'slot' | 'value'> & { readonly not?: boolean }): Atom {
  return { slot, not: not === true, args: [`@${frame}`, termOf(value)] }
}

function termOf(value: Value): Term {
  if (typeof value === 'object' && 'ref' in value) return `@${value.ref}`
  return JSON.stringify(value)
}

/** The law of a world as the engine takes it. */
export function lawOf({ clauses, facets, types, quality, una = true }: World): Law {
  const slots: Record<string, Facet[]> = {}
  const perType = new Map<string, Record<string, Facet[]>>()
  for (const { slot, type, facet } of facets) {
    const lists = type === null ? slots : (perType.get(type) ?? {})
    if (type !== null) perType.set(type, lists)
    lists[slot] = [...(lists[slot] ?? []), facet]
  }
  const steps = { ...DEFAULT_POLICY.steps, perComponent: 200_000, forks: 10_000 }
  const defs = types.map((type) => ({ ...type, slots: perType.get(type.id) ?? {} }))
  return { types: defs, slots, rules: clauses.map(ruleText), policy: { ...DEFAULT_POLICY, una, quality, steps } }
}

/** The slots that a world's claims name: a realm's law would list them. */
export function slotsOf({ clauses, facets, said }: World): ReadonlySet<string> {
  const named = clauses.flatMap(({ head, body }) => [...(head === null ? [] : [head]), ...body].map(({ slot }) => slot))
  const claimed = said.flatMap(({ item }) => (item.k === 'claim' ? [item.slot] : []))
  return new Set([...named, ...facets.map(({ slot }) => slot), ...claimed])
}

function ruleText({ head, body }: Clause): string {
  return `${head === null ? '' : `${atomText(head)} `}:- ${body.map(atomText).join(', ')}.`
}

function atomText({ slot, not, args }: Atom): string {
  return `${not ? '-' : ''}${slot}(${args.map((arg) => (arg.startsWith('@') ? `ref("${arg.slice(1)}")` : arg)).join(', ')})`
}
