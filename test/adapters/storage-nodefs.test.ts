/** What the folder storage promises beyond automerge-repo's suite: whole chunks, damage set aside, keys that stay inside. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import * as fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { nodeFsStorage, type ChunkDamage } from '../../adapters/storage-nodefs/index.ts'
import { keyOfParts, namesOf, pathOf } from '../../adapters/storage-nodefs/key-path.ts'

// A busy machine takes its time over processes and disks; nothing here measures any.
vi.setConfig({ testTimeout: 60_000 })

const dirs: string[] = []
function freshDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-storage-'))
  dirs.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const DOCUMENT = '4NMNnkMhL8jXrdJ9jamS58PAVdXu'
const keyOf = (n: number): string[] => [DOCUMENT, 'incremental', `chunk-${n}`]
const bytesOf = (n: number): Uint8Array => new Uint8Array(Array.from({ length: 50 + n }, (_, i) => (i * 7 + n) % 256))
const CHUNKS = [0, 1, 2, 3]

function filesOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

async function filled(): Promise<string> {
  const dir = freshDir()
  const storage = nodeFsStorage({ dir })
  for (const n of CHUNKS) await storage.save(keyOf(n), bytesOf(n))
  return dir
}

type Harm = (path: string) => void
const harms: Record<string, Harm> = {
  'with one bit flipped': (path) => {
    const bytes = readFileSync(path)
    bytes[20] = (bytes[20] ?? 0) ^ 1
    writeFileSync(path, bytes)
  },
  'cut short': (path) => truncateSync(path, 30),
  emptied: (path) => truncateSync(path, 0),
}

for (const [name, harm] of Object.entries(harms)) {
  test(`[ADP21] a chunk ${name} is set aside and named, whichever it is; the others come back`, async () => {
    for (const harmed of CHUNKS) {
      const dir = await filled()
      const path = filesOf(dir).find((file) => file.endsWith(`chunk-${harmed}`) && !file.includes('.checksums')) ?? ''
      harm(path)
      const left = readFileSync(path)
      const damage: ChunkDamage[] = []
      const storage = nodeFsStorage({ dir, onDamage: (found) => damage.push(found) })
      const chunks = await storage.loadRange([DOCUMENT])
      expect(chunks).toEqual(CHUNKS.filter((n) => n !== harmed).map((n) => ({ key: keyOf(n), data: bytesOf(n) })))
      expect(damage.map(({ key }) => key)).toEqual([keyOf(harmed)])
      expect(readFileSync(damage[0]?.movedTo ?? '')).toEqual(left)
      expect(await storage.load(keyOf(harmed))).toBeUndefined()
      await storage.save(keyOf(harmed), bytesOf(harmed))
      expect(await storage.load(keyOf(harmed))).toEqual(bytesOf(harmed))
      expect(await storage.loadRange([DOCUMENT])).toHaveLength(CHUNKS.length)
    }
  })
}

test('[ADP21] a damaged or missing checksum file loses no chunk', async () => {
  for (const harm of [(path: string) => truncateSync(path, 5), (path: string) => rmSync(path)]) {
    const dir = await filled()
    harm(filesOf(join(dir, '.checksums'))[0] ?? '')
    await nodeFsStorage({ dir }).loadRange([DOCUMENT])
    const kept = filesOf(dir).filter((file) => file.includes('chunk-') && !file.includes('.checksums'))
    expect(kept).toHaveLength(CHUNKS.length)
  }
})

test('[ADP22] a save that was interrupted at any step leaves the old chunk or the new one, never a part', async () => {
  const dir = freshDir()
  const storage = nodeFsStorage({ dir })
  const key = keyOf(0)
  await storage.save(key, bytesOf(1))
  const before = new Map(filesOf(dir).map((file) => [file, readFileSync(file)]))
  await storage.save(key, bytesOf(2))
  const chunk = filesOf(dir).find((file) => file.endsWith('chunk-0') && !file.includes('.checksums')) ?? ''
  // The state between the two renames: the new seal, the old chunk, and a half-written file that nobody named yet.
  writeFileSync(chunk, before.get(chunk) ?? '')
  writeFileSync(join(dir, '.writing', 'left-behind'), 'half')
  const damage: ChunkDamage[] = []
  const again = nodeFsStorage({ dir, onDamage: (found) => damage.push(found) })
  expect(await again.loadRange([DOCUMENT])).toEqual([{ key, data: bytesOf(1) }])
  expect(damage).toEqual([])
  await again.save(key, bytesOf(3))
  expect(readdirSync(join(dir, '.writing'))).toEqual([])
})

test('[ADP22] of saves that run at once the last one stays, and nothing half-written is left', async () => {
  const dir = freshDir()
  const storage = nodeFsStorage({ dir })
  await Promise.all(CHUNKS.map((n) => storage.save(keyOf(0), bytesOf(n))))
  expect(await storage.load(keyOf(0))).toEqual(bytesOf(3))
  expect(readdirSync(join(dir, '.writing'))).toEqual([])
})

const oddPart = fc.oneof(
  fc.constantFrom('..', '.', '', '/', '../../x', 'a/b', 'C:\\x', '%2E', '%', 'ab', 'a', '.checksums'),
  fc.string({ unit: 'binary' }),
)

test('[ADP23] whatever a key holds, its file is inside the folder, and the file says the key', () => {
  fc.assert(
    fc.property(fc.array(oddPart, { minLength: 1, maxLength: 4 }), (key) => {
      const path = pathOf('/folder', namesOf(key))
      const parts = path.split('/').slice(2)
      expect(path.startsWith('/folder/')).toBe(true)
      expect(parts.filter((name) => name === '..' || name.startsWith('.'))).toEqual([])
      expect(keyOfParts(parts)).toEqual(key)
    }),
  )
})

test('[ADP23] odd keys are saved, found, listed and removed like any other', async () => {
  const outer = freshDir()
  const storage = nodeFsStorage({ dir: join(outer, 'inner') })
  for (const key of [['..', '..', 'x'], ['.checksums', ''], ['a', '/']]) {
    await storage.save(key, bytesOf(1))
    expect(await storage.load(key)).toEqual(bytesOf(1))
    expect(await storage.loadRange(key.slice(0, 1))).toEqual([{ key, data: bytesOf(1) }])
    await storage.removeRange(key.slice(0, 1))
    expect(await storage.load(key)).toBeUndefined()
  }
  expect(readdirSync(outer)).toEqual(['inner'])
})

test('[ADP24] the stock adapter reads what was written here, and what it wrote is read here', async () => {
  const dir = await filled()
  const stock = new NodeFSStorageAdapter(dir)
  expect(await stock.load(keyOf(2))).toEqual(bytesOf(2))
  expect(await stock.loadRange([DOCUMENT])).toHaveLength(CHUNKS.length)
  await stock.save(keyOf(9), bytesOf(9))
  expect(await nodeFsStorage({ dir }).load(keyOf(9))).toEqual(bytesOf(9))
})

test('[ADP24] a disk that refuses is an IO error that says what was tried', async () => {
  const dir = freshDir()
  writeFileSync(join(dir, '4N'), 'in the way')
  await expect(nodeFsStorage({ dir }).save(keyOf(1), bytesOf(1))).rejects.toThrow(/Could not write/)
  expect(existsSync(join(dir, '4N'))).toBe(true)
})
