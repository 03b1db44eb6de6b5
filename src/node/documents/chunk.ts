/**
 * Chunk: the texts inside automerge's binary chunks, read without automerge: every length and run is checked before it is followed, so that
 * what a stranger sends costs at most its own size. What is read is only a candidate: canonical changes are made anew from it and compared.
 */
import { inflateRawSync } from 'node:zlib'
import { err, ok, type Result } from '../../base/result.ts'
import { ENTRY_BYTES_MAX, LOG_ENTRIES_MAX } from '../../base/limits.ts'

/** Bytes of one chunk, and of one of its columns when inflated. */
export const CHUNK_BYTES_MAX = 64 * 1_048_576
/** Bytes of one change: an entry, and room for the change around it. */
const CHANGE_BYTES_MAX = ENTRY_BYTES_MAX + 1_024
/** Values in one chunk: a full log and its genesis, and then some. */
const VALUES_MAX = LOG_ENTRIES_MAX + 100
/** Columns, actors and heads that a chunk may name; canonical ones have at most 20. */
const PARTS_MAX = 256

/** Kinds of chunk, by its ninth byte. */
const DOCUMENT = 0
const CHANGE = 1
const DEFLATED_CHANGE = 2
const BUNDLE = 3

const MAGIC = Uint8Array.of(0x85, 0x6f, 0x4a, 0x83)
const HEADER_BYTES = 9
const HASH_BYTES = 32

// Column specifications: id x 16 + type, and 8 when the column is deflated.
const VALUE_META = 0x56
const VALUE_RAW = 0x57
const DEFLATED = 0x08
/** Type code of a UTF-8 text in the low four bits of a value's meta. */
const TEXT = 6

/** One change as it travels: always in the uncompressed form, with the hashes it depends on and the texts it sets. */
export interface ChangeParts {
  readonly kind: 'change'
  readonly bytes: Uint8Array
  /** Hashes, hexadecimal. */
  readonly deps: readonly string[]
  readonly texts: readonly string[]
}

/** A whole document or a bundle: many changes, of which only the texts are taken. */
export interface CollectionParts {
  readonly kind: 'collection'
  readonly texts: readonly string[]
}

/**
 * The chunks that stand one after the other in `bytes`: a stock peer that has a few changes more than another sends them as one part of
 * its message. Whatever is no chunk comes whole, and last.
 */
export function piecesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const pieces: Uint8Array[] = []
  let at = 0
  do {
    const rest = bytes.subarray(at)
    const length = pieces.length < VALUES_MAX ? pieceLength(rest) : rest.length
    pieces.push(rest.subarray(0, length))
    at += length
  } while (at < bytes.length)
  return pieces
}

function pieceLength(bytes: Uint8Array): number {
  try {
    const cursor = new Cursor(bytes, 0)
    cursor.skip(HEADER_BYTES)
    cursor.skip(cursor.length(CHUNK_BYTES_MAX))
    return cursor.at()
  } catch {
    return bytes.length
  }
}

/** Reads one chunk. The error says what is wrong with it. */
export function readChunk(bytes: Uint8Array): Result<ChangeParts | CollectionParts, string> {
  try {
    return ok(parts(bytes))
  } catch (cause) {
    return err(cause instanceof Error ? cause.message : String(cause))
  }
}

function parts(bytes: Uint8Array): ChangeParts | CollectionParts {
  if (bytes.length > CHUNK_BYTES_MAX) throw new Error('a chunk too large')
  if (bytes.length < HEADER_BYTES + 1 || MAGIC.some((byte, at) => bytes[at] !== byte)) throw new Error('not a chunk')
  const cursor = new Cursor(bytes, HEADER_BYTES)
  const content = cursor.take(cursor.length(CHUNK_BYTES_MAX))
  cursor.expectEnd()
  switch (bytes[8]) {
    case DOCUMENT:
      return { kind: 'collection', texts: documentTexts(new Cursor(content, 0)) }
    case CHANGE:
      return changeParts(bytes, content)
    case DEFLATED_CHANGE:
      return inflatedChange(bytes, content)
    case BUNDLE:
      return { kind: 'collection', texts: bundleTexts(new Cursor(content, 0)) }
    default:
      throw new Error(`an unknown chunk kind ${bytes[8]}`)
  }
}

/** The same change, uncompressed: the checksum covers the uncompressed form, so it is carried over and compared later. */
function inflatedChange(bytes: Uint8Array, deflated: Uint8Array): ChangeParts {
  const content = inflate(deflated, CHANGE_BYTES_MAX)
  const plain = Buffer.concat([bytes.subarray(0, 8), Uint8Array.of(CHANGE), leb(content.length), content])
  return changeParts(new Uint8Array(plain.buffer, plain.byteOffset, plain.length), content)
}

function changeParts(bytes: Uint8Array, content: Uint8Array): ChangeParts {
  if (bytes.length > CHANGE_BYTES_MAX) throw new Error('a change too large')
  const cursor = new Cursor(content, 0)
  const deps = cursor.hashes()
  cursor.skip(cursor.length(content.length)) // actor
  for (const _ of ['seq', 'startOp', 'time']) cursor.skipNumber()
  cursor.skip(cursor.length(content.length)) // message
  cursor.skipActors()
  const columns = cursor.columns()
  return { kind: 'change', bytes, deps, texts: textsIn(cursor, columns) }
}

