/** Membership: who belongs to a closed realm and by which law it judges: a pure function of its founding record and realm entries (R9). */
import type { Hash } from '../base/hash.ts'
import type { Law } from '../frames/facet.ts'
import { realmOf, type Founding } from '../frames/founding.ts'
import { signedText, type AuthorKey, type Signatures } from '../identity/signature.ts'
import { lawIn } from './law.ts'
import type { Clash, IgnoredItem, Member, PartInForce, RealmEntry } from './member.ts'
import { createNotes } from './notes.ts'
import { linesOf } from './succession.ts'
import { treeOf } from './tree.ts'

/** Who belongs, by which law, and what is wrong. */
export interface Membership {
  readonly founder: AuthorKey
  readonly members: ReadonlyMap<AuthorKey, Member>
  /** The law, in normal form; what members weigh is not in it yet. */
  readonly law: Law
  readonly parts: readonly PartInForce[]
  /** Hashes of parts that an admin put out of force for good, sorted. */
  readonly revoked: readonly Hash[]
  readonly clashes: readonly Clash[]
  /** Sorted by id; at most `IGNORED_MAX` of `ignoredCount`. */
  readonly ignored: readonly IgnoredItem[]
  readonly ignoredCount: number
}

/**
 * What `entries` make of the realm that `founding`, which names a founder, founded. Their order does not matter, nor what is held of
 * authors who do not count. `signatures` is asked for those of successors alone.
 */
export function membershipOf(
  founding: Founding,
  entries: readonly RealmEntry[],
  signatures: Pick<Signatures, 'verify'>,
): Membership {
  const founder = founding.founder as AuthorKey
  const realm = realmOf(founding)
  const byAuthor = new Map<AuthorKey, RealmEntry[]>()
  for (const entry of entries) {
    const held = byAuthor.get(entry.log.author)
    if (held === undefined) byAuthor.set(entry.log.author, [entry])
    else held.push(entry)
  }
  const notes = createNotes()
  const isHeir = (root: AuthorKey, key: AuthorKey, sig: string): boolean =>
    signatures.verify(root, signedText('successor', realm, key), sig)
  const { line, clashes } = linesOf(founder, byAuthor, isHeir)
  const { members, voices } = treeOf({ realm, line, byAuthor, notes })
  const law = lawIn(founding, voices, notes)
  return {
    founder: line[0] ?? founder,
    members,
    law: law.law,
    parts: law.parts,
    revoked: law.revoked,
    clashes: [...clashes, ...law.clashes],
    ...notes.taken(),
  }
}
