/** Contract suites, one per port, for any test runner: `tracord/contract`. */
export {
  call,
  journalContract,
  openJournal,
  sampleRow,
  valueOf,
  type ContractTest,
  type JournalPlace,
} from './journal.ts'
