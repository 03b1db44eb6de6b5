/** Split brain with a closed door: two halves decide otherwise about one door, and meet again. */
import { wired } from '../draw/topology.ts'
import { talk, told } from './canned.ts'

const at = (atMs: number, node: string, value: string) => ({ atMs, node, frame: 'door', slot: 'state', value })

/** Five nodes in two halves, each sure of its own. */
export const splitBrain = told({
  name: 'split-brain',
  title: 'Split brain with a closed door',
  story: `Five nodes in a mesh fall apart into n1, n2 and n3, n4, n5. The one half sees the door open, the other sees it closed, and each
acts on it for ten seconds: neither can know.

When they meet, both statements are held by all five, with who said them. A door has at most one state, so they are a conflict; the
judgement offers both ways out, drops the lighter one (two votes against three) and keeps it as dissent, to be read and to come back
if the heavier is withdrawn. All five certify the same digest without having voted: the verdict is a function of what they hold.`,
  topology: wired(5, 'mesh'),
  writes: [
    ...[at(3_000, 'n1', 'open'), at(4_000, 'n2', 'open'), at(3_500, 'n3', 'closed'), at(4_500, 'n4', 'closed'), at(5_500, 'n5', 'closed')],
    ...talk(['n1', 'n4'], 12_000, 1_000),
  ],
  stormMs: 13_000,
  faults: {
    events: [{ type: 'partition', atMs: 2_000, lastMs: 10_000, groups: [['n1', 'n2'], ['n3', 'n4', 'n5']], isSilent: false }],
  },
})
