/** Repair, tracord: the preferred repair of a component and where each of its members stands, exactly, as a read needs both. */
import { openProblem, solvedFrom } from '../../src/semantics/solver/solve.ts'
import { standingsFrom, type Standings } from '../../src/semantics/solver/standing.ts'
import type { Problem, Solved } from '../../src/semantics/solver/problem.ts'
import type { Measured, Params } from '../case.ts'
import { verify } from '../replication/stopwatch.ts'
import { disputes, leastVotes, timedOf, VOTE, warmOf } from './disputes.ts'
import { percentilesOf, sampled } from './samples.ts'

/** The budget that policies have by default. */
const BUDGET = { nodes: 20_000 }
/** Members of a component whose standing is compared with the oracle. */
const CHECKED = 3

/** Times components, one after another. */
export async function run(params: Params): Promise<Measured> {
  const conflicts = Number(params['conflicts'])
  const answer = (problem: Problem): readonly [Solved, Standings] => {
    const opened = openProblem(problem, BUDGET)
    return [solvedFrom(opened), standingsFrom(opened)]
  }
  for (const problem of disputes(conflicts, warmOf(conflicts), 'warm')) answer(problem)
  const problems = disputes(conflicts, timedOf(conflicts), 'timed')
  const answers: (readonly [Solved, Standings])[] = []
  const times = sampled(problems, (problem) => void answers.push(answer(problem)))
  for (const [at, [solved, standing]] of answers.entries()) check(problems[at]!, solved, standing)
  const { p50 = 0, p99 = 0 } = percentilesOf(times)
  return { p50: p50 / 1_000, p99: p99 / 1_000 }
}

/** Exact, of the oracle's cost, and each checked member kept in all, none or some of the repairs of that cost. */
function check(problem: Problem, { best, exact }: Solved, { kept, exact: allKnown }: Standings): void {
  const least = leastVotes(problem)
  verify(exact && allKnown && best.cost === BigInt(least) * VOTE, `a repair of ${least} votes`)
  for (let nth = 0; nth < CHECKED; nth++) {
    const member = (nth * 7_919) % problem.members.length
    const canStay = leastVotes(problem, { member, kept: true }) === least
    const canGo = leastVotes(problem, { member, kept: false }) === least
    verify(kept[member] === (canStay ? (canGo ? 'some' : 'all') : 'none'), 'the standing of a member')
  }
}
