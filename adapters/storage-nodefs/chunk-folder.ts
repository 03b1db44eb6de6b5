/** Chunk folder: chunks and their checksums side by side, in the stock adapter's layout; what does not fit is moved aside. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import { isMissing, readIfThere, readSeal, sealText, sumOf, writeWhole } from './chunk-file.ts'
import { keyOfParts, namesOf, pathOf } from './key-path.ts'

/** A chunk that is not what was written: the journal has what it held. */
export interface ChunkDamage {
  readonly key: readonly string[]
  /** Where the chunk lies now. */
  readonly movedTo: string
  readonly why: string
}

/** A chunk as it was written, and its place among the others. */
export interface StoredChunk {
  readonly data: Uint8Array
  readonly order: number
}

/** The chunks of one folder. Every function rejects with the system's errors. */
export interface ChunkFolder {
  /** undefined when there is none, or none any more. */
  read(key: readonly string[]): Promise<StoredChunk | undefined>
  save(key: readonly string[], data: Uint8Array): Promise<void>
  remove(key: readonly string[]): Promise<void>
  removeBelow(prefix: readonly string[]): Promise<void>
  keysBelow(prefix: readonly string[]): Promise<readonly string[][]>
}

/** Folders of ours beside the chunks; no key begins with a dot. */
const SEALS = '.checksums'
const DAMAGED = '.damaged'
const WRITING = '.writing'
/** Chunks saved in one millisecond keep their order. */
const ORDERS_PER_MS = 1_000
const DAMAGED_COPIES_MAX = 1_000

/** The chunks in `dir`; `onDamage` is told of each that was moved aside. */
export function createChunkFolder(dir: string, onDamage: (damage: ChunkDamage) => void): ChunkFolder {
  // Reads and removals are the stock adapter's. Its `save` is not used: it writes in place and keeps all it saved in memory.
  const stock = new NodeFSStorageAdapter(dir)
  const seals = join(dir, SEALS)
  /** What a crash left half-written goes before the first save. */
  let tidied: Promise<void> | undefined
  let lastOrder = 0
  const nextOrder = (): number => (lastOrder = Math.max(lastOrder + 1, Date.now() * ORDERS_PER_MS))

  async function read(key: readonly string[]): Promise<StoredChunk | undefined> {
    const names = namesOf(key)
    const data = await stock.load(names)
    if (data === undefined) return undefined
    const seal = await readSeal(pathOf(seals, names))
    // A chunk without a seal was not written here: automerge checks its own.
    if (seal === null) return { data, order: 0 }
    const sum = sumOf(data)
    if (seal !== 'unreadable' && (sum === seal.sum || sum === seal.replaced)) return { data, order: seal.order }
    await setAside(key, names, seal === 'unreadable' ? 'its checksum file is damaged' : 'the checksum does not fit')
    return undefined
  }

  async function setAside(key: readonly string[], names: readonly string[], why: string): Promise<void> {
    await mkdir(join(dir, DAMAGED), { recursive: true })
    const movedTo = freeName(join(dir, DAMAGED, names.join('~')))
    await rename(pathOf(dir, names), movedTo)
    await rm(pathOf(seals, names), { force: true })
    onDamage({ key, movedTo, why: `chunk ${key.join('/')}: ${why}` })
  }

  async function save(key: readonly string[], data: Uint8Array): Promise<void> {
    const names = namesOf(key)
    const before = await readSeal(pathOf(seals, names))
    const replaced = before === null || before === 'unreadable' ? null : before.sum
    const order = before === null || before === 'unreadable' ? nextOrder() : before.order
    tidied ??= rm(join(dir, WRITING), { recursive: true, force: true })
    await tidied
    // The seal first: it fits both the chunk that is there and the one that comes.
    await writeWhole(pathOf(seals, names), sealText({ order, sum: sumOf(data), replaced }), join(dir, WRITING))
    await writeWhole(pathOf(dir, names), data, join(dir, WRITING))
  }

  return {
    read,
    save,
    async remove(key) {
      await stock.remove(namesOf(key))
      await rm(pathOf(seals, namesOf(key)), { force: true })
    },
    async removeBelow(prefix) {
      await stock.removeRange(namesOf(prefix))
      await rm(pathOf(seals, namesOf(prefix)), { recursive: true, force: true })
    },
    keysBelow: (prefix) => keysBelow(dir, prefix),
  }
}

/** Keys of the files at or below `prefix`. */
async function keysBelow(dir: string, prefix: readonly string[]): Promise<string[][]> {
  const start = prefix.length === 0 ? dir : pathOf(dir, namesOf(prefix))
  try {
    const entries = await readdir(start, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep))
    return files.filter(([first = '']) => !first.startsWith('.')).map(keyOfParts)
  } catch (error) {
    if (!isMissing(error)) throw error
    const single = prefix.length > 0 && (await readIfThere(start)) !== undefined
    return single ? [[...prefix]] : []
  }
}

function freeName(path: string): string {
  for (let n = 1; n <= DAMAGED_COPIES_MAX; n += 1) {
    const name = `${path}.${n}`
    if (!existsSync(name)) return name
  }
  throw new Error(`there are already ${DAMAGED_COPIES_MAX} damaged copies of ${path}: move them elsewhere`)
}
