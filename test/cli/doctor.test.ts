/** `tracord doctor` on folders that real nodes wrote and that something happened to since. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, expect, test, vi } from 'vitest'
import { checksumOf, type PackedRow } from '../../adapters/journal-sqlite/row.ts'
import { sha256Hex } from '../../src/base/hash.ts'
import { createNode, type TracordNode } from '../../src/index.ts'
import type { Health } from '../../src/node/doctor/doctor.ts'
import { serve } from '../../src/server/index.ts'
import { tracord } from './paper.ts'

// A busy machine takes its time over processes and disks; nothing here measures any.
vi.setConfig({ testTimeout: 60_000 })

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

function freshDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-doctor-'))
  endings.push(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

const CLAIMS = 6

/** A folder with a few entries, each in a row of its own, and their document. */
async function written(): Promise<string> {
  const dir = freshDir()
  const node = await createNode({ dir })
  for (let n = 0; n < CLAIMS; n += 1) await node.claim(`d${n}`, { state: n })
  await node.close()
  return dir
}

interface Seen {
  readonly code: number
  readonly health: Health
  /** `part grade`, and `mended` where it was. */
  readonly findings: readonly string[]
}

async function doctor(dir: string, ...flags: readonly string[]): Promise<Seen> {
  const { code, out, err } = await tracord('doctor', dir, '--json', ...flags)
  expect(err).toBe('')
  const [health] = (JSON.parse(out) as { folders: Health[] }).folders
  if (health === undefined) throw new Error('no folder was looked at')
  const findings = health.findings.map(({ part, grade, mended }) => `${part} ${grade}${mended ? ' mended' : ''}`)
  return { code, health, findings }
}

function inJournal(dir: string, run: (database: InstanceType<typeof DatabaseSync>) => void): void {
  const database = new DatabaseSync(join(dir, 'trace.db'))
  run(database)
  database.close()
}

/** Changes what an entry says, as somebody would who knows the file well: the row's checksum fits. */
function forge(dir: string, rowId: number): void {
  inJournal(dir, (database) => {
    const row = database.prepare('SELECT * FROM ranges WHERE id = ?').get(rowId) as Record<string, unknown>
    const bodies = String(row['bodies']).replace('"frame":"d', '"frame":"e')
    const packed = { ...row, bodies, seenAt: row['seen_at'] } as unknown as PackedRow
    database.prepare('UPDATE ranges SET bodies = ?, crc = ? WHERE id = ?').run(bodies, checksumOf(packed), rowId)
  })
}

function filesOf(dir: string): string[] {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((entry) => join(entry.parentPath, entry.name)).sort()
}

/** Resolves when `isTrue` after some event of the node. */
function until(node: TracordNode, isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isTrue()) return
      stop()
      resolve()
    }
    const stop = node.subscribe(look)
    look()
  })
}

test('[CLI17] a sound folder is sound, and nothing in it changes', async () => {
  const dir = await written()
  // SQLite leaves empty files of its own beside a database that was looked at.
  const own = filesOf(dir).filter((file) => !/-(wal|shm)$/.test(file))
  const contents = (): unknown => own.map((file) => `${file} ${sha256Hex(readFileSync(file))}`)
  const before = contents()
  const { code, health } = await doctor(dir)
  expect({ code, ...health }).toMatchObject({ code: 0, sound: true, findings: [], logs: 1, entries: CLAIMS, documents: 1 })
  expect(contents()).toEqual(before)
  const screen = await tracord('doctor', dir)
  expect(screen).toMatchObject({ code: 0, err: '' })
  expect(screen.out).toContain('sound: everything is as it was written')
})

test('[CLI17] a folder in use is looked into, and a server shows each of its realms', async () => {
  const dir = freshDir()
  const server = await serve({ port: 0, dir })
  endings.push(() => server.close())
  const node = await createNode({ connect: [server.url], role: 'leaf', beaconMs: 50 })
  endings.push(() => node.close())
  await node.claim('d1', { state: 'open' })
  await until(node, () => node.status().provisional === 0)
  const { code, health } = await doctor(dir)
  expect({ code, ...health }).toMatchObject({ code: 0, sound: true, entries: 1 })
  const refused = await tracord('doctor', dir, '--repair')
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('Another process has the folder')
})

test('[CLI18] [CLI19] a key that others may read is closed to them', async () => {
  const dir = await written()
  chmodSync(join(dir, 'identity.key'), 0o644)
  expect(await doctor(dir)).toMatchObject({ code: 1, findings: ['key damage'] })
  expect(await doctor(dir, '--repair')).toMatchObject({ code: 0, findings: ['key damage mended'] })
  expect(statSync(join(dir, 'identity.key')).mode & 0o777).toBe(0o600)
})

test('[CLI18] [CLI19] a damaged row is named and set aside', async () => {
  const dir = await written()
  inJournal(dir, (database) => database.exec('UPDATE ranges SET seen_at = seen_at + 1 WHERE id = 4'))
  const seen = await doctor(dir)
  expect(seen.code).toBe(1)
  expect(seen.findings).toEqual(expect.arrayContaining(['journal damage', 'log damage']))
  const mended = await doctor(dir, '--repair')
  expect(mended.code).toBe(0)
  expect(mended.findings.every((finding) => finding.endsWith('mended') || finding.endsWith('note'))).toBe(true)
})

