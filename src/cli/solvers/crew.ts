/** Crew: the processes of the solvers: two servers, the cable between them, and a node for each solver, every other one in the east. */
import { join } from 'node:path'
import type { Cable } from '../stage/cable.ts'
import type { HubCalls } from '../stage/hub.ts'
import { layNetwork, type Running, type Side } from '../stage/network.ts'
import { startChild, type Child } from '../stage/post.ts'
import { createWatching, waitForAgreement, type Watching } from '../stage/watching.ts'
import { SOLVERS } from './law.ts'
import type { SolverCalls, SolverNews, SolverSetup, SolverState } from './member.ts'

/** One solver's process and the latest it told. */
export interface Solver {
  readonly name: string
  readonly side: Side
  readonly author: string
  /** How many traces it has to publish. */
  readonly traces: number
  readonly child: Child<SolverCalls>
  readonly news: () => SolverNews
}

/** All processes, and the means to wait for them. */
export interface SolverCrew extends Pick<Watching, 'waitUntil' | 'heed'> {
  /** Those alive, in the order of their names. */
  readonly solvers: () => readonly Solver[]
  readonly hubs: readonly Child<HubCalls>[]
  readonly cable: Cable
  /** Ends one solver's process at once, whatever it is doing; resolves when it is gone. */
  strike(solver: Solver): Promise<void>
  /** Starts the process of a solver that was struck, on what its folder kept. */
  revive(solver: Solver): Promise<Solver>
  /** Waits until these hold the same entries and judge them alike. */
  agree(solvers: readonly Solver[], what: string): Promise<readonly SolverState[]>
  close(): Promise<void>
  /** Ends every process at once; idempotent. */
  kill(): void
}

const SIDES: readonly Side[] = ['west', 'east']
const NO_NEWS: SolverNews = { entries: 0, done: 0, open: 0, online: false }

/** Starts everything below `dir`; resolves when every node reaches its server. When `stop` fires, every process ends at once. */
export async function callSolvers(names: readonly string[], file: string, dir: string, stop: AbortSignal): Promise<SolverCrew> {
  const running: Running[] = []
  const over = new AbortController()
  const watching = createWatching(over.signal)
  const kill = (): void => {
    stop.removeEventListener('abort', kill)
    over.abort()
    for (const one of running) one.kill()
  }
  stop.addEventListener('abort', kill)
  try {
    const { hubs, cable, urls } = await layNetwork(dir, SOLVERS, running)
    const struck = new Set<Child<SolverCalls>>()
    const start = async (solver: string, side: Side): Promise<Solver> => {
      const setup = { solver, file, url: urls[side], dir: join(dir, solver) }
      const made = await startSolver(setup, side, running, watching.notify)
      // whoever ends before the end, without being struck, ends it for all
      void made.child.ended.then(() => struck.has(made.child) || over.abort())
      return made
    }
    let solvers = await Promise.all(names.map((name, at) => start(name, SIDES[at % SIDES.length] ?? 'west')))
    for (const { ended } of hubs) void ended.then(() => over.abort())
    await watching.waitUntil('every node reaches its server', () => solvers.every(({ news }) => news().online))
    return {
      solvers: () => solvers,
      ...{ hubs, cable, kill, waitUntil: watching.waitUntil, heed: watching.heed },
      async strike(solver) {
        struck.add(solver.child)
        solvers = solvers.filter((one) => one !== solver)
        solver.child.kill()
        await solver.child.ended
      },
      async revive({ name, side }) {
        const back = await start(name, side)
        solvers = [...solvers, back].sort((a, b) => (a.name < b.name ? -1 : 1))
        return back
      },
      agree: (some, what) => waitForAgreement(watching, some.map(agreeing), what),
      async close() {
        await Promise.all(solvers.map(({ child }) => child.call('close')))
        await Promise.all(hubs.map((hub) => hub.call('close')))
        await Promise.all([...solvers.map(({ child }) => child.end()), ...hubs.map((hub) => hub.end())])
        kill()
      },
    }
  } catch (error) {
    kill()
    throw error
  }
}

const agreeing = ({ child, news }: Solver): { entries: () => number; state: () => Promise<SolverState> } => ({
  entries: () => news().entries,
  state: () => child.call('state'),
})

async function startSolver(setup: SolverSetup, side: Side, running: Running[], onNews: () => void): Promise<Solver> {
  let latest = NO_NEWS
  const child = startChild<SolverCalls>(new URL('./member.js', import.meta.url), setup, (told) => {
    latest = told as SolverNews
    onNews()
  })
  running.push(child)
  const { author, traces } = await child.call('open')
  return { name: setup.solver, side, author, traces, child, news: () => latest }
}

/** Messages that all nodes and servers have sent since they started. */
export async function messagesSent(crew: SolverCrew): Promise<number> {
  const states = [...crew.solvers().map(({ child }) => child.call('state')), ...crew.hubs.map((hub) => hub.call('state'))]
  return (await Promise.all(states)).reduce((sum, { sent }) => sum + sent, 0)
}
