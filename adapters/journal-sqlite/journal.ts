/** Journal on SQLite: `trace.db` in a folder of its own, written by a worker thread, each commit on the disk before it is acknowledged. */
import { err, ok, TracordError, type Done, type Journal, type JournalRow, type Opened } from '../../src/ports/index.ts'
import type { Request } from './messages.ts'
import { packRow } from './row.ts'
import { receiveRows, type SentRows } from './sent.ts'
import { startThread, type TakeAnswer, type Thread } from './thread.ts'

/** Where the journal is and how much may wait for it. */
export interface SqliteJournalOptions {
  /** The folder; made when missing. It will hold `trace.db` and `trace.lock`. */
  readonly dir: string
  /** true: looks only, without the lock, even while a node has the folder open. `append` then fails with `READ_ONLY`. */
  readonly readOnly?: boolean
  /** Bytes of text that may wait to be written; beyond it `append` fails with `IO` at once. Default 64 MiB. */
  readonly queueBytesMax?: number
}

const QUEUE_BYTES_MAX = 67_108_864

/** A journal in `options.dir`. Nothing is touched before `open`. */
export function sqliteJournal(options: SqliteJournalOptions): Journal {
  const { dir, readOnly = false, queueBytesMax = QUEUE_BYTES_MAX } = options
  let thread: Thread | undefined
  let queuedBytes = 0

  const ask = <T>(question: (id: number) => Request, done: Done<T>): void => {
    if (thread === undefined) failLater(done, new TracordError('CLOSED', `The journal in ${dir} is not open.`))
    else thread.ask(question, done as TakeAnswer)
  }
  return {
    open(visit, done) {
      thread = openThread({ dir, readOnly }, visit, (result) => {
        if (!result.ok) thread = undefined
        done(result)
      })
    },
    append(rows, done) {
      const packed = rows.map(packRow)
      const bytes = packed.reduce((sum, row) => sum + row.bodies.length + row.ids.length, 0)
      if (queuedBytes > 0 && queuedBytes + bytes > queueBytesMax) {
        return failLater(done, new TracordError('IO', `More than ${queueBytesMax} bytes wait to be written to ${dir}. Write more slowly.`))
      }
      queuedBytes += bytes
      ask<null>(
        (id) => ({ t: 'append', id, rows: packed }),
        (result) => {
          queuedBytes -= bytes
          done(result)
        },
      )
    },
    read(log, from, bytesMax, done) {
      ask((id) => ({ t: 'read', id, log, from, bytesMax }), done)
    },
    drop(log, until, done) {
      ask((id) => ({ t: 'drop', id, log, until }), done)
    },
    close(done) {
      if (thread === undefined) return queueMicrotask(() => done(ok(null)))
      const closing = thread
      thread = undefined
      // SQLite lets go of its locks when the last statement is gone, and some are collected only when the thread ends.
      closing.ask((id) => ({ t: 'close', id }), (result) => closing.afterEnd(() => (done as TakeAnswer)(result)))
    },
  }
}

function openThread(setup: { dir: string; readOnly: boolean }, visit: (row: JournalRow) => void, done: Done<Opened>): Thread {
  const takeRows = (rows: SentRows): void => {
    for (const row of receiveRows(rows)) visit(row)
    thread.more()
  }
  const thread = startThread(setup, takeRows)
  thread.ask((id) => ({ t: 'open', id }), (result) => {
    if (result.ok) (done as TakeAnswer)(result)
    else thread.afterEnd(() => done(result))
  })
  return thread
}

function failLater<T>(done: Done<T>, error: TracordError): void {
  queueMicrotask(() => done(err(error)))
}
