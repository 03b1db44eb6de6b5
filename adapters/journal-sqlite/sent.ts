/** Sent: rows on their way out of the worker. Their texts cross as bytes that are handed over, not copied, and are made texts when read. */
import type { Hash, JournalRow, LogKey } from '../../src/ports/index.ts'
import type { PackedRow } from './row.ts'

/** Rows, and the bytes of their texts one after the other: of each its ids, then its bodies. */
export interface SentRows {
  readonly heads: readonly SentHead[]
  readonly texts: Uint8Array<ArrayBuffer>
}

/** What a row is besides its texts. */
interface SentHead {
  readonly log: string
  readonly start: number
  readonly seenAt: number
  /** Bytes of its ids, and of its bodies. */
  readonly ids: number
  readonly bodies: number
}

/** Rows as they are handed over. */
export function sendRows(rows: readonly PackedRow[]): SentRows {
  const heads = rows.map(({ log, start, seenAt, ids, bodies }): SentHead => {
    return { log, start, seenAt, ids: Buffer.byteLength(ids), bodies: Buffer.byteLength(bodies) }
  })
  const texts = new Uint8Array(heads.reduce((sum, { ids, bodies }) => sum + ids + bodies, 0))
  const buffer = Buffer.from(texts.buffer)
  let at = 0
  for (const { ids, bodies } of rows) {
    at += buffer.write(ids, at)
    at += buffer.write(bodies, at)
  }
  return { heads, texts }
}

/** The rows that were sent. Their texts lie outside of the heap, and are made anew each time they are read. */
export function receiveRows({ heads, texts }: SentRows): readonly JournalRow[] {
  const buffer = Buffer.from(texts.buffer, texts.byteOffset, texts.length)
  let end = 0
  return heads.map(({ log, start, seenAt, ids, bodies }) => {
    const [from, between] = [end, end + ids]
    end = between + bodies
    const until = end
    return {
      ...{ log: log as LogKey, from: start, seenAt, bytes: bodies },
      get ids() {
        return buffer.toString('utf8', from, between).split(' ') as Hash[]
      },
      get bodies() {
        return buffer.toString('utf8', between, until).split('\n')
      },
    }
  })
}
