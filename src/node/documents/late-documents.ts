/** Late documents: the documents of a node that runs already; no read or write waits for Automerge to load. */
import type { Log } from '../../frames/log.ts'
import type { Documents } from './documents.ts'
import { messageOf } from '../core/events.ts'

/** Documents, or the promise of them. */
export interface LateDocuments {
  /** As `Documents.follow`; what came before they were open they find by themselves. */
  follow(log: Log, count: number): void
  /** As `Documents.forget`; what was pruned before they were open they find by themselves. */
  forget(log: Log): void
  /** Resolves when they are open, and of everything that was to be forgotten nothing is left. */
  forgotten(): Promise<void>
  /** Quarantined (peer, document) pairs. */
  quarantined(): number
  close(): Promise<void>
}

/** Begins to `open` them now. If they cannot be opened, `report` hears why and the node goes on without. */
export function openLater(open: () => Promise<Documents | undefined>, report: (why: string) => void): LateDocuments {
  let documents: Documents | undefined
  const begin = async (): Promise<void> => {
    try {
      documents = await open()
    } catch (thrown) {
      report(`the documents cannot be opened: ${messageOf(thrown)}`)
    }
  }
  const opening = begin()
  let forgetting = Promise.resolve()
  return {
    follow: (log, count) => documents?.follow(log, count),
    forget(log) {
      const before = forgetting
      const forgetNext = async (): Promise<void> => {
        await Promise.all([opening, before])
        await documents?.forget(log)
      }
      forgetting = forgetNext()
    },
    async forgotten() {
      await opening
      await forgetting
    },
    quarantined: () => documents?.status().quarantined ?? 0,
    async close() {
      await opening
      await forgetting
      await documents?.close()
    },
  }
}
