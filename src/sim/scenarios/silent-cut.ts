/** The silent one-way cut: one direction of a wire swallows everything for seconds, while the other works. */
import { wired } from '../draw/topology.ts'
import { talk, told } from './canned.ts'

/** Two nodes that both write while n1 does not reach n2. */
export const silentCut = told({
  name: 'silent-cut',
  title: 'The silent one-way cut',
  story: `For five seconds nothing that n1 sends arrives, while n1 hears everything. Protocols that count on a reply wait for ever, or send
the same again and again.

Here n2's claims reach n1 all the time. n1's own pile up unconfirmed. When the cut ends, the first beacon that gets through shows two
different roots; one side, the same for both, opens the comparison, and n2 asks for the entries it lacks, all of them in one range.
Nothing was repeated into the void meanwhile: an ask that stalls is given up until a beacon differs again.`,
  topology: wired(2, 'line'),
  writes: talk(['n1', 'n2'], 8_000),
  stormMs: 9_000,
  faults: { events: [{ type: 'cut', atMs: 2_000, lastMs: 5_000, from: 'n1', to: 'n2' }] },
})
