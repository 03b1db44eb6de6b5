/** Make: the real documents of each node over storage in memory, and stock peers that are connected with some of them. */
import * as A from '@automerge/automerge/slim'
import type { NetworkAdapter } from '@automerge/automerge-repo/slim'
import { sha256Hex } from '../../base/hash.ts'
import { createRandom } from '../../base/random.ts'
import { logKeyOf, type LogKey } from '../../frames/log.ts'
import type { Core } from '../../node/core/core.ts'
import { createDocuments, type Documents } from '../../node/documents/documents.ts'
import { ENDLESS } from '../../node/documents/gate.ts'
import { documentIdOf, urlOf } from '../../node/documents/repo.ts'
import { ensureWasm } from '../../node/documents/wasm.ts'
import { createStockLink, type StockLink } from '../stock/link.ts'
import { createStockPeer, type StockPeer } from '../stock/peer.ts'
import type { History } from '../history.ts'
import type { Meddling } from '../scenario.ts'
import type { Carriers, CarriersParts, DocumentSeen, DocumentsPlace, KeptDocuments, MakeCarriers } from './carriers.ts'
import { createMapStorage } from './storage.ts'

/** Loads what documents are made with; afterwards they are made without waiting for anything but each other. */
export async function loadCarriers(): Promise<MakeCarriers> {
  await ensureWasm()
  return createCarriers
}

/** A stock peer that missed something connects anew at most so often, in simulated ms. */
const ANEW_MS = 2_000

interface Linked {
  readonly node: string
  readonly link: StockLink
}

interface Bridge {
  readonly name: string
  readonly isHonest: boolean
  readonly peer: StockPeer
  readonly links: readonly Linked[]
  anewAt: number
  changed: number
  shared: number
  refused: number
  endless: number
}

function createCarriers(parts: CarriersParts): Carriers {
  const { scenario, history, time, wire, cores } = parts
  const seen: DocumentSeen[] = []
  const counts = { sent: 0, lost: 0 }
  const storages = new Map(scenario.topology.nodes.map((node) => [node, createMapStorage()]))
  const bridges = (scenario.topology.stock ?? []).map(({ name, near, meddles = [] }): Bridge => {
    const links = near.map((node): Linked => {
      const link = createStockLink({
        ...{ time, random: createRandom(`${scenario.seed}/stock/${name}/${node}`), faults: wire },
        onSent({ type, senderId, targetId }, isLost) {
          counts.sent += 1
          if (isLost) counts.lost += 1
          history.note({ kind: isLost ? 'lose' : 'send', node: senderId, peer: targetId, text: `stock ${type}` })
        },
      })
      return { node, link }
    })
    const peer = createStockPeer(name, links.map(({ link }) => link.stockEnd))
    const counted = { changed: 0, shared: 0, refused: 0, endless: 0 }
    const bridge: Bridge = { name, isHonest: meddles.length === 0, peer, links, anewAt: 0, ...counted }
    for (const { atMs, act } of meddles) time.after(atMs, () => meddle(parts, bridge, act))
    return bridge
  })
  const links = bridges.flatMap((bridge) => bridge.links)
  const linksOf = (node: string): readonly StockLink[] => links.filter((one) => one.node === node).map(({ link }) => link)
  return {
    open(place) {
      const network = linksOf(place.node).map((link) => link.nodeEnd())
      const onRefused = (peer: string, why: string): void => {
        parts.reach('stock peer put in quarantine')
        const bridge = bridges.find(({ name }) => name === peer)
        if (bridge === undefined) return
        bridge.refused += 1
        if (why.startsWith(ENDLESS)) bridge.endless += 1
      }
      return keep(history, place, { storage: storages.get(place.node)!, network, seen, onRefused })
    },
    close(node) {
      for (const link of linksOf(node)) link.cut({ again: false })
    },
    look() {
      const urls = urlsOf(cores())
      for (const bridge of bridges) {
        for (const url of urls) bridge.peer.follow(url)
        if (time.now() < bridge.anewAt || !bridge.peer.hasMissed()) continue
        bridge.anewAt = time.now() + ANEW_MS
        for (const { link } of bridge.links) link.cut({ again: true })
      }
    },
    mend() {
      for (const { link } of links) link.cut({ again: true })
    },
    export(logs) {
      for (const { name, isHonest, peer } of bridges) {
        for (const log of isHonest ? logs : []) {
          const bytes = peer.bytesOf(urlOf(log))
          if (bytes !== undefined) note(history, seen, sightOf(name, log, bytes))
        }
      }
    },
    stock: () => bridges.map(({ name, changed, shared, refused, endless }) => ({ name, changed, shared, refused, endless })),
    seen: () => seen,
    counts: () => counts,
  }
}

