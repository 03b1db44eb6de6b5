/** The equivocating member: one key, two nodes, two histories with the same numbers. */
import { wired, withNode } from '../draw/topology.ts'
import { talk, told } from './canned.ts'

const TRICKS = ['equivocate', 'forge', 'bend'] as const

/** Four honest nodes in a ring, and a member that tells each side something else. */
export const equivocation = told({
  name: 'equivocation',
  title: 'The equivocating member',
  story: `A member runs twice under one key. To n1 it signs one entry as number 0 of its log, to n3 another, and so on; besides, it
continues other members' logs with entries that they never signed, and passes on theirs with a word changed.

What others did not sign is refused at the door of every honest node. The double history is found where the two meet: two authentic
entries with one number prove it, for good, on every node that sees both. From then on nothing that this author said counts, whatever
it says later; what it took back stays taken back, both branches are kept as proof, and what honest members said is untouched.`,
  topology: withNode(withNode(wired(4, 'ring'), 'h1', ['n1']), 'h2', ['n3']),
  writes: talk(['n1', 'n2', 'n3', 'n4'], 9_000, 1_000),
  stormMs: 10_000,
  faults: {
    hostile: [
      { node: 'h1', tricks: TRICKS, everyMs: 700 },
      { node: 'h2', tricks: TRICKS, everyMs: 700, twinOf: 'h1' },
    ],
  },
})
