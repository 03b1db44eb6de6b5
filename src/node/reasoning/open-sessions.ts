/** Open sessions: those of the archive that came to no end yet, found by what is new of them only. */
import type { ItemId } from '../../frames/item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Archive, SessionRecord } from '../../traces/archive.ts'
import { isOpen, ownersOf } from './owners.ts'

/** The sessions that are open. */
export interface OpenSessions {
  /** Looks for new ones; costs nothing while there are none. */
  gather(): void
  ids(): Iterable<ItemId>
  /** What is known of one; undefined once it came to an end. */
  recordOf(id: ItemId): SessionRecord | undefined
  /** Those that `owner` has, whether it works on them or not. */
  ownedBy(owner: AuthorKey): readonly SessionRecord[]
}

/** Those of `archive`. */
export function createOpenSessions(archive: Archive): OpenSessions {
  const open = new Set<ItemId>()
  const settled = new Set<ItemId>()
  let seen = 0
  const gather = (): void => {
    const { sessions } = archive.count()
    if (sessions === seen) return
    seen = sessions
    for (const id of archive.sessions()) if (!settled.has(id)) open.add(id)
  }
  return {
    gather,
    ids: () => open,
    recordOf(id) {
      const record = archive.session(id)
      // What is not known to have begun may be still on its way.
      if (record === undefined || isOpen(record) || record.begun === undefined) return record
      open.delete(id)
      settled.add(id)
      return undefined
    },
    ownedBy(owner) {
      gather()
      const records = [...open].map((id) => archive.session(id)).filter((record) => record !== undefined)
      return records.filter((record) => isOpen(record) && ownersOf(record).includes(owner))
    },
  }
}
