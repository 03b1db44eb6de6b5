/** Peer: a stock automerge-repo peer that follows every log it is told of, and so carries it to whoever else it is connected with. */
import { Repo, type AutomergeUrl, type NetworkAdapter, type PeerId } from '@automerge/automerge-repo/slim'

/** A stock peer. */
export interface StockPeer {
  /** Follows a document, unless it does. */
  follow(url: string): void
  /** Whether it was told, since this was asked last, that a document is not to be had. Only connecting anew makes it ask again. */
  hasMissed(): boolean
}

/** A stock Repo without storage, as anybody makes one. */
export function createStockPeer(name: string, network: readonly NetworkAdapter[]): StockPeer {
  const repo = new Repo({ peerId: name as PeerId, network: [...network] })
  const followed = new Set<string>()
  let missed = false
  return {
    follow(url) {
      if (followed.has(url)) return
      followed.add(url)
      repo.find(url as AutomergeUrl).then(undefined, () => {
        missed = true
        followed.delete(url)
      })
    },
    hasMissed() {
      const before = missed
      missed = false
      return before
    },
  }
}
