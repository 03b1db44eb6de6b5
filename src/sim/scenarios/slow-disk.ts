/** The slow disk: commits that take seconds, and then a disk that is full. */
import { wired } from '../draw/topology.ts'
import { talk, told } from './canned.ts'

/** Three nodes; n2's disk is slow for six seconds, then refuses for three. */
export const slowDisk = told({
  name: 'slow-disk',
  title: 'The slow disk',
  story: `For six seconds each commit of n2 takes 1.5 seconds; later its disk is full for three.

A slow disk makes n2's own claims wait for their acknowledgement, and gathers them into few commits: nothing else waits. What n2
receives it judges and passes on at once, since a claim that others sent needs no promise of ours. On the full disk the write under
way ends as unknown, with its id; later ones are refused as read-only; reading goes on. The disk is tried again by itself, and then
n2 writes on in a new log, because nobody can know whether the last entry of the old one survived.`,
  topology: wired(3, 'line'),
  writes: talk(['n1', 'n2', 'n3'], 15_000),
  stormMs: 16_000,
  faults: {
    events: [
      { type: 'diskSlow', atMs: 1_000, lastMs: 6_000, node: 'n2', commitMs: 1_500 },
      { type: 'diskFull', atMs: 9_034, lastMs: 3_000, node: 'n2' },
    ],
  },
})
