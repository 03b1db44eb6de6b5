/** Worker: the thread that has the database. A commit waits for the disk and the drivers are synchronous: here that stops nobody else. */
import { parentPort, workerData } from 'node:worker_threads'
import { assert, type ErrorCode } from '../../src/ports/index.ts'
import { createChunkTable, type ChunkDamage, type ChunkTable } from './chunk-table.ts'
import { loadDriver, type Database, type OpenDatabase } from './driver.ts'
import type { Answer, Question, Reply, Request, WorkerSetup } from './messages.ts'
import { isCorrupt, openDatabase } from './open-database.ts'

const { file } = workerData as WorkerSetup
assert(parentPort !== null, 'this module runs as a worker thread')
const port = parentPort
let waiting: Request[] = []
let opened: { readonly database: Database; readonly chunks: ChunkTable } | undefined

// The built-in driver announces itself as experimental on stderr; this thread has nothing else to warn of.
process.removeAllListeners('warning')
const driver = loadDriver()
port.on('message', (request: Request) => {
  // What arrived while a commit ran is all here before the callback runs: one commit takes it together.
  if (waiting.length === 0) setImmediate(() => void driver.then(answerAll, failAll))
  waiting.push(request)
})

function reply(message: Reply): void {
  port.postMessage(message)
}

function answerAll(open: OpenDatabase): void {
  const requests = waiting
  waiting = []
  const isClosing = requests.some(({ question }) => question.t === 'close')
  try {
    const answers = inOneCommit(open, requests)
    for (const [at, { id }] of requests.entries()) reply({ t: 'done', id, value: answers[at] ?? null })
  } catch (error) {
    for (const { id } of requests) fail(id, error)
  }
  if (!isClosing) return
  opened?.database.close()
  opened = undefined
  port.close()
}

/** All or nothing: when the disk refuses, every question of the commit fails, and none of its writes stays. */
function inOneCommit(open: OpenDatabase, requests: readonly Request[]): readonly Answer[] {
  const { database, chunks } = (opened ??= openTable(open))
  database.exec('BEGIN IMMEDIATE')
  try {
    const answers = requests.map(({ question }) => answer(question, chunks))
    database.exec('COMMIT')
    return answers
  } catch (error) {
    rollBack(database)
    throw error
  }
}

function answer(question: Question, chunks: ChunkTable): Answer {
  switch (question.t) {
    case 'load':
      return chunks.load(question.key) ?? null
    case 'loadRange':
      return chunks.loadRange(question.key)
    case 'save':
      chunks.save(question.key, question.data)
      return null
    case 'remove':
      chunks.remove(question.key)
      return null
    case 'removeRange':
      chunks.removeRange(question.key)
      return null
    default:
      return null
  }
}

function openTable(open: OpenDatabase): { readonly database: Database; readonly chunks: ChunkTable } {
  const onDamage = (damage: ChunkDamage): void => reply({ t: 'damaged', damage })
  const database = openDatabase(open, file, onDamage)
  return { database, chunks: createChunkTable(database, onDamage) }
}

/** A full disk may have ended the transaction by itself. */
function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // there was none any more
  }
}

function failAll(error: unknown): void {
  for (const { id } of waiting.splice(0)) fail(id, error)
}

function fail(id: number, error: unknown): void {
  const code: ErrorCode = isCorrupt(error) ? 'CORRUPT' : 'IO'
  const message = `Could not use ${file}: ${error instanceof Error ? error.message : String(error)}`
  reply({ t: 'failed', id, code, message })
}
