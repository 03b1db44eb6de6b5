/** What the SQLite journal promises beyond the contract: kills, damage, a full disk, a bounded queue, and looking in while it is in use. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, expect, test, vi } from 'vitest'
import { sqliteJournal } from '../../adapters/journal-sqlite/index.ts'
import { call, openJournal, sampleRow, valueOf } from '../../src/ports/contract/journal.ts'
import type { Journal, JournalRow } from '../../src/ports/index.ts'

// A busy machine takes its time over processes and disks; nothing here measures any.
vi.setConfig({ testTimeout: 60_000 })

const dirs: string[] = []
const LOG = '["log"]'
const PAGE = 4_096

function freshDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-journal-'))
  dirs.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const append = (journal: Journal, rows: readonly JournalRow[]) => call<null>((done) => journal.append(rows, done))
const close = async (journal: Journal): Promise<void> => {
  valueOf(await call<null>((done) => journal.close(done)))
}
const rowsOf = (count: number, each = 2): JournalRow[] => Array.from({ length: count }, (_, i) => sampleRow(LOG, i * each, each))

/** A folder whose journal holds `rows`, closed. */
async function filled(rows: readonly JournalRow[]): Promise<string> {
  const dir = freshDir()
  const journal = sqliteJournal({ dir })
  await openJournal(journal)
  valueOf(await append(journal, rows))
  await close(journal)
  return dir
}

/** Opens, gathers and closes. */
async function reopen(dir: string, readOnly = false): Promise<Awaited<ReturnType<typeof openJournal>>> {
  const journal = sqliteJournal({ dir, readOnly })
  const opened = await openJournal(journal)
  await close(journal)
  return opened
}

function inDatabase(dir: string, run: (database: InstanceType<typeof DatabaseSync>) => void): void {
  const database = new DatabaseSync(join(dir, 'trace.db'))
  run(database)
  database.close()
}

test('[ADP2] a process killed at any moment loses nothing that was acknowledged, and frees its folder', async () => {
  const dir = freshDir()
  for (let round = 0; round < 3; round += 1) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'programs/append-until-killed.js'), dir])
    let output = ''
    for await (const chunk of child.stdout) {
      output += String(chunk)
      if (output.split('\n').length > 20) child.kill('SIGKILL')
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
    const acknowledged = Number(output.trimEnd().split('\n').at(-1))
    const opened = await reopen(dir)
    expect(opened.damage).toEqual([])
    expect(opened.rows.length).toBeGreaterThan(acknowledged)
    expect(opened.rows).toEqual(rowsOf(opened.rows.length, 1))
    expect(opened.starts).toBe(round * 2 + 1)
  }
})

test('[ADP3] a row that is not what was written is named and set aside; the rest goes on, and what replaces it fills the gap', async () => {
  const rows = rowsOf(5)
  const dir = await filled(rows)
  inDatabase(dir, (database) => database.exec(`UPDATE ranges SET bodies = replace(bodies, 'd2', 'e2') WHERE start = 2`))
  const damaged = await reopen(dir)
  expect(damaged.rows).toEqual(rows.filter((row) => row.from !== 2))
  expect(damaged.damage).toMatchObject([{ log: LOG, from: 2, count: 2 }])
  inDatabase(dir, (database) => expect(database.prepare('SELECT bodies FROM damaged').get()).toMatchObject({ bodies: /e2/ }))

  const journal = sqliteJournal({ dir })
  expect((await openJournal(journal)).damage).toEqual([])
  valueOf(await append(journal, rows.slice(1, 2)))
  await close(journal)
  expect((await reopen(dir)).rows).toEqual(rows)
})

test('[ADP4] whichever page is damaged, the journal starts, gives back only what was written and names the loss', async () => {
  const rows = rowsOf(40, 3)
  const dir = await filled(rows)
  const pages = readFileSync(join(dir, 'trace.db')).length / PAGE
  const kept: number[] = []
  for (let page = 0; page < pages; page += 1) {
    for (const offset of [101, 2_000]) {
      const copy = freshDir()
      cpSync(dir, copy, { recursive: true })
      const bytes = readFileSync(join(copy, 'trace.db'))
      const at = page * PAGE + offset
      bytes[at] = (bytes[at] ?? 0) ^ 0x55
      writeFileSync(join(copy, 'trace.db'), bytes)
      kept.push(await expectHonest(copy, rows))
    }
  }
  expect(Math.max(...kept)).toBe(rows.length)
})

