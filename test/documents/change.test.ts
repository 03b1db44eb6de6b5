/** Changes: a log and its document are one thing in two forms, and whatever is not exactly that form is refused. */
import * as A from '@automerge/automerge/slim'
import { fc } from '../seeded.ts'
import { beforeAll, expect, test, vi } from 'vitest'
import {
  changeOf,
  changesOf,
  emptyTip,
  entriesOf,
  isGenesis,
  readChange,
  type ChangeFault,
} from '../../src/node/documents/change.ts'
import { readChunk } from '../../src/node/documents/chunk.ts'
import { bucketName, genesisOf, GENESIS_ACTOR } from '../../src/node/documents/genesis.ts'
import { ensureWasm } from '../../src/node/documents/wasm.ts'
import { readWholeEntry } from '../../src/node/documents/whole-entry.ts'
import { keyOf, logOf, makeLog, REALM } from './made-log.ts'

beforeAll(ensureWasm)
vi.setConfig({ testTimeout: 30_000 }) // real timers of automerge-repo, on machines that may be busy

test('[NOD101] the genesis is a function of the five names of its log', () => {
  const log = logOf('ann')
  expect(genesisOf(log)).toEqual(genesisOf({ ...log }))
  const others = [{ ...log, domain: 'other' }, { ...log, kind: 'traces' as const }, logOf('bob'), { ...log, epoch: 1 }]
  expect(new Set([log, ...others].map((each) => genesisOf(each).hash)).size).toBe(5)
  const content = A.load<{ tracord: number; log: object; entries: object }>(genesisOf(log).bytes)
  expect(JSON.parse(JSON.stringify(content.log))).toEqual({ ...log })
  expect(content.tracord).toBe(1)
  expect(Object.keys(content.entries)).toHaveLength(64)
  expect(Object.keys(content.entries).at(-1)).toBe('3f')
})

test('[NOD102] entry n is one text under its id, in the bucket of its first byte', () => {
  const { log, entries } = makeLog('ann', 20)
  const [doc] = A.applyChanges(A.init<{ entries: Record<string, Record<string, unknown>> }>(), changesOf(log, entries))
  for (const entry of entries) expect(String(doc.entries[bucketName(entry.id)]?.[entry.id])).toBe(entry.text)
  const metadata = A.getChangesMetaSince(doc, [])
  expect(metadata.map(({ time, message }) => [time, message])).toEqual(metadata.map(() => [0, null]))
  const key = Buffer.from(keyOf('ann').author, 'base64url').toString('hex')
  expect(new Set(metadata.slice(1).map(({ actor }) => actor))).toEqual(new Set([key]))
})

test('[NOD103] entries determine changes and changes entries', () => {
  const { log, entries } = makeLog('ann', 30)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), (count) => {
      const changes = changesOf(log, entries.slice(0, count))
      const back = entriesOf(changes)
      expect(back.ok && back.value).toEqual({ log, entries: entries.slice(0, count) })
      expect(back.ok && changesOf(back.value.log, back.value.entries)).toEqual(changes)
    }),
    { numRuns: 10 },
  )
})

test('[NOD103] what a document gives back is what it was made of, deflated or not', () => {
  const long = makeLog('ann', 3, (seq) => ({ k: 'claim', frame: 'f', slot: 's', value: 'long '.repeat(500) + seq }))
  const [doc] = A.applyChanges(A.init(), changesOf(long.log, long.entries))
  const again = A.load(A.save(doc))
  expect(entriesOf(A.getAllChanges(again))).toMatchObject({ ok: true, value: { entries: long.entries } })
})

type Op = { action: string; obj: string; key: string; value?: unknown; pred: string[] }
type Change = { actor: string; seq: number; startOp: number; time: number; message: string | null; deps: string[]; ops: Op[] }

/** Ways to bend a canonical change; every one must be refused. */
const BENDS: readonly [string, (change: Change, op: Op) => Change][] = [
  ['another time', (change) => ({ ...change, time: 1 })],
  ['a message', (change) => ({ ...change, message: 'hello' })],
  ['another actor', (change) => ({ ...change, actor: GENESIS_ACTOR })],
  ['another author as actor', (change) => ({ ...change, actor: Buffer.from(keyOf('bob').author, 'base64url').toString('hex') })],
  ['a later operation number', (change) => ({ ...change, startOp: change.startOp + 1 })],
  ['an operation number far away', (change) => ({ ...change, startOp: 100_000_000 })],
  ['another sequence number', (change) => ({ ...change, seq: change.seq + 1 })],
  ['an overwrite', (change, op) => ({ ...change, ops: [{ ...op, pred: [`73@${change.actor}`] }] })],
  [
    'a deletion',
    (change, op) => ({ ...change, ops: [{ action: 'del', obj: op.obj, key: op.key, pred: [`73@${change.actor}`] }] }),
  ],
  ['another key', (change, op) => ({ ...change, ops: [{ ...op, key: `${op.key.slice(0, -1)}a` }] })],
  [
    'another bucket',
    (change, op) => ({ ...change, ops: [{ ...op, obj: `${op.obj.startsWith('9@') ? 10 : 9}@${GENESIS_ACTOR}` }] }),
  ],
  ['a key of the root', (change, op) => ({ ...change, ops: [{ ...op, obj: '_root', key: 'entries' }] })],
  ['a second operation', (change, op) => ({ ...change, ops: [op, { ...op, obj: '_root', key: 'more', value: 'x' }] })],
  ['a second dependency', (change) => ({ ...change, deps: [...change.deps, 'ab'.repeat(32)].toSorted() })],
  ['no dependency', (change) => ({ ...change, deps: [] })],
  ['a list', (change, op) => ({ ...change, ops: [{ action: 'makeList', obj: op.obj, key: op.key, pred: [] }] })],
  ['another text', (change, op) => ({ ...change, ops: [{ ...op, value: String(op.value).replace('value', 'Value') }] })],
  ['no text', (change, op) => ({ ...change, ops: [{ ...op, value: 7, datatype: 'int' }] })],
]

