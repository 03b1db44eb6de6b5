/** What the SQLite storage promises beyond automerge-repo's suite: damage set aside, kills, full disks, any key, a clean end. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from '@photostructure/sqlite'
import * as fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { sqliteStorage, type ChunkDamage, type SqliteStorage } from '../../adapters/storage-sqlite/index.ts'
import { keyOfText, stretchBelow, textOfKey } from '../../adapters/storage-sqlite/key-text.ts'
import { createNode } from '../../src/index.ts'

// A busy machine takes its time over processes and disks; nothing here measures any.
vi.setConfig({ testTimeout: 60_000 })

const dirs: string[] = []
const opened: SqliteStorage[] = []
function freshFile(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-chunks-'))
  dirs.push(dir)
  return join(dir, 'chunks.db')
}
function open(file: string, onDamage?: (damage: ChunkDamage) => void): SqliteStorage {
  const storage = sqliteStorage(onDamage === undefined ? { file } : { file, onDamage })
  opened.push(storage)
  return storage
}
afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close()
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const keyOf = (n: number): string[] => ['document', 'incremental', `chunk-${n}`]
const bytesOf = (n: number): Uint8Array => new Uint8Array(Array.from({ length: 50 + n }, (_, at) => (at * 7 + n) % 256))
const CHUNKS = [0, 1, 2, 3]

async function filled(): Promise<string> {
  const file = freshFile()
  const storage = open(file)
  for (const n of CHUNKS) await storage.save(keyOf(n), bytesOf(n))
  await storage.close()
  return file
}

function inDatabase(file: string, run: (database: InstanceType<typeof DatabaseSync>) => void): void {
  const database = new DatabaseSync(file)
  run(database)
  database.close()
}

test('[ADP27] a chunk changed behind our back is set aside and named, whichever it is; the others come back in order', async () => {
  for (const harmed of CHUNKS) {
    const file = await filled()
    inDatabase(file, (database) => {
      database.prepare('UPDATE chunks SET data = ? WHERE id = ?').run(bytesOf(9), harmed + 1)
    })
    const damage: ChunkDamage[] = []
    const storage = open(file, (found) => damage.push(found))
    const left = CHUNKS.filter((n) => n !== harmed).map((n) => ({ key: keyOf(n), data: bytesOf(n) }))
    expect(await storage.loadRange(['document'])).toEqual(left)
    expect(damage).toEqual([{ key: keyOf(harmed), why: 'the checksum does not fit' }])
    expect(await storage.load(keyOf(harmed))).toBeUndefined()
    await storage.save(keyOf(harmed), bytesOf(harmed))
    expect(await storage.load(keyOf(harmed))).toEqual(bytesOf(harmed))
    await storage.close()
    inDatabase(file, (database) => {
      expect(database.prepare('SELECT count(*) AS n FROM damaged').get()).toEqual({ n: 1 })
    })
  }
})

test('[ADP28] a file that is no database is moved aside and named, and a new one begun', async () => {
  const file = freshFile()
  writeFileSync(file, Buffer.alloc(10_000, 'no database'))
  const damage: ChunkDamage[] = []
  const storage = open(file, (found) => damage.push(found))
  await storage.save(keyOf(1), bytesOf(1))
  expect(await storage.load(keyOf(1))).toEqual(bytesOf(1))
  expect(damage.map(({ key }) => key)).toEqual([[]])
  expect(damage[0]?.why).toContain('.damaged-1')
  expect(existsSync(`${file}.damaged-1`)).toBe(true)
})

test('[ADP29] what a process saved before it was killed is there', async () => {
  const file = freshFile()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'programs/save-and-wait.js'), file])
  let kept = -1
  for await (const line of createInterface({ input: child.stdout })) {
    kept = Number(line)
    if (kept === 25) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  const chunks = await open(file).loadRange(['document'])
  expect(chunks.length).toBeGreaterThanOrEqual(kept + 1)
  expect(chunks.slice(0, kept + 1).map(({ key }) => key[2])).toEqual(Array.from({ length: kept + 1 }, (_, n) => String(n)))
})

const parts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('/', '%', '%2F', '0', '', 'a/b', '..'))

test('[ADP30] any key comes back from its text, and the keys below a prefix are those of its stretch', () => {
  const keys = fc.array(parts, { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(keys, fc.array(parts, { maxLength: 3 }), (key, prefix) => {
      expect(keyOfText(textOfKey(key))).toEqual(key)
      const stretch = stretchBelow(prefix)
      const isBelow = prefix.every((part, at) => part === key[at])
      const bytes = (text: string): Buffer => Buffer.from(text)
      const inside =
        stretch === undefined ||
        (Buffer.compare(bytes(textOfKey(key)), bytes(stretch.from)) >= 0 &&
          Buffer.compare(bytes(textOfKey(key)), bytes(stretch.to)) < 0)
      expect(inside).toBe(isBelow)
    }),
    { seed: Number(process.env['TRACORD_SEED'] ?? 1) },
  )
})

test('[ADP30] the database finds the same', async () => {
  const storage = open(freshFile())
  const keys = [['a'], ['a', 'b'], ['a/b'], ['a0'], ['a', 'b', 'c'], ['b', '']]
  for (const [n, key] of keys.entries()) await storage.save(key, bytesOf(n))
  const below = async (prefix: string[]): Promise<unknown> => (await storage.loadRange(prefix)).map(({ key }) => key)
  expect(await below(['a'])).toEqual([['a'], ['a', 'b'], ['a', 'b', 'c']])
  expect(await below([])).toEqual(keys)
  await storage.removeRange(['a', 'b'])
  expect(await below([])).toEqual([['a'], ['a/b'], ['a0'], ['b', '']])
})

/** Whether this process may mount a small disk of its own: a full disk is tried where it may. */
const canMount = ((): boolean => {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', dir], { stdio: 'ignore' })
    execFileSync('umount', [dir])
    return true
  } catch {
    return false
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})()

