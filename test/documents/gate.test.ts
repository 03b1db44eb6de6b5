/** The gate: whatever a stock peer tries, the honest document stays as it was, everything else goes on, and the wire falls silent. */
import * as A from '@automerge/automerge/slim'
import type { AutomergeUrl, DocHandle } from '@automerge/automerge-repo/slim'
import { beforeAll, expect, test, vi } from 'vitest'
import { logKeyOf } from '../../src/frames/log.ts'
import { changeOf, changesOf, emptyTip, tipAfter } from '../../src/node/documents/change.ts'
import { FIRST_ENTRY_OP, GENESIS_ACTOR } from '../../src/node/documents/genesis.ts'
import { ensureWasm } from '../../src/node/documents/wasm.ts'
import { sealEntry } from '../../src/frames/chain.ts'
import { wholeEntry, type WholeEntry } from '../../src/node/documents/whole-entry.ts'
import { claimOf, keyOf, makeLog, wholeOf, type MadeLog } from './made-log.ts'
import { createFakeNode, joinStock, quiet, until, type FakeNode } from './stock.ts'

beforeAll(ensureWasm)
vi.setConfig({ testTimeout: 30_000 }) // real timers of automerge-repo, on machines that may be busy

type Shape = Record<string, unknown> & { entries: Record<string, Record<string, unknown>> }
type Spoil = (handle: DocHandle<Shape>, made: MadeLog) => void

const textsIn = (doc: Shape): string[] => Object.values(doc.entries).flatMap((bucket) => Object.values(bucket).map(String))
const urlOf = (node: FakeNode, { log }: MadeLog): AutomergeUrl => node.documents.url(logKeyOf(log)) as AutomergeUrl
const HELD = 20

/** Applies a change made by hand to the stock peer's copy. */
const applying =
  (make: (made: MadeLog, doc: Shape) => Parameters<typeof A.encodeChange>[0]): Spoil =>
  (handle, made) => {
    handle.update((doc) => A.applyChanges(doc, [A.encodeChange(make(made, doc))])[0])
  }

const nextOf = (made: MadeLog): Parameters<typeof A.encodeChange>[0] => {
  const [bytes] = changesOf(made.log, made.entries.slice(0, HELD + 1)).slice(-1)
  const { hash: _hash, ...change } = A.decodeChange(bytes as A.Change)
  return change
}

/** The entry that stands at `HELD`, but as another author, another body or without a right signature would have it. */
const insteadOf =
  (made: MadeLog, bend: (entry: WholeEntry) => WholeEntry): Spoil =>
  (handle) => {
    const { entries } = made
    const before = entries.slice(0, HELD).reduce((tip, entry) => tipAfter(entry, changeOf(entry, tip.change)), emptyTip(made.log))
    const entry = entries[HELD]
    if (entry === undefined) throw new Error('the log is longer')
    const change = changeOf(bend(entry), before.change)
    handle.update((doc) => A.applyChanges(doc, [change.bytes])[0])
  }