test.each(BENDS)('[NOD104] a change with %s is refused', (_what, bend) => {
  const { log, entries } = makeLog('ann', 2)
  const changes = changesOf(log, entries)
  const { hash: _hash, ...decoded } = A.decodeChange(changes[2] as A.Change)
  const op = decoded.ops[0] as Op
  const bent = A.encodeChange(bend(decoded, op) as unknown as Parameters<typeof A.encodeChange>[0])
  expect(entriesOf([...changes.slice(0, 2), bent])).toMatchObject({ ok: false })
})

test('[NOD104] a fault says its kind', () => {
  const { log, entries } = makeLog('ann', 3)
  const [genesis, first, second, third] = changesOf(log, entries) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  const faultOf = (changes: readonly Uint8Array[]): ChangeFault['type'] | undefined => {
    const read = entriesOf(changes)
    return read.ok ? undefined : read.error.type
  }
  expect(faultOf([genesis, first, third])).toBe('OutOfOrder')
  expect(faultOf([genesis, second])).toBe('OutOfOrder')
  expect(faultOf([genesisOf(logOf('bob')).bytes, first])).toBe('WrongGenesis')
  expect(faultOf([first, second])).toBe('OutOfOrder')
  expect(faultOf([genesis, new Uint8Array(40)])).toBe('Unreadable')
  expect(faultOf([genesis, first.subarray(0, -1)])).toBe('Unreadable')
  expect(faultOf([])).toBe('Unreadable')
  expect(isGenesis(genesis, log)).toBe(true)
})

test('[NOD105] no bytes make the reader of chunks throw, and what it accepts is canonical', () => {
  const { log, entries } = makeLog('ann', 4)
  const changes = changesOf(log, entries)
  const [doc] = A.applyChanges(A.init(), changes)
  const bundle = A.saveBundle(doc, A.topoHistoryTraversal(doc))
  const chunks = [...changes, ...A.getAllChanges(doc), A.save(doc), bundle]
  const texts = entries.map(({ text }) => text)
  for (const whole of [A.save(doc), bundle]) {
    const read = readChunk(whole)
    const found = read.ok ? read.value.texts.filter((text) => text.startsWith('{')) : []
    expect(new Set(found)).toEqual(new Set(texts))
  }
  fc.assert(
    fc.property(fc.constantFrom(...chunks), fc.nat(), fc.nat(255), fc.nat(40), (chunk, at, byte, cut) => {
      const bent = Uint8Array.from(chunk.subarray(0, chunk.length - cut))
      bent[at % bent.length] = byte
      const read = readChunk(bent)
      if (!read.ok || read.value.kind !== 'change') return
      const change = readChange(read.value)
      if (!change.ok) return
      expect(texts).toContain(change.value.entry.text)
    }),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(0, 1, 2, 3, 4), (noise, kind) => {
      const head = [0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, kind, noise.length % 128]
      readChunk(Uint8Array.from([...head, ...noise]))
    }),
    { numRuns: 500 },
  )
})

test('[NOD102] a whole entry is read back only from its canonical text', () => {
  const { entries, log } = makeLog('ann', 2)
  const [, entry] = entries
  if (entry === undefined) throw new Error('two were made')
  expect(readWholeEntry(entry.text)).toEqual({ ok: true, value: entry })
  const bent = [
    ` ${entry.text}`,
    entry.text.replace('"v":1', '"v":2'),
    entry.text.replace(REALM, `${REALM.slice(0, -1)}z`),
    entry.text.replace('"seq":1', '"seq":0'),
    entry.text.replace('"seq":1', '"seq":10000'),
    entry.text.replace('"kind":"frames"', '"kind":"things"'),
    entry.text.replace(log.author, `${log.author.slice(0, -1)}!`),
    '['.repeat(10_000),
    '{}',
    'null',
  ]
  for (const text of bent) expect(readWholeEntry(text).ok).toBe(false)
  expect(changeOf(entry, emptyTip(log).change).bytes).not.toEqual(changeOf(entry, 'ab'.repeat(32)).bytes)
})
