/** Cold start, floor: as many rows of text out of SQLite, each parsed. */
import { mkdirSync } from 'node:fs'
import { loadDriver } from '../../adapters/journal-sqlite/driver.ts'
import type { Measured, Params } from '../case.ts'
import { recordsOf } from './claims.ts'
import { verify } from './stopwatch.ts'

/** Writes the rows. */
export async function prepare(params: Params, dir: string): Promise<void> {
  mkdirSync(dir, { recursive: true })
  const database = (await loadDriver())(`${dir}/rows.db`)
  database.exec('create table claims (id integer primary key, text text not null); begin')
  const insert = database.prepare('insert into claims (text) values (?)')
  for (const { text } of recordsOf('left', Number(params['claims']))) insert.run(text)
  database.exec('commit')
  database.close()
}

/** Reads them. */
export async function run(params: Params, dir: string): Promise<Measured> {
  const claims = Number(params['claims'])
  const before = process.memoryUsage.rss()
  const database = (await loadDriver())(`${dir}/rows.db`, true)
  const rows = database.prepare('select text from claims').all() as { text: string }[]
  const parsed = rows.map(({ text }) => JSON.parse(text) as { frame: string })
  const firstRead = performance.now()
  verify(parsed.length === claims, 'every row is there')
  globalThis.gc?.()
  const memory = (process.memoryUsage.rss() - before) / claims
  database.close()
  return { 'first-read': firstRead, memory: parsed.length === 0 ? 0 : memory }
}
