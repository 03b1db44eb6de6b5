/** Heal, raw automerge-repo: two Repos with one document in its best shape (64 buckets, a text a claim, a change a claim) meet. */
import { next as A } from '@automerge/automerge'
import { cbor, NetworkAdapter, parseAutomergeUrl, Repo, stringifyAutomergeUrl } from '@automerge/automerge-repo'
import type { BinaryDocumentId, DocHandle, Message, PeerId } from '@automerge/automerge-repo'
import type { Measured, Params } from '../case.ts'
import { recordsOf, type Side } from './claims.ts'
import { startWatch, verify } from './stopwatch.ts'

type Content = { entries: Record<string, Record<string, A.ImmutableString>> }

/** One end of a wire in memory, CBOR as on a websocket. */
class End extends NetworkAdapter {
  readonly count: { bytes: number; messages: number }
  other: End | undefined

  constructor(count: { bytes: number; messages: number }) {
    super()
    this.count = count
  }

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
    const bytes = cbor.encode(message)
    this.count.messages += 1
    this.count.bytes += bytes.length
    setImmediate(() => this.other?.emit('message', cbor.decode<Message>(bytes)))
  }

  disconnect(): void {
    this.other = undefined
  }
}

const ID = Uint8Array.from({ length: 16 }, () => 7) as BinaryDocumentId
const DOCUMENT = parseAutomergeUrl(stringifyAutomergeUrl({ documentId: ID })).documentId

/** Heals `claims` a side. */
export async function run(params: Params): Promise<Measured> {
  const claims = Number(params['claims'])
  const [left, right] = [open('left', claims), open('right', claims)]
  const both = new Promise<void>((resolve) => {
    const look = (): void => {
      if ([left, right].every(({ handle }) => A.stats(handle.doc()).numChanges === 2 * claims + 1)) resolve()
    }
    for (const { handle } of [left, right]) handle.on('heads-changed', () => setImmediate(look))
  })
  const count = { bytes: 0, messages: 0 }
  const ends: readonly [End, End] = [new End(count), new End(count)]
  ends[0].other = ends[1]
  ends[1].other = ends[0]
  const read = startWatch()
  left.repo.networkSubsystem.addNetworkAdapter(ends[0])
  right.repo.networkSubsystem.addNetworkAdapter(ends[1])
  await both
  const watch = read()
  const keys = [...recordsOf('left', claims), ...recordsOf('right', claims)].map(({ key }) => key)
  const has = (handle: DocHandle<Content>): boolean =>
    keys.every((key) => handle.doc().entries[bucketOf(key)]?.[key] !== undefined)
  verify(has(left.handle) && has(right.handle), 'all claims are on both sides')
  return { ...watch, ...count }
}

const bucketOf = (key: string): string => (Number.parseInt(key.slice(0, 2), 16) % 64).toString(16).padStart(2, '0')

function open(side: Side, claims: number): { readonly repo: Repo; readonly handle: DocHandle<Content> } {
  const buckets = Object.fromEntries(Array.from({ length: 64 }, (_, at) => [at.toString(16).padStart(2, '0'), {}]))
  const genesis = A.change(A.init<Content>({ actor: '00'.repeat(16) }), { time: 0 }, (doc) => void (doc.entries = buckets))
  // A change a claim, as it was written: a document made of changes in one batch, or loaded, takes others two to eight times more slowly.
  let doc = A.clone(genesis, { actor: (side === 'left' ? 'aa' : 'bb').repeat(16) })
  for (const { key, text } of recordsOf(side, claims)) {
    doc = A.change(doc, { time: 0 }, ({ entries }) => {
      const bucket = entries[bucketOf(key)]
      if (bucket !== undefined) bucket[key] = new A.ImmutableString(text)
    })
  }
  const repo = new Repo({ peerId: side as PeerId })
  const handle = repo.import<Content>(new Uint8Array(), { docId: DOCUMENT })
  handle.update(() => doc)
  handle.doneLoading()
  return { repo, handle }
}
