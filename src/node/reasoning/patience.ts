/** Patience: how long whoever is first in rank for a session is waited for: while it makes steps, and never for ever. */
import type { ItemId } from '../../frames/item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { SessionRecord } from '../../traces/archive.ts'
import { SILENT_LOOKS_MAX, TURN_LOOKS_MAX, WAITED_MAX } from './limits.ts'

/**
 * Who is still waited for, session by session. It is counted by what everybody sees, the steps in the entries, and by this node's own
 * looks; nodes may differ for a while, and then two of them go on with one session, which does no harm (R25).
 */
export interface Patience {
  /** Whether `member` may still be the one that the others leave the session to. Once it was not, it never is again. */
  isWaitedFor(session: ItemId, member: AuthorKey): boolean
  /** It was looked, and `member` was found first in rank for the session. */
  wait(record: SessionRecord, member: AuthorKey): void
  /** The session came to an end. */
  forget(session: ItemId): void
}

interface Wait {
  /** Steps that the member had made in the session. */
  steps: number
  /** Looks since the last of them, and in all. */
  silent: number
  looks: number
}

/** Everybody is waited for. */
export function createPatience(): Patience {
  const sessions = new Map<ItemId, Map<AuthorKey, Wait>>()
  const isOver = ({ silent, looks }: Wait): boolean => silent >= SILENT_LOOKS_MAX || looks >= TURN_LOOKS_MAX
  return {
    isWaitedFor(session, member) {
      const waits = sessions.get(session)
      const wait = waits?.get(member)
      return wait === undefined ? (waits?.size ?? 0) < WAITED_MAX : !isOver(wait)
    },
    wait({ id, steps }, member) {
      const waits = sessions.get(id) ?? new Map<AuthorKey, Wait>()
      sessions.set(id, waits)
      const made = steps.filter(({ by }) => by === member).length
      const wait = waits.get(member) ?? { steps: made, silent: 0, looks: 0 }
      waits.set(member, wait)
      if (isOver(wait)) return
      wait.silent = made === wait.steps ? wait.silent + 1 : 1
      wait.steps = made
      wait.looks += 1
    },
    forget: (session) => void sessions.delete(session),
  }
}
