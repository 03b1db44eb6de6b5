/** Bugs of reasoning: a module is patched, or a part altered, and a promise of the simulator must name it. */
import { expect, test, vi } from 'vitest'
import type { CoreParts } from '../../src/node/core/parts.ts'
import type * as Turns from '../../src/node/reasoning/turns.ts'
import type * as Patience from '../../src/node/reasoning/patience.ts'
import type * as Owners from '../../src/node/reasoning/owners.ts'
import type * as Takeover from '../../src/node/reasoning/takeover.ts'
import type * as Coherence from '../../src/semantics/reasoning/coherence.ts'
import { NO_FAULTS, type FaultEvent, type Trick } from '../../src/sim/faults.ts'
import type { Checker } from '../../src/sim/outcome.ts'
import { wired } from '../../src/sim/draw/topology.ts'
import type { Scenario, Thinking } from '../../src/sim/scenario.ts'
import { dyingSolver } from '../../src/sim/scenarios/dying-solver.ts'
import type { Trace } from '../../src/traces/trace.ts'
import type * as Draw from '../../src/sim/draw/draw.ts'
import type * as Play from '../../src/sim/play.ts'

const SEEDS_MAX = 50

interface ReasoningBug {
  readonly name: string
  readonly promises: readonly string[]
  readonly alter?: (parts: CoreParts) => CoreParts
  /** Where it is looked for; default: storms over nodes that reason. */
  readonly scenario?: (seed: string) => Scenario
  /** Module -> what it is instead. */
  readonly modules?: Readonly<Record<string, (real: unknown) => object>>
}

/** The canned solver does not die: it is cut off, and both sides bring its reasoning to an end. */
const ISLAND: Scenario = {
  ...dyingSolver.scenario,
  faults: { ...NO_FAULTS, events: [{ type: 'partition', atMs: 1_500, lastMs: 10_000, groups: [['n1'], ['n2', 'n3']], isSilent: true }] },
}

/** The canned solver dies beside a member with this trick. */
const dyingBeside =
  (trick: Trick, events: readonly FaultEvent[] = []) =>
  (seed: string): Scenario => {
    const { faults, ...liars } = liarsIn(seed)
    const hostile = faults.hostile.map((member) => ({ ...member, tricks: [trick], everyMs: 500 }))
    return { ...liars, faults: { ...faults, hostile, events: [...dyingSolver.scenario.faults.events, ...events] } }
  }
/** A member that takes its session, and stays. */
const staller = dyingBeside('stall')
/** A member that concludes in its session what is not so, and is gone before it takes the session, too. */
const orphaned = dyingBeside('reason', [{ type: 'leave', atMs: 3_100, node: 'h1' }])

const BUGS: readonly ReasoningBug[] = [
  {
    name: 'a session whose owner is gone is forgotten',
    promises: ['tracesMigrate'],
    alter: withoutSessions,
  },
  {
    name: 'a session that two published counts twice',
    promises: ['oneVote'],
    scenario: (seed) => ({ ...ISLAND, seed }),
    modules: {
      '../../src/semantics/reasoning/coherence.js': (real) => {
        const coherence = real as typeof Coherence
        return { ...coherence, conclusionOf: (trace: Trace) => sessionless(coherence.conclusionOf(trace)) }
      },
    },
  },
  {
    name: 'what fails the COHERENCE-CHECK is published',
    promises: ['tracesHold'],
    scenario: ending('errs'),
    modules: { '../../src/node/reasoning/gate.js': () => ({ gateFault: () => undefined }) },
  },
  {
    name: 'a reader believes every step',
    promises: ['tracesHold'],
    scenario: liarsIn,
    modules: { '../../src/traces/faults.js': () => ({ badStepsOf: () => [] }) },
  },
  {
    name: 'an asker waits ten times as long as it was told',
    promises: ['asksEnd'],
    modules: {
      '../../src/node/reasoning/turns.js': (real) => {
        const { inTurn, everyTurn } = real as typeof Turns
        const patient = <T>(parts: Turns.TurnsParts<T>): Turns.TurnsParts<T> => ({ ...parts, timeoutMs: parts.timeoutMs * 10 })
        return {
          inTurn: <T>(parts: Turns.TurnsParts<T>) => inTurn(patient(parts)),
          everyTurn: <T>(parts: Turns.TurnsParts<T>) => everyTurn(patient(parts)),
        }
      },
    },
  },
  {
    name: 'nobody takes a session over',
    promises: ['tracesMigrate'],
    modules: {
      '../../src/node/reasoning/takeover.js': (real) => ({
        createTakeover: (parts: Takeover.TakeoverParts) => (real as typeof Takeover).createTakeover({ ...parts, take: () => undefined }),
      }),
    },
  },
  {
    name: 'who is there is waited for, whatever it does',
    promises: ['tracesMigrate'],
    scenario: staller,
    modules: {
      '../../src/node/reasoning/patience.js': (real) => ({
        createPatience: () => ({ ...(real as typeof Patience).createPatience(), isWaitedFor: () => true }),
      }),
    },
  },
  {
    name: 'anybody who speaks of a session ends it',
    promises: ['tracesMigrate'],
    scenario: orphaned,
    modules: {
      '../../src/node/reasoning/owners.js': (real) => {
        const { stateOf, ...owners } = real as typeof Owners
        const endedByAny: typeof stateOf = (record) => (record.conclusions.length > 0 ? 'published' : stateOf(record))
        return { ...owners, stateOf: endedByAny, isOpen: (record: Parameters<typeof stateOf>[0]) => endedByAny(record) === 'open' }
      },
    },
  },
]

