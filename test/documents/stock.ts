/** Stock: real automerge-repo peers, wires in memory that count what passes, and a node that is only a journal in a map. */
import { NetworkAdapter, Repo, type Message, type PeerId } from '@automerge/automerge-repo/slim'
import type { StorageAdapterInterface } from '@automerge/automerge-repo/slim'
import type { Clock } from '../../src/base/clock.ts'
import { ok } from '../../src/base/result.ts'
import type { Range } from '../../src/frames/entry.ts'
import { logKeyOf, type Held, type Log, type LogKey } from '../../src/frames/log.ts'
import { openRange } from '../../src/frames/chain.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { machineClock } from '../../src/node/clock.ts'
import { createDocuments, type DocumentNotice, type Documents } from '../../src/node/documents/documents.ts'
import { DOCUMENTS_OPEN_MAX } from '../../src/node/documents/shelf.ts'
import { REALM, type MadeLog } from './made-log.ts'

/** One end of a wire in memory. */
export class EndAdapter extends NetworkAdapter {
  /** Messages this end sent. */
  sent = 0
  /** Types of the messages this end received. */
  readonly received: string[] = []
  other: EndAdapter | undefined

  isReady(): boolean {
    return true
  }

  whenReady(): Promise<void> {
    return Promise.resolve()
  }

  connect(peerId: PeerId): void {
    this.peerId = peerId
    const { other } = this
    if (other?.peerId === undefined) return
    this.emit('peer-candidate', { peerId: other.peerId, peerMetadata: {} })
    other.emit('peer-candidate', { peerId, peerMetadata: {} })
  }

  send(message: Message): void {
    this.sent += 1
    const copy = structuredClone(message)
    const { other } = this
    setImmediate(() => {
      if (other?.peerId === undefined) return
      other.received.push(copy.type)
      other.emit('message', copy)
    })
  }

  disconnect(): void {
    const { other } = this
    if (this.peerId === undefined || other?.peerId === undefined) return
    const [mine, theirs] = [this.peerId, other.peerId]
    delete this.peerId
    this.emit('peer-disconnected', { peerId: theirs })
    other.emit('peer-disconnected', { peerId: mine })
  }
}

/** The two ends of a new wire. */
export function createWire(): readonly [EndAdapter, EndAdapter] {
  const [left, right] = [new EndAdapter(), new EndAdapter()]
  left.other = right
  right.other = left
  return [left, right]
}

/** A node reduced to what documents see of it: logs in a map, filled by hand or by intake. */
export interface FakeNode {
  readonly documents: Documents
  readonly notices: DocumentNotice[]
  readonly ranges: Range[]
  /** Until the returned function is called nothing more becomes durable. */
  fill(): () => void
  /** Writes entries to the journal and tells the documents. */
  put(made: MadeLog, count?: number): void
  held(log: Log): Held
  bodies(log: Log): readonly string[]
}

/** A node with these parts. `accepts` may refuse what stock peers bring. */
export async function createFakeNode(
  peerId: string,
  storage?: StorageAdapterInterface,
  accepts: (range: Range) => boolean = () => true,
  openMax = DOCUMENTS_OPEN_MAX,
  clock: Clock = machineClock,
): Promise<FakeNode> {
  const journal = new Map<LogKey, { bodies: string[]; ids: Held['head'][] }>()
  const notices: DocumentNotice[] = []
  const ranges: Range[] = []
  /** What was durable of each log when the disk became full; null: it is not. */
  let durable: ReadonlyMap<LogKey, number> | null = null
  const rows = (key: LogKey): { bodies: string[]; ids: Held['head'][] } => {
    const known = journal.get(key)
    if (known !== undefined) return known
    const made = { bodies: [], ids: [] }
    journal.set(key, made)
    return made
  }
  const held = (key: LogKey): Held => ({ count: rows(key).bodies.length, head: rows(key).ids.at(-1) ?? null })
  const documents = await createDocuments({
    realm: REALM,
    signatures: nodeSignatures,
    clock,
    peerId,
    openMax,
    ...(storage === undefined ? {} : { storage }),
    read: (key, from, bytesMax, done) => {
      const end = durable === null ? Infinity : (durable.get(key) ?? 0)
      const all = rows(key).bodies.slice(from, Math.min(end, from + Math.max(1, Math.floor(bytesMax / 300))))
      setImmediate(() => done(ok(all)))
    },
    held,
    admit: (range) => {
      ranges.push(range)
      const key = logKeyOf(range.log)
      const chain = openRange(range, nodeSignatures)
      const { count, head } = held(key)
      if (!accepts(range) || !chain.ok || range.from !== count || range.prev !== head) return held(key)
      rows(key).bodies.push(...range.bodies)
      rows(key).ids.push(...chain.value.links.map(({ id }) => id))
      documents.follow(range.log, held(key).count)
      return held(key)
    },
    notice: (notice) => void notices.push(notice),
  })
  return {
    documents,
    notices,
    ranges,
    fill() {
      durable = new Map([...journal].map(([key, { bodies }]) => [key, bodies.length]))
      return () => (durable = null)
    },
    put({ log, entries }, count = entries.length) {
      const row = rows(logKeyOf(log))
      for (const entry of entries.slice(row.bodies.length, count)) {
        row.bodies.push(entry.bodyText)
        row.ids.push(entry.id)
      }
      documents.follow(log, count)
    },
    held: (log) => held(logKeyOf(log)),
    bodies: (log) => rows(logKeyOf(log)).bodies,
  }
}

/** A stock Repo that has joined the node's documents. `mine` is its end of the wire, `theirs` the node's. */
export function joinStock(
  node: FakeNode,
  name: string,
): { readonly repo: Repo; readonly mine: EndAdapter; readonly theirs: EndAdapter } {
  const [mine, theirs] = createWire()
  node.documents.attach(theirs)
  return { repo: new Repo({ peerId: name as PeerId, network: [mine] }), mine, theirs }
}

/** Resolves when `holds` does, looked at whenever the process is idle; the test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Longer than any timer of the Repo: it sends at most every 100 ms. */
const QUIET_MS = 250

/** Resolves when no wire among these has carried a message for a while. */
export async function quiet(ends: readonly EndAdapter[], quietMs = QUIET_MS): Promise<void> {
  const total = (): number => ends.reduce((sum, { sent }) => sum + sent, 0)
  for (let before = -1; before !== total();) {
    before = total()
    await new Promise((resolve) => setTimeout(resolve, quietMs))
  }
}

/** A storage adapter in a map, in order of insertion. */
export class MapStorage implements StorageAdapterInterface {
  readonly chunks = new Map<string, Uint8Array>()
  /** While true, every write is refused. */
  full = false

  load(key: string[]): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.chunks.get(JSON.stringify(key)))
  }

  save(key: string[], data: Uint8Array): Promise<void> {
    if (this.full) return Promise.reject(new Error('no space left'))
    this.chunks.set(JSON.stringify(key), Uint8Array.from(data))
    return Promise.resolve()
  }

  remove(key: string[]): Promise<void> {
    this.chunks.delete(JSON.stringify(key))
    return Promise.resolve()
  }

  loadRange(prefix: string[]): Promise<{ key: string[]; data: Uint8Array | undefined }[]> {
    const all = [...this.chunks].map(([key, data]) => ({ key: JSON.parse(key) as string[], data }))
    return Promise.resolve(all.filter(({ key }) => prefix.every((part, at) => key[at] === part)))
  }

  async removeRange(prefix: string[]): Promise<void> {
    for (const { key } of await this.loadRange(prefix)) await this.remove(key)
  }
}
