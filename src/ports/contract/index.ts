/** Contract suites, one per port, for any test runner: `tracord/contract`. */
export {
  call,
  journalContract,
  openJournal,
  sampleRow,
  valueOf,
  type JournalPlace,
} from './journal.ts'
export type { ContractTest } from './test.ts'
export { wireContract, type WirePair } from './wire.ts'