const ATTACKS: readonly [string, Spoil][] = [
  [
    'an entry deleted',
    (handle) =>
      handle.change((doc) => {
        const [bucket] = Object.values(doc.entries).filter((each) => Object.keys(each).length > 0)
        const [id] = Object.keys(bucket ?? {})
        if (bucket !== undefined && id !== undefined) delete bucket[id]
      }),
  ],
  [
    'an entry overwritten',
    (handle) =>
      handle.change((doc) => {
        const [bucket] = Object.values(doc.entries).filter((each) => Object.keys(each).length > 0)
        const [id] = Object.keys(bucket ?? {})
        if (bucket !== undefined && id !== undefined) bucket[id] = 'something else'
      }),
  ],
  ['a bucket deleted', (handle) => handle.change((doc) => delete doc.entries['00'])],
  [
    'the entries put anew',
    (handle) =>
      handle.change((doc) => {
        doc.entries = {}
      }),
  ],
  [
    'a foreign key in the root',
    (handle) =>
      handle.change((doc) => {
        doc['mine'] = 'hello'
      }),
  ],
  [
    'an entry of one’s own making',
    (handle) =>
      handle.change((doc) => {
        ;(doc.entries['00'] ??= {})['bagaaiera'] = 'hello'
      }),
  ],
  [
    'an empty change before a right one',
    (handle, made) => {
      handle.update((doc) => A.emptyChange(doc))
      applying((log, doc) => ({ ...nextOf(log), deps: A.getHeads(doc) }))(handle, made)
    },
  ],
  ['the next entry by another actor', applying((made) => ({ ...nextOf(made), actor: 'ab'.repeat(32), seq: 1 }))],
  ['the next entry by the actor of the genesis', applying((made) => ({ ...nextOf(made), actor: GENESIS_ACTOR, seq: 2 }))],
  ['the next entry with a time', applying((made) => ({ ...nextOf(made), time: 1_700_000_000 }))],
  [
    'the next entry with an operation number far ahead',
    applying((made) => ({ ...nextOf(made), startOp: FIRST_ENTRY_OP + 1_000_000 })),
  ],
  [
    'an overwrite by the author’s actor',
    applying((made) => {
      const next = nextOf(made)
      const first = made.entries[0]
      const [op] = next.ops
      if (first === undefined || op === undefined) throw new Error('there are some')
      return { ...next, ops: [{ ...op, key: first.id, pred: [`${FIRST_ENTRY_OP}@${next.actor}`] }] }
    }),
  ],
  [
    'a body that its signature does not cover',
    (handle, made) =>
      insteadOf(made, (entry) => {
        const body = { ...entry.body, at: entry.body.at + 1 }
        return wholeEntry(entry.log, entry.seq, entry.prev, body, JSON.stringify(body))
      })(handle, made),
  ],
  [
    'a signature of another author',
    (handle, made) =>
      insteadOf(made, (entry) =>
        wholeOf(entry.log, entry.prev, sealEntry(entry.log, entry.seq, entry.prev, 5, [claimOf(1)], keyOf('mallory'))),
      )(handle, made),
  ],
]

test.concurrent.each(ATTACKS)('[NOD116] [NOD117] %s: refused once, silence, and all else goes on', async (_what, spoil) => {
  const node = await createFakeNode('node')
  const [made, other] = [makeLog('ann', HELD + 10), makeLog('bob', 12)]
  node.put(made, HELD)
  node.put(other, 6)
  const bad = joinStock(node, 'bad')
  const good = joinStock(node, 'good')
  const spoilt = await bad.repo.find<Shape>(urlOf(node, made))
  const honest = await good.repo.find<Shape>(urlOf(node, made))
  const others = await Promise.all([bad, good].map(({ repo }) => repo.find<Shape>(urlOf(node, other))))
  await until(() => textsIn(spoilt.doc()).length === HELD && textsIn(honest.doc()).length === HELD)
  spoil(spoilt, made)
  await until(() => node.documents.status().quarantined === 1)
  const ends = [bad.mine, bad.theirs, good.mine, good.theirs]
  await quiet(ends)
  expect(bad.mine.received.filter((type) => type === 'doc-unavailable')).toHaveLength(1)
  // At most the author's own next entry came along: the document is the canonical one of what is held, to the byte.
  const { count } = node.held(made.log)
  expect([HELD, HELD + 1]).toContain(count)
  const expected = await createFakeNode('expected')
  expected.put(made, count)
  expect(await node.documents.export(logKeyOf(made.log))).toEqual(await expected.documents.export(logKeyOf(made.log)))
  await expected.documents.close()
  expect(node.notices.map(({ type, peer }) => [type, peer])).toEqual([['refused', 'bad']])
  // the honest side goes on with this document, both with the other one
  node.put(made, HELD + 5)
  node.put(other)
  await until(() => textsIn(honest.doc()).length === HELD + 5 && others.every((handle) => textsIn(handle.doc()).length === 12))
  await quiet(ends)
  const sent = ends.map((end) => end.sent)
  await quiet(ends)
  expect(ends.map((end) => end.sent)).toEqual(sent)
  expect(new Set(textsIn(honest.doc()))).toEqual(new Set(made.entries.slice(0, HELD + 5).map(({ text }) => text)))
  await node.documents.close()
})
