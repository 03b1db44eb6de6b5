/** Storage in one SQLite file, for automerge-repo's storage port: group commits in a thread, each chunk under a checksum. */
export type { ChunkDamage } from './chunk-table.ts'
export { sqliteStorage, type SqliteStorage, type SqliteStorageOptions } from './storage.ts'
