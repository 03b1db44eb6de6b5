/**
 * Peer: a stock automerge-repo peer that follows every log it is told of, and so carries it to whoever else it is connected with; it may
 * write, too, as any program of somebody else's.
 */
import * as A from '@automerge/automerge/slim'
import {
  Repo,
  type AutomergeUrl,
  type DocHandle,
  type DocumentId,
  type NetworkAdapter,
  type PeerId,
} from '@automerge/automerge-repo/slim'

/** A stock peer. */
export interface StockPeer {
  /** Follows a document, unless it does. */
  follow(url: string): void
  /** Whether it was told, since this was asked last, that a document is not to be had. Only connecting anew makes it ask again. */
  hasMissed(): boolean
  /** Changes the document that it got last; whether there is one. */
  change(): boolean
  /** Makes the document of this id, which is no log's, and offers it to all. */
  share(documentId: string): void
  /** The bytes of a document that it has. */
  bytesOf(url: string): Uint8Array | undefined
}

type Shape = Record<string, unknown>

/** A stock Repo without storage, as anybody makes one. */
export function createStockPeer(name: string, network: readonly NetworkAdapter[]): StockPeer {
  const repo = new Repo({ peerId: name as PeerId, network: [...network] })
  const followed = new Set<string>()
  const had = new Map<string, DocHandle<Shape>>()
  let missed = false
  return {
    follow(url) {
      if (followed.has(url)) return
      followed.add(url)
      repo.find<Shape>(url as AutomergeUrl).then(
        (handle) => void had.set(url, handle),
        () => {
          missed = true
          followed.delete(url)
        },
      )
    },
    hasMissed() {
      const before = missed
      missed = false
      return before
    },
    change() {
      const handle = [...had.values()].at(-1)
      handle?.change((document) => void (document['meddled'] = true))
      return handle !== undefined
    },
    share(documentId) {
      // Made by hand: what `create` draws its id from outlives a run.
      repo.import<Shape>(A.save(A.from<Shape>({ shared: true })), { docId: documentId as DocumentId })
    },
    bytesOf(url) {
      const handle = had.get(url)
      return handle === undefined ? undefined : A.save(handle.doc())
    },
  }
}
