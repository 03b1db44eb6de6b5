/** Realm verbs: what a core does for who belongs and by which law; rights are the caller's to check. */
import type { Hash } from '../../base/hash.ts'
import { MAIN_DOMAIN } from '../../frames/name.ts'
import type { Cut, RealmItem } from '../../frames/realm-item.ts'
import { signedText, type AuthorKey } from '../../identity/signature.ts'
import type { Membership } from '../../membership/membership.ts'
import type { Undone } from '../../membership/undone.ts'
import type { Done } from '../../ports/journal.ts'
import type { Claimed } from '../receipt.ts'
import type { Holdings } from './holdings.ts'
import type { Machine } from './machine.ts'
import type { CoreParts } from './parts.ts'

/** The part of a core that concerns the realm itself. */
export interface RealmVerbs {
  /** Makes own items of the realm itself durable: who belongs, and by which law. */
  legislate(items: readonly RealmItem[], done: Done<Claimed>): void
  /** Who belongs; null in an open realm. */
  membership(): Membership | null
  /** Removals that their authors undid by signing a place twice, as far as is held here. */
  undone(): readonly Undone[]
  /** This node's word that `key` comes after it. */
  signSuccessor(key: AuthorKey): string
  /** Whether `sig` is the word of who has the founder's place that `key` comes after it. */
  isSuccessor(key: AuthorKey, sig: string): boolean
  /** The last entries of an author that count here, log by log: where it would be cut now. */
  cutsOf(author: AuthorKey): readonly Cut[]
}

/** The realm verbs of a core made of these parts. */
export function realmVerbs({ keyPair, signatures }: CoreParts, { holdings, members, writer }: Machine, realm: Hash): RealmVerbs {
  return {
    legislate: (items, done) => writer.write({ domain: MAIN_DOMAIN, kind: 'realm' }, items, done),
    membership: () => members.now(),
    undone: () => members.undone(),
    signSuccessor: (key) => keyPair.sign(signedText('successor', realm, key)),
    isSuccessor(key, sig) {
      const founder = members.now()?.founder
      return founder !== undefined && signatures.verify(founder, signedText('successor', realm, key), sig)
    },
    cutsOf: (author) => cutsIn(holdings, author),
  }
}

/** Sorted by log, as a removal lists them. */
function cutsIn(holdings: Holdings, author: AuthorKey): readonly Cut[] {
  const cuts: Cut[] = []
  for (const { log, ids, counted } of holdings.all()) {
    const last = ids.get(counted - 1)
    if (log.author === author && last !== undefined) cuts.push([log.domain, log.kind, log.epoch, counted - 1, last])
  }
  const nameOf = (cut: Cut): string => JSON.stringify(cut.slice(0, 3))
  return cuts.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}
