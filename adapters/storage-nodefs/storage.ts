/** Storage in a folder: automerge-repo's storage port on checked chunks; what happens to one key happens in turn. */
import type { Chunk, StorageAdapterInterface, StorageKey } from '@automerge/automerge-repo/slim'
import { TracordError } from '../../src/ports/index.ts'
import { createChunkFolder, type ChunkDamage } from './chunk-folder.ts'

/** Where the chunks are, and who hears of damage. */
export interface NodeFsStorageOptions {
  readonly dir: string
  /** Told of each damaged chunk, after it was moved aside. Must not throw. */
  readonly onDamage?: (damage: ChunkDamage) => void
}

/** Files read at once. */
const READS_AT_ONCE = 16

/** A storage adapter for automerge-repo in `options.dir`. Rejects with `IO` when the disk refuses. */
export function nodeFsStorage({ dir, onDamage = () => {} }: NodeFsStorageOptions): StorageAdapterInterface {
  const folder = createChunkFolder(dir, onDamage)
  const inTurn = createTurns()
  const attempt = <T>(doing: string, key: StorageKey, run: () => Promise<T>): Promise<T> =>
    coded(`${doing} ${key.join('/')} in ${dir}`, run)

  async function loadRange(prefix: StorageKey): Promise<Chunk[]> {
    const found: { key: string[]; data: Uint8Array; order: number }[] = []
    await eachOf(await folder.keysBelow(prefix), async (key) => {
      const chunk = await inTurn(key, () => folder.read(key))
      if (chunk !== undefined) found.push({ key, ...chunk })
    })
    found.sort((a, b) => a.order - b.order || (a.key.join('/') < b.key.join('/') ? -1 : 1))
    return found.map(({ key, data }) => ({ key, data }))
  }

  return {
    load: (key) => attempt('read', key, async () => (await inTurn(key, () => folder.read(key)))?.data),
    save: (key, data) => attempt('write', key, () => inTurn(key, () => folder.save(key, data))),
    remove: (key) => attempt('remove', key, () => inTurn(key, () => folder.remove(key))),
    loadRange: (prefix) => attempt('read', prefix, () => loadRange(prefix)),
    removeRange: (prefix) => attempt('remove', prefix, () => folder.removeBelow(prefix)),
  }
}

async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const work = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await run(item)
  }
  await Promise.all(Array.from({ length: READS_AT_ONCE }, work))
}

/** What happens to one key happens in turn: of two saves the later one stays. */
function createTurns(): <T>(key: readonly string[], run: () => Promise<T>) => Promise<T> {
  const lastByKey = new Map<string, Promise<unknown>>()
  return (key, run) => {
    const name = JSON.stringify(key)
    const turn = (lastByKey.get(name) ?? Promise.resolve()).then(run, run)
    lastByKey.set(name, turn)
    const leave = (): void => {
      if (lastByKey.get(name) === turn) lastByKey.delete(name)
    }
    turn.then(leave, leave)
    return turn
  }
}

async function coded<T>(doing: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const isFull = (error as { code?: unknown } | null)?.code === 'ENOSPC'
    const why = isFull ? 'the disk is full. Free some space.' : error instanceof Error ? error.message : String(error)
    throw new TracordError('IO', `Could not ${doing}: ${why}`, { cause: error })
  }
}
