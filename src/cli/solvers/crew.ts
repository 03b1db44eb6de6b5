/** Crew of the solvers: a node for each, every other one in the east. */
import { callCrew, type Crew, type Member } from '../stage/crew.ts'
import type { Side } from '../stage/network.ts'
import { SOLVERS } from './law.ts'
import type { SolverCalls, SolverNews } from './member.ts'

/** One solver's process. */
export type Solver = Member<SolverCalls, SolverNews>

/** All of them. */
export type SolverCrew = Crew<SolverCalls, SolverNews>

const SIDES: readonly Side[] = ['west', 'east']

/** Starts everything below `dir`; each solver reads its own solutions in `file`. */
export function callSolvers(names: readonly string[], file: string, dir: string, stop: AbortSignal): Promise<SolverCrew> {
  const cast = {
    founding: SOLVERS,
    script: new URL('./member.js', import.meta.url),
    setup: { file },
    members: names.map((name, at) => ({ name, side: SIDES[at % SIDES.length] ?? 'west' })),
    noNews: { entries: 0, traces: 0, done: 0, open: 0, online: false },
  }
  return callCrew<SolverCalls, SolverNews>(cast, dir, stop)
}

/** How many traces it has to publish. */
export const tracesOf = ({ news }: Solver): number => news().traces
