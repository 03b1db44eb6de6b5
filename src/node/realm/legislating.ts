/** Legislating: a change of law as parts, each naming what it takes the place of, and checked as every node will read it. */
import { canonicalText, type Json } from '../../base/canonical.ts'
import { TracordError } from '../../base/error.ts'
import { isHash, type Hash } from '../../base/hash.ts'
import type { Law } from '../../frames/facet.ts'
import { readItem } from '../../frames/read-item.ts'
import { readLaw } from '../../frames/read-law.ts'
import type { LawPart } from '../../frames/realm-item.ts'
import { partHash } from '../../membership/law.ts'
import type { Membership } from '../../membership/membership.ts'
import { admitLaw } from '../../semantics/law/admit.ts'
import { typesFromOptions } from '../sugar.ts'
import type { LawChange } from './realm.ts'

/** The parts that make `change` in the law of `membership`. Throws `BAD_INPUT` for the first thing that is wrong. */
export function partsFrom(change: LawChange, membership: Membership): readonly LawPart[] {
  const { types = {}, rules = [], policy, replaces = [] } = change
  if (!Array.isArray(rules) || rules.some((rule) => typeof rule !== 'string')) throw bad('rules is a list of texts')
  if (!Array.isArray(replaces) || !replaces.every(isHash)) throw bad('replaces is a list of hashes, as law().parts shows them')
  const wanted = policy === undefined ? {} : { policy: { ...membership.law.policy, ...policy } }
  const law = readLaw({ types: typesFromOptions(types), rules, ...wanted })
  if (!law.ok) throw bad(`${law.error.path}: ${law.error.why}`)
  const made: readonly LawPart[] = [
    ...law.value.types.map((type): LawPart => replacing({ k: 'typeDef', type }, standing(membership, `type ${type.id}`))),
    ...law.value.rules.map((text): LawPart => replacing({ k: 'rule', text: text.normalize('NFC') }, replaces)),
    ...(policy === undefined ? [] : [replacing({ k: 'policy', policy: law.value.policy }, standing(membership, 'policy'))]),
  ]
  // What is in force already is said already: to say it again would only let it replace itself.
  const held = new Set(membership.parts.map(({ part }) => contentOf(part)))
  const news = made.filter((part) => !held.has(contentOf(part)))
  if (news.length === 0) throw bad('nothing to change: give types, rules or a policy that differ from the law in force')
  for (const part of news) {
    const read = readItem(part as unknown as Json)
    if (read.k === 'ignored') throw bad(read.why)
    if (membership.revoked.includes(partHash(part)))
      throw bad('this very part was revoked for good: write it in other words, or let it take the place of another by `replaces`')
  }
  requireInForce(membership.law, law.value.rules)
  return news
}

/** A rule that would be kept but not in force is told to whoever writes it. */
function requireInForce(law: Law, rules: readonly string[]): void {
  const known = new Set(admitLaw(law).refused.map(({ why }) => why))
  const refused = admitLaw({ ...law, rules: [...law.rules, ...rules] }).refused.find(({ why }) => !known.has(why))
  if (refused !== undefined) throw bad(`rules: ${refused.why}`)
}

/** Everything that stands in one place, those too that do not rule. */
function standing({ parts, clashes }: Membership, place: string): readonly Hash[] {
  const ruling = parts.filter(({ part }) => (part.k === 'policy' ? 'policy' : part.k === 'typeDef' ? `type ${part.type.id}` : '') === place)
  const hashes = ruling.map(({ hash }) => hash)
  const others = clashes.filter(({ rules }) => hashes.some((hash) => hash === rules)).flatMap((clash) => clash.others as Hash[])
  return [...hashes, ...others]
}

function replacing(part: LawPart, hashes: readonly Hash[]): LawPart {
  const replaces = [...new Set(hashes)].sort()
  return replaces.length === 0 ? part : { ...part, replaces }
}

/** A part without what it replaces. */
function contentOf(part: LawPart): string {
  const { replaces: _replaces, ...content } = part
  return canonicalText(content as unknown as Json)
}

/** The hashes of parts. */
export function hashesOf(parts: readonly LawPart[]): readonly Hash[] {
  return parts.map(partHash)
}

function bad(message: string): TracordError {
  return new TracordError('BAD_INPUT', message)
}
