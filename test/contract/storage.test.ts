/** automerge-repo's own acceptance suite for storage adapters, run on ours. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runStorageAdapterTests } from '@automerge/automerge-repo/helpers/tests/storage-adapter-tests.js'
import { describe } from 'vitest'
import { nodeFsStorage } from '../../adapters/storage-nodefs/index.ts'
import { sqliteStorage } from '../../adapters/storage-sqlite/index.ts'

describe('[ADP20] storage in a folder', () => {
  runStorageAdapterTests(() => {
    const dir = mkdtempSync(join(tmpdir(), 'tracord-storage-'))
    const teardown = (): void => rmSync(dir, { recursive: true, force: true })
    return Promise.resolve({ adapter: nodeFsStorage({ dir }), teardown })
  })
})

describe('[ADP26] storage in a SQLite file', () => {
  runStorageAdapterTests(() => {
    const dir = mkdtempSync(join(tmpdir(), 'tracord-storage-'))
    const adapter = sqliteStorage({ file: join(dir, 'chunks.db') })
    const teardown = (): void => void adapter.close().finally(() => rmSync(dir, { recursive: true, force: true }))
    return Promise.resolve({ adapter, teardown })
  })
})
