/** Open sessions: those of the archive that came to no end yet, found by what is new of them only. */
import type { ItemId } from '../../frames/item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { SessionRecord } from '../../traces/archive.ts'
import { isOpen, ownersOf, stateOf } from './owners.ts'

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

/** Those that `engine` was told of. What ended a session may count no more later (its author is removed): then it is open again. */
export function createOpenSessions(engine: Pick<Engine, 'archive' | 'session' | 'hearings'>): OpenSessions {
  const { archive } = engine
  const open = new Set<ItemId>()
  const settled = new Set<ItemId>()
  let [seen, heard] = [0, engine.hearings()]
  const gather = (): void => {
    const [{ sessions }, hearings] = [archive.count(), engine.hearings()]
    if (sessions === seen && hearings === heard) return
    if (hearings !== heard) settled.clear()
    seen = sessions
    heard = hearings
    for (const id of archive.sessions()) if (!settled.has(id)) open.add(id)
  }
  return {
    gather,
    ids: () => open,
    recordOf(id) {
      const record = engine.session(id)
      const state = record === undefined ? undefined : stateOf(record)
      // What is not known to have begun may be still on its way.
      if (state === undefined || state === 'open') return record
      open.delete(id)
      settled.add(id)
      return undefined
    },
    ownedBy(owner) {
      gather()
      const records = [...open].map((id) => engine.session(id)).filter((record) => record !== undefined)
      return records.filter((record) => isOpen(record) && ownersOf(record).includes(owner))
    },
  }
}
