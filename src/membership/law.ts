/** Law in force: the parts of the founding record and those that members added, less what was revoked or replaced (R8). */
import { canonicalText, type Json } from '../base/canonical.ts'
import { cidOf, type Hash } from '../base/hash.ts'
import { DEFAULT_POLICY, type Law } from '../frames/facet.ts'
import type { Founding } from '../frames/founding.ts'
import type { ItemId } from '../frames/item.ts'
import type { LawPart } from '../frames/realm-item.ts'
import type { AuthorKey } from '../identity/signature.ts'
import { PARTS_MAX } from './limits.ts'
import type { Clash, PartInForce } from './member.ts'
import type { Notes } from './notes.ts'
import type { Voice } from './voice.ts'

/** The law in force and where several parts want one place. */
export interface LawFound {
  readonly law: Law
  readonly parts: readonly PartInForce[]
  readonly revoked: readonly Hash[]
  readonly clashes: readonly Clash[]
}

/** The hash of a part of the law: equal parts are one, whoever says them. */
export function partHash(part: LawPart): Hash {
  return cidOf(canonicalText(part as unknown as Json))
}

/** The law that `voices` make of that of the founding record. */
export function lawIn(founding: Founding, voices: ReadonlyMap<AuthorKey, Voice>, notes: Notes): LawFound {
  const said = saidParts(voices, notes)
  const first = foundingParts(founding).map((part): PartInForce => ({ hash: partHash(part), part, by: [] }))
  const firstHashes = new Set(first.map(({ hash }) => hash))
  const all = [...first, ...said.filter(({ hash }) => !firstHashes.has(hash))]
  const revoked = new Set([...voices.values()].flatMap(({ revokes }) => revokes.map(({ item }) => item.hash)))
  const live = all.filter(({ hash }) => !revoked.has(hash))
  const replaced = new Set(live.flatMap(({ part }) => part.replaces ?? []))
  const standing = live.filter(({ hash }) => !replaced.has(hash))
  const rivals = byPlace(standing)
  const clashes: Clash[] = []
  const parts = standing.filter((one) => {
    const place = placeOf(one.part)
    if (place === null) return true
    const [ruling, ...others] = rivals.get(place) ?? []
    if (ruling !== one) return false
    if (others.length > 0) clashes.push(clashOf(one, others))
    return true
  })
  return { law: lawOf(founding, parts), parts, revoked: [...revoked].sort(), clashes }
}

/** What a record says, part by part. */
function foundingParts({ types, rules, policy }: Founding): readonly LawPart[] {
  return [
    ...types.map((type): LawPart => ({ k: 'typeDef', type })),
    ...rules.map((text): LawPart => ({ k: 'rule', text })),
    { k: 'policy', policy },
  ]
}

/** The parts that members said, by hash; over the bound those of the smallest hashes. */
function saidParts(voices: ReadonlyMap<AuthorKey, Voice>, notes: Notes): readonly PartInForce[] {
  const parts = new Map<Hash, { part: LawPart; by: Set<AuthorKey>; ids: ItemId[] }>()
  for (const { by, parts: own } of voices.values()) {
    for (const { id, item } of own) {
      const hash = partHash(item)
      const held = parts.get(hash) ?? { part: item, by: new Set(), ids: [] }
      held.by.add(by)
      held.ids.push(id)
      parts.set(hash, held)
    }
  }
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, { ids }] of sorted.slice(PARTS_MAX))
    for (const id of ids) notes.ignore(id, `more than ${PARTS_MAX} parts of a law`)
  return sorted.slice(0, PARTS_MAX).map(([hash, { part, by }]) => ({ hash, part, by: [...by].sort() }))
}

/** What only one part can be: the policy, or the type of a name; null for a rule. */
function placeOf(part: LawPart): string | null {
  if (part.k === 'rule') return null
  return part.k === 'policy' ? 'policy' : `type ${part.type.id}`
}

/** The parts that want one place, the smallest hash first. */
function byPlace(parts: readonly PartInForce[]): ReadonlyMap<string | null, readonly PartInForce[]> {
  const places = new Map<string | null, PartInForce[]>()
  for (const one of [...parts].sort(byPartHash)) {
    const place = placeOf(one.part)
    const held = places.get(place)
    if (held === undefined) places.set(place, [one])
    else held.push(one)
  }
  return places
}

function clashOf({ hash, part }: PartInForce, others: readonly PartInForce[]): Clash {
  const rest = others.map((other) => other.hash).sort()
  const about = part.k === 'typeDef' ? part.type.id : ''
  return { type: part.k === 'policy' ? 'policy' : 'type', about, rules: hash, others: rest }
}

function byPartHash(a: PartInForce, b: PartInForce): number {
  return a.hash < b.hash ? -1 : 1
}

function lawOf({ slots }: Founding, parts: readonly PartInForce[]): Law {
  const all = parts.map(({ part }) => part)
  const rules = new Set(all.flatMap((part) => (part.k === 'rule' ? [part.text] : [])))
  return {
    types: all.flatMap((part) => (part.k === 'typeDef' ? [part.type] : [])),
    slots,
    rules: [...rules],
    policy: all.flatMap((part) => (part.k === 'policy' ? [part.policy] : []))[0] ?? DEFAULT_POLICY,
  }
}
