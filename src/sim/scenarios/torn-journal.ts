/** The torn journal: power fails in the middle of commits, again and again, and rows rot. */
import { wired } from '../draw/topology.ts'
import { talk, told } from './canned.ts'

/** Three nodes; n2 loses its power four times, and six of its rows. */
export const tornJournal = told({
  name: 'torn-journal',
  title: 'The torn journal',
  story: `n2 writes two claims a second to a disk that takes up to 80 ms for a commit. Four times its power fails; what was under way is
kept or not, whole commits in order, as SQLite leaves it. Before the last start some of its rows rot, of which others have a copy.

Whatever n2 acknowledged it holds after each start: it acknowledges after the fsync only. What it had sent and then lost is an entry
that others hold and give back; it can never sign another under the same number, since every start writes a new log. Damaged rows are
set aside and named, what stands behind them waits, and the neighbours are asked for what is missing.`,
  topology: wired(3, 'line'),
  writes: talk(['n1', 'n2', 'n3'], 14_000),
  stormMs: 15_000,
  faults: {
    disk: { commitMsMin: 5, commitMsMax: 80, errorPermille: 30, readErrorPermille: 0 },
    events: [
      ...[2_030, 5_020, 8_045].map((atMs) => ({ type: 'crash', atMs, downMs: 900, node: 'n2', isPowerLoss: true }) as const),
      { type: 'rot', atMs: 11_000, node: 'n2', rows: 6 },
      { type: 'crash', atMs: 11_030, downMs: 1_500, node: 'n2', isPowerLoss: true },
    ],
  },
})
