/** Journal on SQLite, for the journal port: durable, checked, in a thread of its own. */
export { sqliteJournal, type SqliteJournalOptions } from './journal.ts'
