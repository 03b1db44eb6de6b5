/** Stock messages: automerge-repo's own wire protocol, read as a stranger's: what passes is built anew from checked fields. */
import { Decoder, Encoder } from 'cbor-x'
import { err, ok, type Result } from '../../src/ports/index.ts'

/** What a peer says of its storage. */
export interface StockMetadata {
  readonly storageId?: string
  readonly isEphemeral?: boolean
}

/** First words of a connection, either way, and the one word of refusal. */
export type StockGreeting = StockJoin | StockPeer | StockError

/** A client's first message. */
export interface StockJoin {
  readonly type: 'join'
  readonly senderId: string
  readonly peerMetadata: StockMetadata
  readonly supportedProtocolVersions: readonly string[]
}

/** The server's answer to it. */
export interface StockPeer {
  readonly type: 'peer'
  readonly senderId: string
  readonly targetId: string
  readonly peerMetadata: StockMetadata
  readonly selectedProtocolVersion: string
}

/** The server's refusal. */
export interface StockError {
  readonly type: 'error'
  readonly senderId: string
  readonly targetId: string
  readonly message: string
}

/** A message for a Repo. */
export interface StockMessage {
  readonly type: 'sync' | 'request' | 'ephemeral' | 'doc-unavailable' | 'remote-subscription-change' | 'remote-heads-changed'
  readonly senderId: string
  readonly targetId: string
  readonly documentId?: string
  readonly data?: Uint8Array
  readonly [field: string]: unknown
}

/** Whatever may come over a stock connection. */
export type StockFrame = StockGreeting | StockMessage

/** The one version of the stock protocol. */
export const STOCK_VERSION = '1'

const PEER_ID = /^[^\p{C}]{1,256}$/u
// Becomes a part of storage keys, so it must not be able to name another place.
const STORAGE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/
const DOCUMENT_ID = /^[1-9A-HJ-NP-Za-km-z]{16,32}$/
const SESSION_ID = /^[\x21-\x7e]{1,128}$/
const HEAD = /^[1-9A-HJ-NP-Za-km-z]{32,64}$/
const STORAGE_IDS_MAX = 1_000
const HEADS_MAX = 1_000
const VERSIONS_MAX = 16
const TEXT_MAX = 1_024

type Fields = Readonly<Record<string, unknown>>

const decoder = new Decoder({ useRecords: false, mapsAsObjects: true })
const encoder = new Encoder({ tagUint8Array: false, useRecords: false })

/** The bytes of a stock message, as a stock peer writes them. */
export function encodeStock(frame: object): Uint8Array {
  return encoder.encode(frame)
}

/** Reads one message; the error says which field is wrong. Never throws. */
export function readStock(bytes: Uint8Array): Result<StockFrame, string> {
  let decoded: unknown
  try {
    decoded = decoder.decode(bytes)
  } catch {
    return err('not CBOR')
  }
  if (typeof decoded !== 'object' || decoded === null || Array.isArray(decoded)) return err('not a map')
  const fields = decoded as Fields
  const read = typeof fields['type'] === 'string' ? READERS.get(fields['type']) : undefined
  if (read === undefined) return err('an unknown type')
  const senderId = textOf(fields['senderId'], PEER_ID)
  if (senderId === undefined) return err('a bad senderId')
  const targetId = textOf(fields['targetId'], PEER_ID)
  if (targetId === undefined && fields['type'] !== 'join') return err('a bad targetId')
  const rest = read(fields)
  if (typeof rest === 'string') return err(`a bad ${rest}`)
  const ends = targetId === undefined ? { senderId } : { senderId, targetId }
  return ok({ type: fields['type'], ...ends, ...rest } as StockFrame)
}

/** The checked fields of one type beside the two ids, or the name of the field that is wrong. */
type Reader = (fields: Fields) => object | string

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['join', readJoin],
  ['peer', readPeer],
  ['error', ({ message }) => ({ message: typeof message === 'string' ? message.slice(0, TEXT_MAX) : '' })],
  ['sync', readDocumentData],
  ['request', readDocumentData],
  ['ephemeral', readEphemeral],
  ['doc-unavailable', readDocument],
  ['remote-subscription-change', readSubscription],
  ['remote-heads-changed', readHeads],
])

