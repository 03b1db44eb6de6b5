/** Cold start, tracord: from the start of the process to the first frame read out of a folder, and to the first certificate. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sqliteJournal } from '../../adapters/journal-sqlite/index.ts'
import { LOG_ENTRIES_MAX } from '../../src/base/limits.ts'
import type { JournalRow } from '../../src/ports/journal.ts'
import { createNode } from '../../src/node/create.ts'
import type { Measured, Params } from '../case.ts'
import { claimOf } from './claims.ts'
import { benchFounding, rowsOf } from './made-journal.ts'
import { verify } from './stopwatch.ts'

/** So long without a stored document growing, and all are written; in milliseconds. A document of a full log is stored when it is whole. */
const quietMs = (claims: number): number => 1_000 + Math.min(claims, LOG_ENTRIES_MAX) * 2

const sizeOf = (dir: string): number =>
  readdirSync(join(dir, 'frames.shared'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)

/** A node's folder with `claims` claims of another author in its journal, and their documents. */
export async function prepare(params: Params, dir: string): Promise<void> {
  const realm = benchFounding()
  await (await createNode({ dir, realm })).close()
  const journal = sqliteJournal({ dir })
  await new Promise<void>((resolve, reject) => {
    journal.open(
      () => undefined,
      (result) => (result.ok ? resolve() : reject(result.error)),
    )
  })
  const append = (rows: readonly JournalRow[]): Promise<void> =>
    new Promise((resolve, reject) => journal.append(rows, (result) => (result.ok ? resolve() : reject(result.error))))
  for (const row of rowsOf('left', Number(params['claims']))) await append([row])
  await new Promise<void>((resolve, reject) => journal.close((result) => (result.ok ? resolve() : reject(result.error))))
  const node = await createNode({ dir, realm })
  for (let before = -1; before !== sizeOf(dir);) {
    before = sizeOf(dir)
    await new Promise((resolve) => setTimeout(resolve, quietMs(Number(params['claims'])))) // the documents follow the journal
  }
  await node.close()
}

/** Opens it. */
export async function run(params: Params, dir: string): Promise<Measured> {
  const claims = Number(params['claims'])
  const before = process.memoryUsage.rss()
  const node = await createNode({ dir, realm: benchFounding() })
  const wanted = claimOf('left', 1, claims)
  const { value } = node.frame(wanted.frame)[wanted.slot] ?? {}
  const firstRead = performance.now()
  const certificate = node.certificate()
  const judgedRead = performance.now()
  verify(value === wanted.value, 'the first read')
  verify(node.status().claims === claims && certificate.entries === claims, 'every claim is there')
  globalThis.gc?.()
  const memory = (process.memoryUsage.rss() - before) / claims
  await node.close()
  return { 'first-read': firstRead, 'judged-read': judgedRead, memory }
}
