/** Survey: which slots of a law ask something that has one answer, so that authors who answer alike or apart can be compared. */
import { LEARNED_VALUES_MAX } from '../../base/limits.ts'
import type { Facet, Law } from '../../frames/facet.ts'
import { valueKey, type Value } from '../../frames/value.ts'
import { BUILT_IN_SLOTS } from '../law/build.ts'

/** A slot whose frames are questions. */
export interface Asked {
  /** Keys of the enumerated values, sorted; null: anything can be said. */
  readonly values: readonly string[] | null
  /** Two references may be one thing, so that only literals are answers. */
  readonly isLoose: boolean
}

/**
 * The slots that are learned from: `atMost 1` at any place, without a type that narrows what is counted, and without a tolerance, within
 * which other values are no other answer. Types that enumerate differently are taken together.
 */
export function surveyOf(law: Law): ReadonlyMap<string, Asked> {
  const bySlot = new Map<string, Facet[]>()
  for (const table of [law.slots, ...law.types.map(({ slots = {} }) => slots)]) {
    for (const [slot, facets] of Object.entries(table)) bySlot.set(slot, [...(bySlot.get(slot) ?? []), ...facets])
  }
  const asked = [...bySlot].filter(([slot, facets]) => !BUILT_IN_SLOTS.includes(slot) && hasOneAnswer(facets))
  return new Map(asked.map(([slot, facets]) => [slot, { values: enumerated(facets), isLoose: isLoose(facets, law) }]))
}

/** Whether `value` answers what is asked: one of the values enumerated, and not a reference that may be the same thing as another. */
export function isAnswer({ values, isLoose }: Asked, value: Value): boolean {
  if (isLoose && typeof value === 'object' && 'ref' in value) return false
  return values === null || values.includes(valueKey(value))
}

function hasOneAnswer(facets: readonly Facet[]): boolean {
  return facets.some(isFunctional) && !facets.some(({ k }) => k === 'tolerance')
}

function isFunctional(facet: Facet): boolean {
  return facet.k === 'atMost' && facet.n === 1 && facet.of === undefined
}

function enumerated(facets: readonly Facet[]): readonly string[] | null {
  const values = facets.flatMap((facet): readonly Value[] => {
    if (facet.k === 'enum') return facet.values
    return facet.k === 'type' && facet.oneOf.every((kind) => kind === 'bool') ? [true, false] : []
  })
  const keys = [...new Set(values.map(valueKey))].sort()
  return keys.length === 0 || keys.length > LEARNED_VALUES_MAX ? null : keys
}

function isLoose(facets: readonly Facet[], { policy }: Law): boolean {
  const own = facets.filter((facet) => facet.k === 'una')
  return own.length === 0 ? !policy.una : own.some(({ on }) => !on)
}