function readJoin({ peerMetadata, supportedProtocolVersions: versions }: Fields): object | string {
  const metadata = metadataOf(peerMetadata)
  if (metadata === undefined) return 'peerMetadata'
  const named = versions ?? [STOCK_VERSION]
  if (!isListOf(named, VERSIONS_MAX, SESSION_ID)) return 'supportedProtocolVersions'
  return { peerMetadata: metadata, supportedProtocolVersions: named }
}

function readPeer({ peerMetadata, selectedProtocolVersion }: Fields): object | string {
  const metadata = metadataOf(peerMetadata)
  if (metadata === undefined) return 'peerMetadata'
  if (selectedProtocolVersion !== STOCK_VERSION) return 'selectedProtocolVersion'
  return { peerMetadata: metadata, selectedProtocolVersion }
}

function readDocument({ documentId }: Fields): object | string {
  const id = textOf(documentId, DOCUMENT_ID)
  return id === undefined ? 'documentId' : { documentId: id }
}

function readDocumentData(fields: Fields): object | string {
  const document = readDocument(fields)
  const { data } = fields
  if (typeof document === 'string') return document
  return data instanceof Uint8Array && data.length > 0 ? { ...document, data } : 'data'
}

function readEphemeral(fields: Fields): object | string {
  const document = readDocumentData(fields)
  if (typeof document === 'string') return document
  const { count } = fields
  const sessionId = textOf(fields['sessionId'], SESSION_ID)
  if (sessionId === undefined) return 'sessionId'
  return isCount(count) ? { ...document, count, sessionId } : 'count'
}

function readSubscription({ add, remove }: Fields): object | string {
  if (add !== undefined && !isListOf(add, STORAGE_IDS_MAX, STORAGE_ID)) return 'add'
  if (remove !== undefined && !isListOf(remove, STORAGE_IDS_MAX, STORAGE_ID)) return 'remove'
  return { ...(add === undefined ? {} : { add }), ...(remove === undefined ? {} : { remove }) }
}

function readHeads(fields: Fields): object | string {
  const document = readDocument(fields)
  if (typeof document === 'string') return document
  const { newHeads } = fields
  if (typeof newHeads !== 'object' || newHeads === null) return 'newHeads'
  const entries = Object.entries(newHeads as Fields)
  if (entries.length > STORAGE_IDS_MAX) return 'newHeads'
  const checked: [string, object][] = []
  for (const [storageId, value] of entries) {
    const { heads, timestamp } = (value ?? {}) as Fields
    if (!STORAGE_ID.test(storageId) || !isListOf(heads, HEADS_MAX, HEAD) || !isCount(timestamp)) return 'newHeads'
    checked.push([storageId, { heads, timestamp }])
  }
  return { ...document, newHeads: Object.fromEntries(checked) }
}

function metadataOf(value: unknown): StockMetadata | undefined {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object') return undefined
  const { storageId, isEphemeral } = value as Fields
  if (storageId !== undefined && textOf(storageId, STORAGE_ID) === undefined) return undefined
  if (isEphemeral !== undefined && typeof isEphemeral !== 'boolean') return undefined
  return { ...(storageId === undefined ? {} : { storageId: storageId as string }), ...(isEphemeral === undefined ? {} : { isEphemeral }) }
}

function textOf(value: unknown, shape: RegExp): string | undefined {
  // Ids become keys of plain objects in automerge-repo, where the names that every object has would be found before they were set.
  return typeof value === 'string' && shape.test(value) && !(value in Object.prototype) ? value : undefined
}

function isListOf(value: unknown, lengthMax: number, shape: RegExp): value is string[] {
  return Array.isArray(value) && value.length <= lengthMax && value.every((item) => textOf(item, shape) !== undefined)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
