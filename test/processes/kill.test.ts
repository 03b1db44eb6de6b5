/** `kill -9`: what was acknowledged is on every node afterwards, whoever was killed when. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import { startChild, type Child } from '../../src/cli/stage/post.ts'
import type { RealmListed } from '../../src/cli/comparison.ts'
import { fetchListing } from '../../src/cli/listing.ts'
import { foundOpen, type Founding } from '../../src/frames/founding.ts'
import { findPort } from '../faults/port.ts'
import { startServer, type ServerProcess } from './server.ts'
import type { WriterCalls, WriterNews, WriterSetup } from './writer.ts'

const WRITERS = 8
const CLAIMS = 50
const TOTAL = WRITERS * CLAIMS
/** One acknowledgement in so many ends its writer. */
const KILL_ONE_IN = 25
/** Acknowledgements, of all writers, after which the server is killed. */
const SERVER_KILLS: readonly number[] = [50, 130, 210, 290, 370]
/** Starts of one writer before the test gives up. */
const STARTS_MAX = 40
const SCRIPT = new URL('./writer.js', import.meta.url)

let dir = ''
let realm: Founding
let server: ServerProcess
let restarting: Promise<void> = Promise.resolve()
const random = createRandom('kill -9')
const acknowledged = new Set<string>()
/** What each writer holds, as it told last. */
const held = new Map<string, { readonly entries: number; readonly state: string }>()
const kills = { writers: 0, server: 0 }
/** Children that were sent SIGKILL; one may still have answered, if it was killed at its last claim. */
const killed = new Set<Child<WriterCalls>>()
let onChange = (): void => {}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-kill-'))
  const founded = foundOpen('kill', { slots: { number: [{ k: 'atMost', n: 1 }] } })
  if (!founded.ok) throw new Error(founded.error.why)
  realm = founded.value
  await writeFile(join(dir, 'realm.json'), JSON.stringify(realm))
})

afterAll(async () => {
  server?.process.kill('SIGKILL')
  await rm(dir, { recursive: true, force: true })
})

test('[CLI15] 400 of 400 acknowledged claims survive random kills of writers and server, each once', async () => {
  server = await serveOn(await findPort())
  const writers = await Promise.all(Array.from({ length: WRITERS }, (_, at) => keepWriting(`w${at}`)))
  await restarting
  expect(acknowledged.size).toBe(TOTAL)
  expect(kills.writers).toBeGreaterThan(4)
  expect(kills.server).toBe(SERVER_KILLS.length)

  const { certificate, claims: total, name } = await agreed()
  expect(name).toBe('kill')
  // Killed between sending and its own fsync, a writer knows nothing of an entry that others hold (R4), and says the same again.
  expect(total).toBeGreaterThanOrEqual(TOTAL)
  expect(total).toBeLessThanOrEqual(TOTAL + kills.writers)
  const reports = await Promise.all(writers.map((writer) => writer.call('report')))
  const all = [...acknowledged].sort()
  for (const { entries, claims, digest, held: frames } of reports) {
    expect({ entries, claims, digest }).toEqual({ entries: total, claims: total, digest: certificate.digest })
    expect(frames.map(([frame]) => frame)).toEqual(all)
    for (const [frame, values, authors] of frames)
      expect([frame, values, authors]).toEqual([frame, [Number(frame.split('-')[1])], 1])
  }
  await Promise.all(writers.map((writer) => writer.call('close')))
  for (const writer of writers) writer.kill()
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
}, 300_000)

/** Starts the writer again after each kill, until it has done its work; the process that did. */
async function keepWriting(name: string): Promise<Child<WriterCalls>> {
  for (let starts = 0; starts < STARTS_MAX; starts++) {
    const setup: WriterSetup = { name, dir: join(dir, name), url: server.url, realm, claims: CLAIMS }
    const child: Child<WriterCalls> = startChild<WriterCalls>(SCRIPT, setup, (told) => hear(name, told as WriterNews, child))
    const isDone = await child.call('work').then(
      () => true,
      (error: { readonly code?: string }) => {
        if (error.code !== 'CLOSED') throw error
        return false
      },
    )
    if (isDone && !killed.has(child)) return child
  }
  throw new Error(`${name} was started ${STARTS_MAX} times in vain`)
}

/** Counts what a writer tells, and kills by the dice: the writer itself, or the server. */
function hear(name: string, news: WriterNews, child: Child<WriterCalls>): void {
  if ('entries' in news) {
    held.set(name, news)
    return onChange()
  }
  const claim = `${name}-${news.acknowledged}`
  if (acknowledged.has(claim)) return
  acknowledged.add(claim)
  if (SERVER_KILLS.includes(acknowledged.size)) restarting = restarting.then(killServer)
  if (random.below(KILL_ONE_IN) === 0) {
    kills.writers += 1
    killed.add(child)
    child.kill()
  }
}

async function killServer(): Promise<void> {
  kills.server += 1
  await server.end('SIGKILL')
  server = await serveOn(server.port)
}

function serveOn(port: number): Promise<ServerProcess> {
  return startServer('--port', String(port), '--dir', join(dir, 'server'), '--realm', join(dir, 'realm.json'))
}

/** What the server lists once it and all writers hold the same; looked at whenever a writer holds more. */
async function agreed(): Promise<RealmListed> {
  for (;;) {
    const changed = new Promise<void>((resolve) => (onChange = resolve))
    const [listed] = (await fetchListing(server.url, AbortSignal.timeout(10_000))).realms
    const isSame = [...held.values()].every(({ state }) => state === listed?.certificate.state)
    if (listed !== undefined && held.size === WRITERS && isSame) return listed
    await changed
  }
}