/** The canned solver lives, but its module ends like this. */
function ending(ends: Thinking['ends']): (seed: string) => Scenario {
  const { workload } = dyingSolver.scenario
  const modules = (workload.modules ?? []).map((one) => ({ ...one, steps: 2, ends }))
  return (seed) => ({ ...dyingSolver.scenario, seed, workload: { ...workload, modules }, faults: NO_FAULTS })
}

/** Three nodes that reason, and one that lies in reasoning. */
function liarsIn(seed: string): Scenario {
  const { nodes, links } = wired(3, 'mesh')
  const hostile = [{ node: 'h1', tricks: ['reason'] as const, everyMs: 250 }]
  const topology = { nodes: [...nodes, 'h1'], links: [...links, ['h1', 'n1'] as const, ['h1', 'n2'] as const] }
  return { ...dyingSolver.scenario, seed, topology, faults: { ...NO_FAULTS, hostile } }
}

test.each(['1', '2', '3', '4'])('[SIM94] who lies in reasoning breaks no promise, and no false trace speaks: %s', async (seed) => {
  const { play }: typeof Play = await import('../../src/sim/play.ts')
  let silent = 0
  const look: Checker = ({ nodes, hostile }) =>
    nodes.flatMap(({ name, traces }) =>
      traces().flatMap(({ trace, ok }) => {
        if (!hostile.has(trace.by) || trace.steps.length === 0) return []
        if (!ok) silent += 1
        return ok ? [{ why: `${name} lets ${trace.id} speak` }] : []
      }),
    )
  const { violations } = await play({ scenario: liarsIn(seed), checkers: { look } })
  expect(violations).toEqual([])
  expect(silent).toBeGreaterThan(0)
})

test.each(['1', '2', '3'])('[SIM105] sessions end beside a member that takes them all, does nothing, and stays: %s', async (seed) => {
  const { play }: typeof Play = await import('../../src/sim/play.ts')
  const taken: Checker = ({ nodes, hostile }) =>
    nodes.flatMap(({ name, told }) => {
      const records = [...told().sessions()].map((id) => told().session(id)!)
      const isTaken = records.some(({ handovers }) => handovers.some(({ by }) => hostile.has(by)))
      return isTaken ? [] : [{ why: `${name} knows of no session that was taken` }]
    })
  const { violations } = await play({ scenario: staller(seed), checkers: { taken } })
  expect(violations).toEqual([])
})

function withoutSessions(parts: CoreParts): CoreParts {
  const { createEngine } = parts
  if (createEngine === undefined) return parts
  return {
    ...parts,
    createEngine(law) {
      const engine = createEngine(law)
      return { ...engine, archive: { ...engine.archive, sessions: () => [] } }
    },
  }
}

function sessionless<T extends object>(said: readonly T[]): readonly T[] {
  return said.map((one) => ({ ...one, session: undefined }))
}

test.each(BUGS)('[SIM84] it is found when $name', async ({ alter, modules = {}, promises, scenario }) => {
  vi.resetModules()
  for (const [module, patch] of Object.entries(modules)) vi.doMock(module, async (importOriginal) => patch(await importOriginal()))
  const { play }: typeof Play = await import('../../src/sim/play.ts')
  const { drawScenario }: typeof Draw = await import('../../src/sim/draw/draw.ts')
  const made = scenario ?? ((seed: string) => drawScenario(seed, { reasons: true, stormMs: 8_000 }))
  const isFound = async (at: number): Promise<boolean> => {
    const { violations } = await play({ scenario: made(`reasoning bug ${at}`), ...(alter === undefined ? {} : { alter }) })
    return violations.some(({ promise }) => promises.includes(promise))
  }
  let seeds = 1
  while (seeds <= SEEDS_MAX && !(await isFound(seeds))) seeds += 1
  for (const module of Object.keys(modules)) vi.doUnmock(module)
  expect(seeds).toBeLessThanOrEqual(SEEDS_MAX)
})
