/** The growing swarm: from two nodes to eight while everybody writes, and one goes for good. */
import { wired } from '../draw/topology.ts'
import { talk, told } from './canned.ts'

const TOPOLOGY = wired(8, 'ring')
const LATE = TOPOLOGY.nodes.slice(2)

/** Eight nodes in a ring, six of which come one by one. */
export const growingSwarm = told({
  name: 'growing-swarm',
  title: 'The growing swarm',
  story: `n1 and n2 begin alone. Every two seconds another member joins the ring with an empty disk, and at 15 seconds n5 leaves and never
comes back.

A newcomer holds nothing, so its first beacon differs; it is told what there is, log by log, and asks for it in ranges. Each range is
proven by one signature at its end and a hash for each entry before. What n5 had said, and others had confirmed to keep, stays and
counts on; nobody needs n5 to prove that it said so.`,
  topology: TOPOLOGY,
  writes: talk(TOPOLOGY.nodes, 18_000, 1_000),
  stormMs: 19_000,
  faults: {
    events: [
      ...LATE.map((node, at) => ({ type: 'join', atMs: 2_000 * (at + 1), node }) as const),
      { type: 'leave', atMs: 15_000, node: 'n5' },
    ],
  },
})
