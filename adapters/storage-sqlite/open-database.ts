/** Opening the database: a sound file as it is; an unsound one is moved aside, since the journal has all that its documents held. */
import { existsSync, renameSync } from 'node:fs'
import type { ChunkDamage } from './chunk-table.ts'
import type { Database, OpenDatabase } from './driver.ts'
import { prepareDatabase } from './schema.ts'

const CORRUPT = 11
const NOT_A_DATABASE = 26
const PRIMARY_CODE_MASK = 0xff
const DAMAGED_COPIES_MAX = 1_000

/** Opens or begins the file at `path`; `onDamage` is told when it had to be begun anew. */
export function openDatabase(open: OpenDatabase, path: string, onDamage: (damage: ChunkDamage) => void): Database {
  try {
    return openSound(open, path)
  } catch (error) {
    if (!isCorrupt(error)) throw error
    const movedTo = moveAside(path)
    onDamage({ key: [], why: `${path} is no sound database (${reasonOf(error)}): moved to ${movedTo}` })
    return openSound(open, path)
  }
}

/** Whether `error` says that the file does not hold a sound database. */
export function isCorrupt(error: unknown): boolean {
  const code = (error as { errcode?: unknown } | null)?.errcode
  if (typeof code !== 'number') return false
  return (code & PRIMARY_CODE_MASK) === CORRUPT || (code & PRIMARY_CODE_MASK) === NOT_A_DATABASE
}

function openSound(open: OpenDatabase, path: string): Database {
  const database = open(path)
  try {
    prepareDatabase(database)
    const { quick_check: verdict } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
    if (verdict !== 'ok') throw Object.assign(new Error(verdict), { errcode: CORRUPT })
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Renames the file and what SQLite keeps beside it; nothing is deleted. */
function moveAside(path: string): string {
  for (let n = 1; n <= DAMAGED_COPIES_MAX; n += 1) {
    const aside = `${path}.damaged-${n}`
    if (existsSync(aside)) continue
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
    return aside
  }
  throw new Error(`there are already ${DAMAGED_COPIES_MAX} damaged copies of ${path}: move them elsewhere`)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