test.skipIf(!canMount)('[ADP31] a full disk fails the write with IO and keeps what was kept; it goes on when there is room', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-mount-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', dir])
  const storage = open(join(dir, 'chunks.db'))
  try {
    await storage.save(keyOf(0), bytesOf(0))
    writeFileSync(join(dir, 'ballast'), Buffer.alloc(256 * 1_024))
    const big = new Uint8Array(300 * 1_024)
    const saves = await Promise.allSettled([storage.save(keyOf(1), bytesOf(1)), storage.save(keyOf(2), big)])
    expect(saves[1]).toMatchObject({ status: 'rejected', reason: { code: 'IO' } })
    // The small one may have gone with the commit before: what was acknowledged is there, and nothing else.
    const kept = [0, ...(saves[0].status === 'fulfilled' ? [1] : [])].map((n) => ({ key: keyOf(n), data: bytesOf(n) }))
    expect(await storage.loadRange(['document'])).toEqual(kept)
    rmSync(join(dir, 'ballast'))
    await storage.save(keyOf(3), bytesOf(3))
    expect(await storage.load(keyOf(3))).toEqual(bytesOf(3))
  } finally {
    await storage.close()
    execFileSync('umount', [dir])
    rmSync(dir, { recursive: true, force: true })
  }
})

test('[ADP32] a closed storage refuses, and may be closed twice', async () => {
  const storage = open(await filled())
  await storage.load(keyOf(0))
  await storage.close()
  await storage.close()
  await expect(storage.load(keyOf(0))).rejects.toMatchObject({ code: 'CLOSED' })
})

test('[ADP32] a node keeps its documents in it, and finds them again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-chunks-'))
  dirs.push(dir)
  const file = join(dir, 'frames.shared', 'chunks.db')
  const storage = open(file)
  const node = await createNode({ dir, storage })
  await node.claim('d1', { state: 'closed' })
  await node.close()
  const chunks = await storage.loadRange([])
  expect(chunks.length).toBeGreaterThan(0)
  expect(readdirSync(join(dir, 'frames.shared')).every((name) => name.startsWith('chunks.db'))).toBe(true)
  const again = await createNode({ dir, storage })
  expect(again.frame('d1')['state']?.value).toBe('closed')
  await again.close()
})
