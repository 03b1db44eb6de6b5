/** Transaction: several statements that take effect together or not at all. */
import type { Database } from './driver.ts'

/** All that `run` does, or none of it. */
export function inTransaction(database: Database, run: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    run()
    database.exec('COMMIT')
  } catch (error) {
    // SQLite has already rolled back by itself after some errors, a full disk among them.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
