/** Modules: those of one node, and which of them suits a goal; one that has to think about it is not waited for long. */
import type { Clock } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import { goalOf, type AskedGoal } from './goal.ts'
import { BID_MS, MODULES_MAX } from './limits.ts'
import { labelOf, type Goal, type Module } from './module.ts'

/** The modules of one node. */
export interface Modules {
  /** Adds a module, or replaces the one of the same name; the returned function takes it away again. Throws `BAD_INPUT`. */
  use(module: Module): () => void
  /** `name@version` of each, sorted. */
  labels(): readonly string[]
  /** The module that suits a goal best; among equals the one of the smallest name. Never rejects. */
  suited(goal: AskedGoal): Promise<Module | undefined>
}

/** No module yet. */
export function createModules(clock: Clock): Modules {
  const modules = new Map<string, Module>()
  return {
    use(module) {
      requireModule(module)
      if (modules.size >= MODULES_MAX && !modules.has(module.name)) throw bad(`a node has at most ${MODULES_MAX} modules`)
      modules.set(module.name, module)
      return () => {
        if (modules.get(module.name) === module) modules.delete(module.name)
      }
    },
    labels: () => [...modules.values()].map(labelOf).sort(),
    async suited(goal) {
      const asked = [...modules.values()]
      const scores = await Promise.all(asked.map((module) => bidOf(module, goalOf(goal), clock)))
      const scored = asked.map((module, at) => ({ module, score: scores[at] ?? 0 }))
      scored.sort((a, b) => b.score - a.score || (a.module.name < b.module.name ? -1 : 1))
      return (scored[0]?.score ?? 0) > 0 ? scored[0]?.module : undefined
    },
  }
}

/** One that throws, answers nonsense, or has no answer in time, does not accept. */
async function bidOf(module: Module, goal: Goal, clock: Clock): Promise<number> {
  try {
    const bid = module.accepts(goal)
    return typeof bid === 'object' ? await inTime(bid, clock) : scoreOf(bid)
  } catch {
    return 0
  }
}

function inTime(bid: Promise<number>, clock: Clock): Promise<number> {
  return new Promise((resolve) => {
    const cancel = clock.after(BID_MS, () => resolve(0))
    const end = (score: unknown): void => {
      cancel()
      resolve(scoreOf(score))
    }
    Promise.resolve(bid).then(end, () => end(0))
  })
}

const scoreOf = (score: unknown): number => (Number.isSafeInteger(score) ? Math.min(1_000, Math.max(0, Number(score))) : 0)

function requireModule(module: unknown): void {
  const { name, version, accepts, run } = (module ?? {}) as Partial<Module>
  const isNamed = [name, version].every((part) => typeof part === 'string' && part !== '' && !part.includes('@'))
  if (isNamed && typeof accepts === 'function' && typeof run === 'function') return
  throw bad('a module is { name, version, accepts(goal), run(work) }, its name and version without "@"')
}

const bad = (message: string): TracordError => new TracordError('BAD_INPUT', message)
