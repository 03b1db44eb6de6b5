/** A process that appends one row after another and says on stdout when each is acknowledged, until it is killed. */
import { sqliteJournal } from '../../../adapters/journal-sqlite/index.ts'
import { call, openJournal, sampleRow, valueOf } from '../../../src/ports/contract/journal.ts'

const journal = sqliteJournal({ dir: process.argv[2] ?? '' })
const opened = await openJournal(journal)
for (let seq = opened.rows.length; ; seq += 1) {
  valueOf(await call<null>((done) => journal.append([sampleRow('["log"]', seq, 1)], done)))
  process.stdout.write(`${seq}\n`)
}
