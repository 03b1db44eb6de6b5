/** Messages between the storage and its worker thread: plain data, one shape each. */
import type { ErrorCode } from '../../src/ports/index.ts'
import type { ChunkDamage, KeyedChunk } from './chunk-table.ts'

/** What the worker is started with. */
export interface WorkerSetup {
  /** The database file. */
  readonly file: string
}

/** What the storage asks of its thread. */
export type Question =
  | { readonly t: 'load' | 'remove' | 'loadRange' | 'removeRange'; readonly key: readonly string[] }
  | { readonly t: 'save'; readonly key: readonly string[]; readonly data: Uint8Array }
  | { readonly t: 'close' }

/** A question under the number that its answer will bear. */
export interface Request {
  readonly id: number
  readonly question: Question
}

/** What a question may be answered with. */
export type Answer = Uint8Array | readonly KeyedChunk[] | null

/** What the thread says. */
export type Reply =
  | { readonly t: 'done'; readonly id: number; readonly value: Answer }
  | { readonly t: 'failed'; readonly id: number; readonly code: ErrorCode; readonly message: string }
  | { readonly t: 'damaged'; readonly damage: ChunkDamage }
