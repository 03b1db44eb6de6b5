/** The journal contract, run on every journal there is. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { sqliteJournal } from '../../adapters/journal-sqlite/index.ts'
import { journalContract } from '../../src/ports/contract/journal.ts'

// A busy machine takes its time over processes and disks; nothing here measures any.
vi.setConfig({ testTimeout: 60_000 })

journalContract(
  (title, run) => test(`[ADP1] sqlite ${title}`, () => expect(run()).resolves.toBeUndefined()),
  async () => {
    const dir = await mkdtemp(join(tmpdir(), 'tracord-journal-'))
    return { create: () => sqliteJournal({ dir }), exclusive: true, remove: () => rm(dir, { recursive: true }) }
  },
)
