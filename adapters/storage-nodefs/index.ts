/** Storage in a folder, for automerge-repo's storage port: whole chunks with checksums in the stock file layout. */
export type { ChunkDamage } from './chunk-folder.ts'
export { nodeFsStorage, type NodeFsStorageOptions } from './storage.ts'
