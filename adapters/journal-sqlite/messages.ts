/** Messages between the journal and its worker thread: plain data, one shape each. */
import type { LogKey, Opened } from '../../src/ports/index.ts'
import type { Failure } from './failure.ts'
import type { PackedRow } from './row.ts'
import type { SentRows } from './sent.ts'

/** What the worker is started with. */
export interface WorkerSetup {
  readonly dir: string
  readonly readOnly: boolean
}

/** What the journal asks of its thread; `id` comes back with the answer. */
export type Request =
  | { readonly t: 'open'; readonly id: number }
  /** One more batch of rows may be sent: the reader keeps the pace. */
  | { readonly t: 'more' }
  | { readonly t: 'append'; readonly id: number; readonly rows: readonly PackedRow[] }
  | { readonly t: 'read'; readonly id: number; readonly log: LogKey; readonly from: number; readonly bytesMax: number }
  | { readonly t: 'drop'; readonly id: number; readonly log: LogKey; readonly until: number }
  | { readonly t: 'close'; readonly id: number }

/** What the thread says; `rows` come while it opens. */
export type Reply =
  | { readonly t: 'rows'; readonly rows: SentRows }
  | { readonly t: 'done'; readonly id: number; readonly value: Opened | readonly string[] | null }
  | { readonly t: 'failed'; readonly id: number; readonly failure: Failure }
