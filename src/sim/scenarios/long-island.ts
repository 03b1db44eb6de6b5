/** The long island: one node alone for a minute of writing, with a clock an hour behind. */
import { wired } from '../draw/topology.ts'
import { talk, told } from './canned.ts'

/** Three nodes; n3 is cut off for sixty seconds. */
export const longIsland = told({
  name: 'long-island',
  title: 'The long island',
  story: `n3 is alone for a minute. It goes on writing, restarts once, and its clock is set back by an hour. The others write too, about
the same things.

Alone, n3 reads and judges as always, and calls its own claims provisional. When it is back, one exchange of what is held by log
tells each side what the other lacks; hundreds of entries travel as a few ranges. Whoever said something first has no advantage by
it: times are for people, and no judgement reads them.`,
  topology: wired(3, 'line'),
  writes: [
    ...talk(['n1', 'n3'], 62_000, 500),
    ...['n1', 'n2', 'n3'].map((node, at) => {
      return { atMs: 20_000 + at, node, frame: 'door', slot: 'state', value: at === 2 ? 'closed' : 'open' }
    }),
  ],
  stormMs: 65_000,
  faults: {
    events: [
      { type: 'partition', atMs: 2_000, lastMs: 60_000, groups: [['n1', 'n2'], ['n3']], isSilent: true },
      { type: 'crash', atMs: 30_000, downMs: 1_000, node: 'n3', isPowerLoss: false },
      { type: 'clockJump', atMs: 40_000, node: 'n3', byMs: -3_600_000 },
    ],
  },
})
