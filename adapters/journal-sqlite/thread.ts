/** Thread: the journal's worker as questions with answers; whatever happens to it, every question is answered once. */
import { Worker } from 'node:worker_threads'
import { err, ok, TracordError, type Result } from '../../src/ports/index.ts'
import { errorFromFailure } from './failure.ts'
import type { Reply, Request, WorkerSetup } from './messages.ts'
import type { SentRows } from './sent.ts'

/** Takes the answer to one question; what it may be follows from the question. */
export type TakeAnswer = (result: Result<unknown, TracordError>) => void

/** A worker that runs until it is asked to close, or fails. */
export interface Thread {
  ask(question: (id: number) => Request, answer: TakeAnswer): void
  /** Says that one more batch of rows may come. */
  more(): void
  /** Calls `run` once the thread has ended and everything of it is free. Only to be called when it is about to end. */
  afterEnd(run: () => void): void
}

/** Room for what the thread has just made: rows that it passes on are garbage at once, and a larger heap would never be given back. */
const YOUNG_MEGABYTES = 8

/** Starts the worker. Rows arrive at `onRows`. */
export function startThread(setup: WorkerSetup, onRows: (rows: SentRows) => void): Thread {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MEGABYTES }
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: setup, resourceLimits })
  const waiting = new Map<number, TakeAnswer>()
  let lastId = 0
  let ended = false
  let onEnd = (): void => {}

  const finish = (id: number, result: Result<unknown, TracordError>): void => {
    const answer = waiting.get(id)
    waiting.delete(id)
    // An idle journal does not keep its process alive.
    if (waiting.size === 0) worker.unref()
    answer?.(result)
  }
  const failAll = (why: string): void => {
    const error = new TracordError('IO', `The journal's thread for ${setup.dir} ended: ${why}. Open the journal again.`)
    for (const id of waiting.keys()) finish(id, err(error))
  }
  worker.on('message', (message: Reply) => {
    if (message.t === 'rows') onRows(message.rows)
    else finish(message.id, message.t === 'done' ? ok(message.value) : err(errorFromFailure(message.failure)))
  })
  worker.on('error', (error) => failAll(error instanceof Error ? error.message : String(error)))
  worker.on('exit', () => {
    ended = true
    failAll('it was closed')
    onEnd()
  })
  return {
    ask(question, answer) {
      lastId += 1
      waiting.set(lastId, answer)
      if (ended) queueMicrotask(() => failAll('it was closed'))
      else {
        worker.ref()
        worker.postMessage(question(lastId), [])
      }
    },
    more: () => worker.postMessage({ t: 'more' } satisfies Request, []),
    afterEnd(run) {
      worker.ref()
      if (ended) run()
      else onEnd = run
    },
  }
}