test('[CLI18] [CLI19] a forged entry with a fitting checksum is found; what is sound stays, the rest comes back from peers', async () => {
  const home = freshDir()
  const server = await serve({ port: 0, dir: home })
  endings.push(() => server.close())
  const dir = freshDir()
  const node = await createNode({ dir, connect: [server.url], beaconMs: 50 })
  for (let n = 0; n < CLAIMS; n += 1) await node.claim(`d${n}`, { state: n })
  await until(node, () => node.status().provisional === 0)
  const { digest } = node.certificate()
  await node.close()
  forge(dir, 3)
  const seen = await doctor(dir)
  expect(seen.findings).toContain('log damage')
  expect(seen.health.findings.find(({ part }) => part === 'log')?.what).toContain('entry 2 is not the one that its id names')
  const mended = await doctor(dir, '--repair')
  expect(mended.code).toBe(0)
  expect(filesOf(dir).some((file) => file.includes('trace.db.set-aside-1'))).toBe(true)
  expect(existsSync(join(dir, 'trace.db'))).toBe(true)
  const again = await createNode({ dir, connect: [server.url], beaconMs: 50 })
  await until(again, () => again.status().entries === CLAIMS)
  expect(again.certificate().digest).toBe(digest)
  await again.close()
  expect(await doctor(dir)).toMatchObject({ code: 0, health: { entries: CLAIMS, sound: true } })
})

test('[CLI18] [CLI19] a document that is not its log is named, forgotten, and made anew', async () => {
  const [dir, other] = [await written(), await written()]
  const chunks = (of: string): string[] => filesOf(join(of, 'frames.shared')).filter((file) => /\/(snapshot|incremental)\//.test(file))
  for (const file of filesOf(join(dir, 'frames.shared', '.checksums'))) rmSync(file)
  const [strange = ''] = chunks(other)
  for (const file of chunks(dir)) writeFileSync(file, readFileSync(strange))
  expect(await doctor(dir)).toMatchObject({ code: 1, findings: ['document damage'] })
  expect(await doctor(dir, '--repair')).toMatchObject({ code: 0, findings: ['document damage mended'] })
  await (await createNode({ dir })).close()
  expect(await doctor(dir)).toMatchObject({ code: 0, findings: [], health: { documents: 1 } })
})

test('[CLI18] a proof that proves nothing is named', async () => {
  const dir = await written()
  inJournal(dir, (database) => {
    const row = database.prepare('SELECT * FROM ranges WHERE id = 2').get() as Record<string, unknown>
    const log = JSON.stringify(['fork', row['log'], 1])
    const packed = { ...row, log, start: 0, seenAt: row['seen_at'] } as unknown as PackedRow
    const insert = database.prepare('INSERT INTO ranges (log, start, count, ids, bodies, seen_at, crc) VALUES (?, 0, 1, ?, ?, ?, ?)')
    insert.run(log, String(row['ids']), String(row['bodies']), Number(row['seen_at']), checksumOf(packed))
  })
  expect(await doctor(dir)).toMatchObject({ code: 1, findings: ['proof damage'] })
  expect(await doctor(dir, '--repair')).toMatchObject({ code: 0, findings: ['proof damage mended'] })
  expect(await doctor(dir)).toMatchObject({ code: 0, findings: [], health: { entries: CLAIMS } })
})

test('[CLI123] a journal older than the newest snapshot is damage; a damaged snapshot is put aside by --repair', async () => {
  const dir = await written()
  const kept = readFileSync(join(dir, 'trace.db'))
  const node = await createNode({ dir })
  await node.claim('late', { state: 1 })
  await node.close()
  for (const name of readdirSync(dir)) if (name.startsWith('trace.db')) rmSync(join(dir, name))
  writeFileSync(join(dir, 'trace.db'), kept)
  expect(await doctor(dir)).toMatchObject({ code: 1, findings: ['snapshot damage'] })

  const folder = join(dir, 'trace', 'recovery')
  const newest = join(folder, readdirSync(folder).toSorted().at(-1)!)
  writeFileSync(newest, readFileSync(newest, 'utf8').replace('"late"', '"made"'))
  expect(await doctor(dir)).toMatchObject({ code: 1, findings: ['snapshot damage'] })
  expect(await doctor(dir, '--repair')).toMatchObject({ code: 0, findings: ['snapshot damage mended'] })
  expect(existsSync(`${newest}.damaged`)).toBe(true)
  expect(await doctor(dir)).toMatchObject({ code: 0, findings: [] })
})

test('[CLI124] inspect --recovery reads the newest snapshot although the journal cannot be read', async () => {
  const dir = await written()
  writeFileSync(join(dir, 'trace.db'), 'no database')
  const { code, out } = await tracord('inspect', dir, '--recovery')
  expect(code).toBe(0)
  expect(out).toMatch(/accepted\s+6 statements/)
  expect(out).toMatch(/d5\s+state\s+5\s+clear/)
  const told = JSON.parse((await tracord('inspect', dir, '--recovery', '--json')).out) as object
  const { folders } = told as { readonly folders: readonly { readonly newest: { readonly accepted: readonly unknown[] } }[] }
  expect(folders[0]?.newest.accepted).toHaveLength(CLAIMS)
})

test('[CLI133] a note of domains that is none costs nothing', async () => {
  const dir = await written()
  writeFileSync(join(dir, 'domains.json'), '["plant"]')
  expect(await doctor(dir)).toMatchObject({ code: 0, findings: [] })
  writeFileSync(join(dir, 'domains.json'), '["plant')
  expect(await doctor(dir)).toMatchObject({ code: 0, findings: ['domains note'] })
})
