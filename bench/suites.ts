/** Suites: all of them, by name. */
import type { Suite } from './case.ts'
import { judgement } from './judgement/suite.ts'
import { reasoning } from './reasoning/suite.ts'
import { replication } from './replication/suite.ts'
import { simulation } from './simulation/suite.ts'

/** What `npm run bench` can run. */
export const SUITES: readonly Suite[] = [judgement, replication, reasoning, simulation]