/** A stock peer writes; the ids of what it makes itself follow from its name, as those of logs do. */
function meddle({ history, reach }: CarriersParts, bridge: Bridge, act: Meddling['act']): void {
  history.note({ kind: 'act', node: bridge.name, text: act === 'change' ? 'changes a document by itself' : 'offers a document of its own' })
  if (act === 'change') {
    if (bridge.peer.change()) bridge.changed += 1
    return
  }
  bridge.shared += 1
  reach('stock peer offered a document of its own')
  bridge.peer.share(documentIdOf(`${bridge.name}/${bridge.shared}` as LogKey))
}

function note(history: History, seen: DocumentSeen[], sight: DocumentSeen): void {
  seen.push(sight)
  history.note({ kind: 'end', node: sight.node, text: `document ${sight.log} ${sight.sum}` })
}

/** The documents of all that is held now. */
function urlsOf(cores: readonly Core[]): ReadonlySet<string> {
  return new Set(cores.flatMap((core) => Array.from(core.logs(), ({ log }) => urlOf(logKeyOf(log)))))
}

interface Means {
  readonly storage: ReturnType<typeof createMapStorage>
  readonly network: readonly NetworkAdapter[]
  readonly seen: DocumentSeen[]
  onRefused(peer: string, why: string): void
}

function keep(history: History, place: DocumentsPlace, { storage, network, seen, onRefused }: Means): KeptDocuments {
  const { node, core, clock, signatures, isOver } = place
  let documents: Documents | undefined
  const made = createDocuments({
    ...{ realm: core.realm, signatures, clock, storage, network, peerId: `tracord-${core.author}` },
    read: (log, from, bytesMax, done) => (isOver() ? undefined : core.read(log, from, bytesMax, done)),
    held: (log) => core.held(log),
    admit(range, peer) {
      if (!isOver()) core.offer(range, peer)
      return core.held(logKeyOf(range.log))
    },
    notice({ type, peer, why }) {
      history.note({ kind: 'alarm', node, text: `documents: ${type}: ${why}` })
      if (type === 'refused') onRefused(peer, why)
    },
  })
  const opened = made.then((ready) => {
    if (isOver()) return ready
    documents = ready
    for (const { log, durable } of core.logs()) ready.follow(log, durable)
    return ready
  })
  return {
    follow: (log, count) => documents?.follow(log, count),
    export(logs) {
      for (const log of logs) {
        const exported = opened.then((ready) => ready.export(log))
        exported.then((bytes) => note(history, seen, sightOf(node, log, bytes))).catch(() => undefined) // it is missed then
      }
    },
  }
}

function sightOf(node: string, log: LogKey, bytes: Uint8Array): DocumentSeen {
  const { entries } = A.load<{ readonly entries: Readonly<Record<string, object>> }>(bytes)
  const ids = Object.values(entries).flatMap((bucket) => Object.keys(bucket)) as DocumentSeen['entries'][number][]
  return { node, log, sum: sha256Hex(bytes), entries: ids.sort() }
}
