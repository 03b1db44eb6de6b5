/** Worker: the thread that has the database. A commit waits for the disk and the drivers are synchronous: here that stops nobody else. */
import { parentPort, workerData } from 'node:worker_threads'
import { assert, type LogKey } from '../../src/ports/index.ts'
import { loadDriver } from './driver.ts'
import { failureOf } from './failure.ts'
import type { Reply, Request, WorkerSetup } from './messages.ts'
import type { PackedRow } from './row.ts'
import { sendRows } from './sent.ts'
import { openStore, openStoreToRead, type Store } from './store.ts'

/** Text of rows sent in one batch at the start, and batches under way at once. */
const BATCH_BYTES = 262_144
const BATCHES_AHEAD = 4
/** Rows in one commit: a bound on how long those waiting behind it wait. */
const COMMIT_ROWS_MAX = 10_000

type Append = Extract<Request, { t: 'append' }>
type Answer = Extract<Reply, { t: 'done' }>['value']

const { dir, readOnly } = workerData as WorkerSetup
assert(parentPort !== null, 'this module runs as a worker thread')
const port = parentPort
let store: Store | undefined
let appends: Append[] = []
/** How many batches may go before the reader asks for more, and who waits for that. */
const pace = { credit: BATCHES_AHEAD, resume: (): void => {} }

// The built-in driver announces itself as experimental on stderr; this thread has nothing else to warn of.
process.removeAllListeners('warning')
port.on('message', (request: Request) => {
  if (request.t === 'more') {
    pace.credit += 1
    pace.resume()
  } else if (request.t === 'append') {
    // What arrived while a commit ran is all here before the callback runs: one commit takes it together.
    if (appends.length === 0) setImmediate(commit)
    appends.push(request)
  } else if (request.t === 'open') {
    void attempt(request.id, 'open', openAndSend).then((done) => done || port.close())
  } else if (request.t === 'read') {
    void attempt(request.id, 'read', () => opened().read(request.log, request.from, request.bytesMax))
  } else if (request.t === 'drop') {
    void attempt(request.id, 'drop from', () => drop(request.log, request.until))
  } else {
    void attempt(request.id, 'close', close).then(() => port.close())
  }
})

function reply(message: Reply): void {
  port.postMessage(message)
}

async function attempt(id: number, doing: string, run: () => Answer | Promise<Answer>): Promise<boolean> {
  try {
    reply({ t: 'done', id, value: await run() })
    return true
  } catch (error) {
    reply({ t: 'failed', id, failure: failureOf(error, `${doing} the journal in ${dir}`) })
    return false
  }
}

function opened(): Store {
  assert(store !== undefined, 'open comes first')
  return store
}

async function openAndSend(): Promise<Answer> {
  const driver = await loadDriver()
  store = readOnly ? openStoreToRead(driver, dir) : openStore(driver, dir, Date.now)
  let batch: PackedRow[] = []
  let bytes = 0
  for (const row of store.rows()) {
    batch.push(row)
    bytes += row.bodies.length + row.ids.length
    if (bytes < BATCH_BYTES) continue
    await sendBatch(batch)
    batch = []
    bytes = 0
  }
  await sendBatch(batch)
  return { starts: store.starts, damage: store.damage() }
}

async function sendBatch(rows: readonly PackedRow[]): Promise<void> {
  while (pace.credit === 0) await new Promise<void>((wake) => (pace.resume = wake))
  pace.credit -= 1
  const sent = sendRows(rows)
  port.postMessage({ t: 'rows', rows: sent } satisfies Reply, [sent.texts.buffer])
}

function commit(): void {
  const taken: Append[] = []
  let rows = 0
  for (const append of appends) {
    if (taken.length > 0 && rows + append.rows.length > COMMIT_ROWS_MAX) break
    taken.push(append)
    rows += append.rows.length
  }
  appends = appends.slice(taken.length)
  if (appends.length > 0) setImmediate(commit)
  try {
    opened().append(taken.flatMap((append) => append.rows))
    for (const { id } of taken) reply({ t: 'done', id, value: null })
  } catch (error) {
    const failure = failureOf(error, `write to the journal in ${dir}`)
    for (const { id } of taken) reply({ t: 'failed', id, failure })
  }
}

/** What was handed in before is written first: it may be of the same log. */
function drop(log: LogKey, until: number): null {
  while (appends.length > 0) commit()
  opened().drop(log, until)
  return null
}

function close(): null {
  while (appends.length > 0) commit()
  store?.close()
  store = undefined
  return null
}
