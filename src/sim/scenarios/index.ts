/** Scenarios: the canned ones, by name. */
import type { Canned } from './canned.ts'
import { dyingSolver } from './dying-solver.ts'
import { equivocation } from './equivocation.ts'
import { flappingLink } from './flapping-link.ts'
import { growingSwarm } from './growing-swarm.ts'
import { longIsland } from './long-island.ts'
import { lostMessage } from './lost-message.ts'
import { silentCut } from './silent-cut.ts'
import { slowDisk } from './slow-disk.ts'
import { splitBrain } from './split-brain.ts'
import { tornJournal } from './torn-journal.ts'

/** All of them, the simplest first. */
export const SCENARIOS: readonly Canned[] = [
  ...[lostMessage, silentCut, flappingLink, splitBrain, slowDisk],
  ...[tornJournal, equivocation, growingSwarm, longIsland, dyingSolver],
]
