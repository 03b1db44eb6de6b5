/** Driver: SQLite as this Node has it, `node:sqlite` where it is built in and `@photostructure/sqlite` (the same API) where it is not. */
import type * as Sqlite from '@photostructure/sqlite'

/** One open connection. */
export type Database = InstanceType<typeof Sqlite.DatabaseSync>

/** Opens a database file, making it when it is not there. */
export type OpenDatabase = (path: string) => Database

/** Loads whichever driver there is. Rejects only when neither is installed. */
export async function loadDriver(): Promise<OpenDatabase> {
  const builtin: string = 'node:sqlite'
  const loaded = (await import(builtin).catch(() => import('@photostructure/sqlite'))) as typeof Sqlite
  return (path) => new loaded.DatabaseSync(path)
}
