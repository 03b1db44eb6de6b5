/** Sugar: types and slots as a person writes them in options, turned into facets that travel and schemas that stay here. */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { CompareOp, Facet } from '../frames/facet.ts'
import type { ValueKind } from '../frames/value.ts'
import type { ValueInput } from './frame-view.ts'

/** One slot: what may not be true of it, and a schema that checks what this node writes. Each facet as its case-format kind, in short. */
export interface SlotSugar {
  /** Any Standard Schema (zod, valibot, arktype, ...). Checks and types what this node claims; other nodes judge by the facets alone. */
  readonly schema?: StandardSchemaV1
  readonly type?: ValueKind | readonly ValueKind[]
  readonly range?: string
  readonly domain?: string
  readonly instanceOf?: string
  readonly enum?: readonly ValueInput[]
  readonly interval?: { readonly min?: ValueInput; readonly max?: ValueInput; readonly open?: boolean }
  readonly length?: { readonly min?: number; readonly max?: number }
  readonly pattern?: string
  readonly atMost?: number
  readonly atLeast?: number
  readonly hasValue?: ValueInput
  readonly inverse?: string
  readonly sub?: string
  readonly equivalent?: string
  readonly symmetric?: true
  readonly asymmetric?: true
  readonly irreflexive?: true
  readonly reflexive?: true
  readonly inverseFunctional?: true
  readonly transitive?: true | { readonly acyclic?: boolean }
  readonly disjointSlot?: string | readonly string[]
  readonly sameValues?: string
  readonly key?: readonly string[]
  readonly compare?: { readonly op: CompareOp; readonly slot: string }
  readonly una?: boolean
  readonly tolerance?: { readonly abs?: ValueInput; readonly ppm?: number }
}

/** A slot in options: sugar, or plain facets as they travel. */
export type SlotOption = SlotSugar | readonly Facet[]

/** A type in options. */
export interface TypeOption {
  readonly isa?: readonly string[]
  readonly equivalent?: readonly string[]
  readonly disjoint?: readonly string[]
  readonly complement?: readonly string[]
  readonly slots?: Readonly<Record<string, SlotOption>>
}

/** Types by id. */
export type TypeOptions = Readonly<Record<string, TypeOption>>

/** Slots by name, whatever the type. */
export type SlotOptions = Readonly<Record<string, SlotOption>>

/** The types in plain form, for the law's reader to check. */
export function typesFromOptions(types: TypeOptions): readonly unknown[] {
  return Object.entries(types)
    .sort(([a], [b]) => (a < b ? -1 : 1)) // the order in which they are written makes no other realm
    .map(([id, { slots, ...lists }]) => ({ id, ...lists, ...(slots === undefined ? {} : { slots: slotsFromOptions(slots) }) }))
}

/** The slots in plain form, for the law's reader to check. */
export function slotsFromOptions(slots: SlotOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(slots).map(([slot, option]) => [slot, facetsFromOption(option)]))
}

function facetsFromOption(option: SlotOption): readonly unknown[] {
  if (isFacetList(option)) return option
  const facets = Object.entries(option).filter(([key, value]) => key !== 'schema' && value !== undefined)
  return facets.sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, value]) => ({ k: kind, ...fieldsOf(kind, value) }))
}

function isFacetList(option: SlotOption): option is readonly Facet[] {
  return Array.isArray(option)
}

/** The field that a facet's short form stands for; facets not named here spell their fields themselves. */
const SHORT: Readonly<Record<string, string>> = {
  type: 'oneOf',
  range: 'type',
  domain: 'type',
  instanceOf: 'type',
  enum: 'values',
  pattern: 're',
  atMost: 'n',
  atLeast: 'n',
  hasValue: 'value',
  inverse: 'of',
  sub: 'of',
  equivalent: 'of',
  disjointSlot: 'with',
  sameValues: 'slot',
  key: 'slots',
  una: 'on',
}

/** Facets whose one field is a list, so that a single member may stand for it. */
const LISTS: ReadonlySet<string> = new Set(['type', 'disjointSlot'])

function fieldsOf(kind: string, value: unknown): object {
  const field = SHORT[kind]
  if (field !== undefined) return { [field]: LISTS.has(kind) && !Array.isArray(value) ? [value] : value }
  return typeof value === 'object' && value !== null ? value : {}
}