function documentTexts(cursor: Cursor): readonly string[] {
  cursor.skipActors()
  cursor.hashes() // heads
  const changes = cursor.columns()
  const operations = cursor.columns()
  for (const { bytes } of changes) cursor.skip(bytes)
  return textsIn(cursor, operations)
}

function bundleTexts(cursor: Cursor): readonly string[] {
  cursor.hashes() // dependencies
  cursor.skipActors()
  const changes = cursor.columns()
  for (const { bytes } of changes) cursor.skip(bytes)
  return textsIn(cursor, cursor.columns())
}

interface Column {
  readonly spec: number
  readonly bytes: number
}

/** The texts in the value columns of the operations; values of other types are passed over. */
function textsIn(cursor: Cursor, columns: readonly Column[]): readonly string[] {
  let meta: Uint8Array = new Uint8Array()
  let raw: Uint8Array = new Uint8Array()
  for (const { spec, bytes } of columns) {
    const column = cursor.take(bytes)
    const plain = (spec & DEFLATED) === 0 ? column : undefined
    if ((spec & ~DEFLATED) === VALUE_META) meta = plain ?? inflate(column, CHUNK_BYTES_MAX)
    if ((spec & ~DEFLATED) === VALUE_RAW) raw = plain ?? inflate(column, CHUNK_BYTES_MAX)
  }
  const values = new Cursor(raw, 0)
  const texts: string[] = []
  for (const { code, count } of runs(new Cursor(meta, 0))) {
    const bytes = Math.floor(code / 16)
    // Values without bytes (null, true, false) may stand in long runs and cost nothing.
    if (bytes === 0) continue
    if (texts.length + count > VALUES_MAX) throw new Error('too many values')
    for (let repeat = 0; repeat < count; repeat += 1) {
      const value = values.take(bytes)
      if (code % 16 === TEXT) texts.push(utf8.decode(value))
    }
  }
  return texts
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Runs of a run-length encoded column of numbers: n > 0 repeats one value, n < 0 lists -n, 0 counts nulls. */
function* runs(cursor: Cursor): Generator<{ readonly code: number; readonly count: number }> {
  while (!cursor.isAtEnd()) {
    const run = cursor.signed()
    if (run > 0) {
      yield { code: cursor.number(), count: run }
    } else if (run === 0) {
      cursor.number()
    } else {
      if (-run > VALUES_MAX) throw new Error('too many values')
      for (let at = 0; at < -run; at += 1) yield { code: cursor.number(), count: 1 }
    }
  }
}

function inflate(bytes: Uint8Array, bytesMax: number): Uint8Array {
  return new Uint8Array(inflateRawSync(bytes, { maxOutputLength: bytesMax }))
}

/** An unsigned LEB128. */
function leb(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest === 0 ? low : low + 128)
  } while (rest > 0)
  return Uint8Array.from(bytes)
}

/** A place in bytes; whatever would leave them, or a safe integer, throws. */
class Cursor {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  at(): number {
    return this.#at
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  expectEnd(): void {
    if (!this.isAtEnd()) throw new Error('bytes after its end')
  }

  take(count: number): Uint8Array {
    if (count > this.#bytes.length - this.#at) throw new Error('cut short')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  skip(count: number): void {
    this.take(count)
  }

  /** An unsigned LEB128. */
  number(): number {
    let value = 0
    for (let place = 1; place <= 2 ** 49; place *= 128) {
      const byte = this.take(1)[0] ?? 0
      value += (byte % 128) * place
      if (byte < 128 && Number.isSafeInteger(value)) return value
    }
    throw new Error('a number too large')
  }

  /** A signed LEB128. */
  signed(): number {
    let value = 0
    for (let place = 1; place <= 2 ** 42; place *= 128) {
      const byte = this.take(1)[0] ?? 0
      value += (byte % 128) * place
      if (byte < 128) return byte >= 64 ? value - place * 128 : value
    }
    throw new Error('a number too large')
  }

  /** A number that is no more than `max`. */
  length(max: number): number {
    const value = this.number()
    if (value > max) throw new Error('a length out of range')
    return value
  }

  /** Steps over a number of any size, signed or not. */
  skipNumber(): void {
    for (let count = 0; count < 10; count += 1) {
      if ((this.take(1)[0] ?? 0) < 128) return
    }
    throw new Error('a number too large')
  }

  hashes(): string[] {
    const count = this.length(PARTS_MAX)
    return Array.from({ length: count }, () => Buffer.from(this.take(HASH_BYTES)).toString('hex'))
  }

  skipActors(): void {
    const count = this.length(PARTS_MAX)
    for (let at = 0; at < count; at += 1) this.skip(this.length(PARTS_MAX))
  }

  columns(): Column[] {
    const count = this.length(PARTS_MAX)
    return Array.from({ length: count }, () => ({ spec: this.number(), bytes: this.length(CHUNK_BYTES_MAX) }))
  }
}
