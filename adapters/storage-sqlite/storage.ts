/** Storage in a SQLite file: automerge-repo's storage port on a table of checked chunks, written by a thread of its own. */
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Chunk, StorageAdapterInterface } from '@automerge/automerge-repo/slim'
import { TracordError } from '../../src/ports/index.ts'
import type { ChunkDamage, KeyedChunk } from './chunk-table.ts'
import type { Answer, Question, Reply, Request, WorkerSetup } from './messages.ts'

/** Where the chunks are, and who hears of damage. */
export interface SqliteStorageOptions {
  /** The database file; made, with its folder, when missing. */
  readonly file: string
  /** Told of each damaged chunk after it was set aside; with an empty key, of a file that was moved aside whole. Must not throw. */
  readonly onDamage?: (damage: ChunkDamage) => void
}

/** A storage adapter that can be closed. */
export interface SqliteStorage extends StorageAdapterInterface {
  /** Ends the thread and lets go of the file; what comes later is refused with `CLOSED`. Idempotent. */
  close(): Promise<void>
}

interface Waiting {
  resolve(answer: Answer): void
  reject(error: Error): void
}

/** A storage adapter for automerge-repo in one SQLite file. Rejects with `IO` when the disk refuses, `CORRUPT` when the file went bad. */
export function sqliteStorage({ file, onDamage = () => {} }: SqliteStorageOptions): SqliteStorage {
  const waiting = new Map<number, Waiting>()
  let [worker, closing, asked]: [Worker | undefined, Promise<void> | undefined, number] = [undefined, undefined, 0]

  const finish = (id: number, settle: (one: Waiting) => void): void => {
    const one = waiting.get(id)
    waiting.delete(id)
    // An idle storage does not keep its process alive.
    if (waiting.size === 0) worker?.unref()
    if (one !== undefined) settle(one)
  }
  const failAll = (why: string): void => {
    worker = undefined
    const error = new TracordError('IO', `The storage's thread for ${file} ended: ${why}`)
    for (const id of waiting.keys()) finish(id, ({ reject }) => reject(error))
  }
  const start = (): Worker => {
    mkdirSync(dirname(file), { recursive: true })
    const started = new Worker(new URL('./worker.js', import.meta.url), { workerData: { file } satisfies WorkerSetup })
    started.on('message', (reply: Reply) => {
      if (reply.t === 'damaged') onDamage(reply.damage)
      else if (reply.t === 'done') finish(reply.id, ({ resolve }) => resolve(reply.value))
      else finish(reply.id, ({ reject }) => reject(new TracordError(reply.code, reply.message)))
    })
    started.on('error', (error) => failAll(error instanceof Error ? error.message : String(error)))
    started.on('exit', () => failAll('it was closed'))
    return started
  }
  const ask = (question: Question): Promise<Answer> =>
    new Promise((resolve, reject) => {
      worker ??= start()
      worker.ref()
      asked += 1
      waiting.set(asked, { resolve, reject })
      worker.postMessage({ id: asked, question } satisfies Request)
    })
  const askOpen = async (question: Question): Promise<Answer> => {
    if (closing !== undefined) throw new TracordError('CLOSED', `The storage in ${file} was closed: open a new one`)
    return ask(question)
  }
  /** SQLite lets go of its locks when the last statement is gone, and some are collected only when the thread ends. */
  const end = async (ending: Worker): Promise<void> => {
    const ended = once(ending, 'exit')
    await ask({ t: 'close' })
    ending.ref()
    await ended
  }
  return {
    load: async (key) => ((await askOpen({ t: 'load', key })) as Uint8Array | null) ?? undefined,
    save: async (key, data) => void (await askOpen({ t: 'save', key, data })),
    remove: async (key) => void (await askOpen({ t: 'remove', key })),
    loadRange: async (key): Promise<Chunk[]> => [...((await askOpen({ t: 'loadRange', key })) as readonly KeyedChunk[])],
    removeRange: async (key) => void (await askOpen({ t: 'removeRange', key })),
    close: () => (closing ??= worker === undefined ? Promise.resolve() : end(worker)),
  }
}