test('[ADP4] a file cut short anywhere is moved aside, and what is whole in it is kept', async () => {
  const rows = rowsOf(40, 3)
  const dir = await filled(rows)
  const size = readFileSync(join(dir, 'trace.db')).length
  for (let length = 0; length < size; length += PAGE + 1_234) {
    const copy = freshDir()
    cpSync(dir, copy, { recursive: true })
    truncateSync(join(copy, 'trace.db'), length)
    const kept = await expectHonest(copy, rows)
    expect(kept).toBeLessThan(rows.length)
    expect(existsSync(join(copy, 'trace.db.damaged-1'))).toBe(length > 0)
  }
})

/** Opens a damaged folder: only rows that were written, all losses named, writable afterwards. Gives the number of rows kept. */
async function expectHonest(dir: string, written: readonly JournalRow[]): Promise<number> {
  const journal = sqliteJournal({ dir })
  const opened = await openJournal(journal)
  for (const row of opened.rows) expect(written).toContainEqual(row)
  expect(opened.damage.length > 0 || opened.rows.length === written.length).toBe(true)
  valueOf(await append(journal, written))
  await close(journal)
  const again = await reopen(dir)
  expect(again.rows).toEqual(written)
  expect(again.damage).toEqual([])
  return opened.rows.length
}

test('[ADP4] damage to the first page, which says how to read the others, costs no row', async () => {
  const rows = rowsOf(40, 3)
  const dir = await filled(rows)
  for (const at of [0, 17, 18, 60, 110, 3_000, 4_000]) {
    const copy = freshDir()
    cpSync(dir, copy, { recursive: true })
    const bytes = readFileSync(join(copy, 'trace.db'))
    bytes.fill(0xa5, at, at + 40)
    writeFileSync(join(copy, 'trace.db'), bytes)
    expect(await expectHonest(copy, rows)).toBe(rows.length)
    expect(readdirSync(copy).filter((name) => name.includes('repair'))).toEqual([])
  }
})

test('[ADP4] damage to the log that a killed process left is named, and a copy is kept', async () => {
  const dir = freshDir()
  const journal = sqliteJournal({ dir })
  await openJournal(journal)
  const rows = rowsOf(30)
  for (const row of rows) valueOf(await append(journal, [row]))
  // What lies on the disk at this moment is what a kill would leave.
  const left = freshDir()
  for (const name of ['trace.db', 'trace.db-wal']) copyFileSync(join(dir, name), join(left, name))
  await close(journal)
  const wal = readFileSync(join(left, 'trace.db-wal'))
  for (const at of [5, 40, 100, Math.floor(wal.length / 2), wal.length - 10]) {
    const copy = freshDir()
    cpSync(left, copy, { recursive: true })
    const bytes = Buffer.from(wal)
    bytes[at] = (bytes[at] ?? 0) ^ 0x10
    writeFileSync(join(copy, 'trace.db-wal'), bytes)
    expect(await expectHonest(copy, rows)).toBeLessThan(rows.length)
    expect(readFileSync(join(copy, 'trace.db-wal.damaged-1')).equals(bytes)).toBe(true)
  }
  truncateSync(join(left, 'trace.db-wal'), wal.length - 100)
  expect(await expectHonest(left, rows)).toBe(rows.length - 1)
})

test('[ADP2] a write that a kill cut off is no damage: it was never acknowledged', async () => {
  const dir = freshDir()
  const writing = sqliteJournal({ dir })
  await openJournal(writing)
  const rows = rowsOf(12)
  for (const row of rows) valueOf(await append(writing, [row]))
  const left = freshDir()
  for (const name of ['trace.db', 'trace.db-wal']) copyFileSync(join(dir, name), join(left, name))
  await close(writing)
  const { length } = readFileSync(join(left, 'trace.db-wal'))
  const lastFrame = length - 24 - PAGE
  for (const end of [lastFrame + 24, length - (length % PAGE)]) {
    const copy = freshDir()
    cpSync(left, copy, { recursive: true })
    truncateSync(join(copy, 'trace.db-wal'), end)
    const { damage, rows: kept } = await reopen(copy)
    expect([damage, kept]).toEqual([[], rows.slice(0, -1)])
  }
})

test('[ADP4] the log of a process that was killed is whole, and nothing is said of it', async () => {
  const dir = freshDir()
  const journal = sqliteJournal({ dir })
  await openJournal(journal)
  for (const row of rowsOf(30)) valueOf(await append(journal, [row]))
  const left = freshDir()
  for (const name of ['trace.db', 'trace.db-wal']) copyFileSync(join(dir, name), join(left, name))
  await close(journal)
  expect(await reopen(left)).toMatchObject({ rows: rowsOf(30), damage: [] })
})

