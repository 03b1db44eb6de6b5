/** Journal on SQLite: `trace.db` in a folder of its own, written by a worker thread, each commit on the disk before it is acknowledged. */
import { Worker } from 'node:worker_threads'
import { err, ok, TracordError, type Done, type Journal, type Opened, type Result } from '../../src/ports/index.ts'
import { errorFromFailure } from './failure.ts'
import type { Reply, Request, WorkerSetup } from './messages.ts'
import { packRow, unpackRow, type PackedRow } from './row.ts'

export interface SqliteJournalOptions {
  /** The folder; made when missing. It will hold `trace.db` and `trace.lock`. */
  readonly dir: string
  /** true: looks only, without the lock, even while a node has the folder open. `append` then fails with `READ_ONLY`. */
  readonly readOnly?: boolean
  /** Bytes of text that may wait to be written; beyond it `append` fails with `IO` at once. Default 64 MiB. */
  readonly queueBytesMax?: number
}

const QUEUE_BYTES_MAX = 67_108_864

type Finish = (result: Result<never, TracordError> | { readonly ok: true; readonly value: unknown }) => void

/** A journal in `options.dir`. Nothing is touched before `open`. */
export function sqliteJournal(options: SqliteJournalOptions): Journal {
  const { dir, readOnly = false, queueBytesMax = QUEUE_BYTES_MAX } = options
  const waiting = new Map<number, Finish>()
  let worker: Worker | undefined
  let onRows: (rows: readonly PackedRow[]) => void = () => {}
  let lastId = 0
  let queuedBytes = 0

  function ask<T>(makeRequest: (id: number) => Request, done: Done<T>): void {
    if (worker === undefined) {
      queueMicrotask(() => done(err(new TracordError('CLOSED', `The journal in ${dir} is not open.`))))
      return
    }
    lastId += 1
    waiting.set(lastId, done as Finish)
    worker.ref()
    worker.postMessage(makeRequest(lastId))
  }

  function finish(id: number, result: Parameters<Finish>[0]): void {
    const done = waiting.get(id)
    waiting.delete(id)
    // An idle journal does not keep its process alive.
    if (waiting.size === 0) worker?.unref()
    done?.(result)
  }

  function lose(why: string): void {
    worker = undefined
    for (const id of [...waiting.keys()]) finish(id, err(new TracordError('IO', `The journal's thread for ${dir} ended: ${why}`)))
  }

  function begin(): void {
    const setup: WorkerSetup = { dir, readOnly }
    const started = new Worker(new URL('./worker.js', import.meta.url), { workerData: setup })
    worker = started
    started.on('message', (message: Reply) => {
      if (message.t === 'rows') onRows(message.rows)
      else finish(message.id, message.t === 'done' ? ok(message.value) : err(errorFromFailure(message.failure)))
    })
    started.on('error', (error) => lose(error instanceof Error ? error.message : String(error)))
    started.on('exit', () => lose('it was closed'))
  }

  return {
    open(visit, done) {
      begin()
      onRows = (rows) => {
        for (const row of rows) visit(unpackRow(row))
        worker?.postMessage({ t: 'more' } satisfies Request)
      }
      const opening = worker
      ask<Opened>((id) => ({ t: 'open', id }), (result) => {
        if (result.ok || opening === undefined) return done(result)
        worker = undefined
        afterExit(opening, () => done(result))
      })
    },
    append(rows, done) {
      const packed = rows.map(packRow)
      const bytes = packed.reduce((sum, row) => sum + row.bodies.length + row.ids.length, 0)
      if (queuedBytes > 0 && queuedBytes + bytes > queueBytesMax) {
        const error = new TracordError('IO', `More than ${queueBytesMax} bytes wait to be written to ${dir}. Write more slowly.`)
        queueMicrotask(() => done(err(error)))
        return
      }
      queuedBytes += bytes
      ask<null>((id) => ({ t: 'append', id, rows: packed }), (result) => {
        queuedBytes -= bytes
        done(result)
      })
    },
    read(log, from, bytesMax, done) {
      ask((id) => ({ t: 'read', id, log, from, bytesMax }), done)
    },
    close(done) {
      if (worker === undefined) {
        queueMicrotask(() => done(ok(null)))
        return
      }
      const closing = worker
      ask<null>((id) => ({ t: 'close', id }), (result) => afterExit(closing, () => done(result)))
      worker = undefined
    },
  }
}

/** SQLite lets go of its locks when the last statement is gone, and some are collected only when the thread ends. */
function afterExit(worker: Worker, run: () => void): void {
  worker.ref()
  worker.removeAllListeners('exit').once('exit', run)
}
