/** A long walk through the journal: the garbage collector may run in the middle of it, and changes nothing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { loadDriver } from '../../adapters/journal-sqlite/driver.ts'
import { packRow } from '../../adapters/journal-sqlite/row.ts'
import { openStore, openStoreToRead } from '../../adapters/journal-sqlite/store.ts'
import { cidOf } from '../../src/base/hash.ts'
import type { LogKey } from '../../src/frames/log.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

test('rows are walked to the end even when their statement could be collected meanwhile', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-walk-'))
  try {
    const driver = await loadDriver()
    const rows = Array.from({ length: 30 }, (_, from) => {
      const body = `{"at":${from},"items":[1],"sig":"x"}`
      return packRow({ log: '["log"]' as LogKey, from, bodies: [body], ids: [cidOf(body)], seenAt: 1 })
    })
    const first = openStore(driver, dir, () => 1)
    expect([...first.rows()]).toEqual([])
    first.append(rows)
    first.close()
    const second = openStoreToRead(driver, dir)
    let walked = 0
    for (const _row of second.rows()) {
      walked += 1
      collect()
      await new Promise((resolve) => setImmediate(resolve)) // finalizers run between two turns
    }
    expect(walked).toBe(30)
    second.close()
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
