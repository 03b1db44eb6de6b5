/** Dying solver: a node ends in the middle of a chain of reasoning, and another goes on from its last step. */
import { wired } from '../draw/topology.ts'
import { talk, told } from './canned.ts'

/** Three nodes, two of which can reason toward the goal; the one that does so dies for good. */
export const dyingSolver = told({
  name: 'dying-solver',
  title: 'A solver dies, its reasoning does not',
  story: `n1 is asked to work something out, in eight steps of 400 ms, each an equation that everybody can check. Every step is
an entry the moment it is made, so n2 and n3 hold what there is of the chain while it grows. After two seconds n1 loses power
and never comes back.

Nobody is told; its presence merely stops. After two leases it counts as gone. Its session is open and its owner silent: of the
nodes that have the module, the first by rank says in an entry that it goes on, reads the steps made so far, and makes the rest.
The conclusion names steps of both, so the trace is one chain by two authors, and it counts as one vote. All nodes that are left
hold it whole, check it from the entries alone, and certify the same digest.`,
  topology: wired(3, 'mesh'),
  writes: talk(['n2', 'n3'], 12_000, 1_000),
  goals: [{ atMs: 1_000, node: 'n1', goal: 'work out the load of the bridge', wants: { frame: 'bridge', slot: 'state' }, model: 'master' }],
  modules: [{ name: 'statics', nodes: ['n1', 'n2'], steps: 8, stepMs: 400, ends: 'agrees' }],
  stormMs: 14_000,
  faults: { events: [{ type: 'leave', atMs: 3_000, node: 'n1' }] },
})
