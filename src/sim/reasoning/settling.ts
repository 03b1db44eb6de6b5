/** Settling: whether all reasoning has come to an end, so that a run need not wait for what may take a minute. */
import { isOpen } from '../../node/reasoning/owners.ts'
import type { World } from '../world.ts'

/**
 * The longest that sessions may take to end after all is mended: those that nobody can go on with are closed after a minute, and who only
 * says that it goes on is waited for before that, as an owner, as one who is able, and as the one to close it.
 */
export const SESSIONS_END_MS = 180_000
/** How often it is looked. */
export const SESSIONS_LOOK_MS = 1_000

/** Whether no node is at work, and every session that one knows of was published or closed. */
export function isReasoned({ places }: World): boolean {
  return [...places.values()].every(({ actor, hostile }) => {
    const [core, reasoning] = [actor.core(), actor.reasoning()]
    if (hostile !== null || core === null || reasoning === null) return true
    const { engine } = core
    const isEnded = (id: string): boolean => {
      const record = engine.session(id)
      return record === undefined || !isOpen(record)
    }
    return reasoning.load() === 0 && [...engine.archive.sessions()].every(isEnded)
  })
}
