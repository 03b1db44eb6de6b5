/** A process that saves one chunk after another and says on stdout when each is kept, until it is killed. */
import { sqliteStorage } from '../../../adapters/storage-sqlite/index.ts'

const storage = sqliteStorage({ file: process.argv[2] ?? '' })
for (let n = 0; ; n += 1) {
  await storage.save(['document', 'incremental', String(n)], new Uint8Array([n % 256, 1, 2]))
  process.stdout.write(`${n}\n`)
}