test('[ADP5] whatever waits while a commit runs shares the next commit', async () => {
  const dir = freshDir()
  const journal = sqliteJournal({ dir })
  await openJournal(journal)
  const before = readFileSync(join(dir, 'trace.db-wal')).length
  const results = await Promise.all(rowsOf(500, 1).map((row) => append(journal, [row])))
  for (const result of results) valueOf(result)
  // 500 commits would write at least 500 pages.
  expect((readFileSync(join(dir, 'trace.db-wal')).length - before) / PAGE).toBeLessThan(250)
  await close(journal)
})

const canMount = ((): boolean => {
  try {
    const dir = mkdtempSync(join(tmpdir(), 'tracord-mount-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', dir], { stdio: 'ignore' })
    execFileSync('umount', [dir])
    return true
  } catch {
    return false
  }
})()

test.skipIf(!canMount)('[ADP6] a full disk fails the write with IO and says so; the journal goes on when there is room', async () => {
  const dir = freshDir()
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', dir])
  try {
    const journal = sqliteJournal({ dir })
    await openJournal(journal)
    writeFileSync(join(dir, 'ballast'), Buffer.alloc(256 * 1_024))
    const big = rowsOf(40, 100)
    const written: JournalRow[] = []
    let failed: string | undefined
    for (const row of big) {
      const result = await append(journal, [row])
      if (result.ok) written.push(row)
      else failed ??= `${result.error.code} ${result.error.message}`
    }
    expect(failed).toMatch(/^IO .*disk is full/)
    rmSync(join(dir, 'ballast'))
    const next = sampleRow('["other"]', 0, 1)
    valueOf(await append(journal, [next]))
    await close(journal)
    expect((await reopen(dir)).rows).toEqual(expect.arrayContaining([...written, next]))
  } finally {
    execFileSync('umount', [dir])
  }
})

test('[ADP7] what waits to be written is bounded: beyond it a write is refused at once', async () => {
  const journal = sqliteJournal({ dir: freshDir(), queueBytesMax: 1_000 })
  await openJournal(journal)
  const results = await Promise.all(rowsOf(50).map((row) => append(journal, [row])))
  const refused = results.filter((result) => !result.ok)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.every((result) => !result.ok && result.error.code === 'IO')).toBe(true)
  valueOf(await append(journal, [sampleRow('["later"]', 0, 1)]))
  await close(journal)
})

test('[ADP8] a folder in use can be looked into without its lock, and is not changed by it', async () => {
  const dir = freshDir()
  const journal = sqliteJournal({ dir })
  await openJournal(journal)
  valueOf(await append(journal, rowsOf(3)))
  const seen = await reopen(dir, true)
  expect(seen.rows).toEqual(rowsOf(3))
  const looking = sqliteJournal({ dir, readOnly: true })
  await openJournal(looking)
  const refused = await append(looking, rowsOf(1))
  expect(refused.ok ? 'written' : refused.error.code).toBe('READ_ONLY')
  await close(looking)
  valueOf(await append(journal, [sampleRow('["more"]', 0, 1)]))
  await close(journal)
  expect((await reopen(dir)).starts).toBe(1)
  const nothing = await call((done) => sqliteJournal({ dir: freshDir(), readOnly: true }).open(() => {}, done))
  expect(nothing.ok ? 'opened' : nothing.error.code).toBe('IO')
})

test('[ADP9] a folder whose journal was taken away says so, and its starts go on counting', async () => {
  const dir = await filled(rowsOf(3))
  copyFileSync(join(dir, 'trace.db'), join(dir, 'elsewhere'))
  rmSync(join(dir, 'trace.db'))
  const opened = await reopen(dir)
  expect(opened.starts).toBe(1)
  expect(opened.damage).toHaveLength(1)
  expect((await reopen(dir)).damage).toEqual([])
  expect(readdirSync(dir)).toContain('elsewhere')
})

test('[ADP9] a damaged lock file is moved aside and costs nothing', async () => {
  const dir = await filled(rowsOf(3))
  writeFileSync(join(dir, 'trace.lock'), 'not a database'.repeat(100))
  const opened = await reopen(dir)
  expect(opened.starts).toBe(1)
  expect(opened.rows).toEqual(rowsOf(3))
  expect(existsSync(join(dir, 'trace.lock.damaged-1'))).toBe(true)
})
