/** The memory journal keeps the journal's contract. */
import { test } from 'vitest'
import { machineClock } from '../../src/node/clock.ts'
import { createMemoryDisk, createMemoryJournal } from '../../src/node/memory-journal.ts'
import { journalContract } from '../../src/ports/contract/journal.ts'

journalContract(
  (title, run) => test(`[NOD21] memory ${title}`, run),
  async () => {
    const disk = createMemoryDisk()
    return { create: () => createMemoryJournal(machineClock, disk), exclusive: false, remove: async () => undefined }
  },
)
