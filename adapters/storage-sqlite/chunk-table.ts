/** Chunk table: load, save and remove chunks; one that is not what was written is set aside and reads as absent. */
import { createHash } from 'node:crypto'
import type { Database } from './driver.ts'
import { keyOfText, stretchBelow, textOfKey } from './key-text.ts'

/** A chunk that is not what was written: the journal has what it held. It lies in the table `damaged` now. */
export interface ChunkDamage {
  readonly key: readonly string[]
  readonly why: string
}

/** A chunk with its key. */
export interface KeyedChunk {
  readonly key: string[]
  readonly data: Uint8Array
}

/** The chunks of one database. Every function throws SQLite's errors. */
export interface ChunkTable {
  /** undefined when there is none, or none any more. */
  load(key: readonly string[]): Uint8Array | undefined
  /** The chunks at and below `prefix`, in the order in which their keys first came. */
  loadRange(prefix: readonly string[]): readonly KeyedChunk[]
  save(key: readonly string[], data: Uint8Array): void
  remove(key: readonly string[]): void
  removeRange(prefix: readonly string[]): void
}

interface Row {
  readonly id: number
  readonly key: string
  readonly data: Uint8Array
  readonly sum: Uint8Array
}

/** The chunks of `database`; `onDamage` is told of each that was set aside. */
export function createChunkTable(database: Database, onDamage: (damage: ChunkDamage) => void): ChunkTable {
  const one = database.prepare('SELECT * FROM chunks WHERE key = ?')
  const all = database.prepare('SELECT * FROM chunks ORDER BY id')
  const below = database.prepare('SELECT * FROM chunks WHERE key >= ? AND key < ? ORDER BY id')
  const upsert = database.prepare(
    'INSERT INTO chunks (key, data, sum) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET data = excluded.data, sum = excluded.sum',
  )
  const drop = database.prepare('DELETE FROM chunks WHERE key = ?')
  const dropBelow = database.prepare('DELETE FROM chunks WHERE key >= ? AND key < ?')
  const setAside = database.prepare('INSERT INTO damaged (key, data, sum, why) SELECT key, data, sum, ? FROM chunks WHERE id = ?')
  const dropRow = database.prepare('DELETE FROM chunks WHERE id = ?')

  const sound = (row: Row): Uint8Array | undefined => {
    if (isEqual(sumOf(row.data), row.sum)) return new Uint8Array(row.data)
    const why = 'the checksum does not fit'
    setAside.run(why, row.id)
    dropRow.run(row.id)
    onDamage({ key: keyOfText(row.key), why })
    return undefined
  }
  return {
    load(key) {
      const row = one.get(textOfKey(key)) as Row | undefined
      return row === undefined ? undefined : sound(row)
    },
    loadRange(prefix) {
      const stretch = stretchBelow(prefix)
      const rows = (stretch === undefined ? all.all() : below.all(stretch.from, stretch.to)) as unknown as readonly Row[]
      return rows.flatMap((row) => {
        const data = sound(row)
        return data === undefined ? [] : [{ key: keyOfText(row.key), data }]
      })
    },
    save: (key, data) => void upsert.run(textOfKey(key), data, sumOf(data)),
    remove: (key) => void drop.run(textOfKey(key)),
    removeRange(prefix) {
      const stretch = stretchBelow(prefix)
      if (stretch === undefined) database.exec('DELETE FROM chunks')
      else dropBelow.run(stretch.from, stretch.to)
    },
  }
}

function sumOf(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest()
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
