/** Bugs: deliberate mistakes of ours, each made by handing a node altered parts; production code knows nothing of them. */
import type { Item, Said } from '../../src/frames/item.ts'
import type { CoreParts } from '../../src/node/core/parts.ts'
import type { Journal, JournalRow } from '../../src/ports/journal.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import type { Standing } from '../../src/semantics/judgement.ts'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import type { Scenario } from '../../src/sim/scenario.ts'
import { equivocation } from '../../src/sim/scenarios/equivocation.ts'

/** A mistake, and the promise that it breaks. */
export interface Bug {
  readonly name: string
  /** Any of these may name it. */
  readonly promises: readonly string[]
  readonly alter: (parts: CoreParts, node: string) => CoreParts
  /** The scenarios in which it is looked for; default: full storms. */
  readonly scenario?: (seed: string) => Scenario
}

/** All that are made by altered parts. */
export const BUGS: readonly Bug[] = [
  {
    name: 'a signature is not checked',
    promises: ['noForgery', 'chains', 'nothingLost', 'noFault'],
    alter: (parts) => ({ ...parts, signatures: { ...parts.signatures, verify: () => true } }),
  },
  {
    name: 'acknowledges before the fsync',
    promises: ['nothingLost', 'shadows', 'noFault'],
    alter: (parts) =>
      withJournal(parts, (journal) => ({
        ...journal,
        append(rows, done) {
          journal.append(rows, () => undefined)
          parts.clock.after(0, () => done({ ok: true, value: null }))
        },
      })),
  },
  {
    name: 'one row in twenty is not written',
    promises: ['nothingLost', 'chains', 'noFault', 'shadows'],
    alter: (parts) =>
      withJournal(parts, (journal) => ({
        ...journal,
        append: (rows, done) => journal.append(rows.filter(() => parts.random.below(20) > 0), done),
      })),
  },
  {
    name: 'one row in ten is not read back',
    promises: ['nothingLost', 'noFault'],
    alter: (parts) =>
      withJournal(parts, (journal) => ({
        ...journal,
        open: (visit, done) => journal.open((row) => (parts.random.below(10) > 0 ? visit(row) : undefined), done),
      })),
  },
  {
    name: 'rows are given back out of their log',
    promises: ['chains', 'convergence', 'noFault', 'nothingLost', 'liveness'],
    alter: (parts) =>
      withJournal(parts, (journal) => ({
        ...journal,
        open: (visit, done) => journal.open((row) => visit({ ...row, ids: row.ids.toReversed(), from: row.from }), done),
      })),
  },
  {
    name: 'a start forgets proofs of equivocation',
    promises: ['forksKept', 'convergence'],
    scenario: crashingTwins,
    alter: (parts) =>
      withJournal(parts, (journal) => ({
        ...journal,
        open: (visit, done) => journal.open((row) => (isProof(row) ? undefined : visit(row)), done),
      })),
  },
  {
    name: 'whoever speaks first is right',
    promises: ['convergence', 'orderFree', 'noFault', 'voices'],
    alter: (parts) => withEngine(parts, firstComeFirstServed),
  },
  {
    name: 'a tie goes to what came first',
    promises: ['convergence', 'orderFree', 'noFault'],
    alter: (parts) => withEngine(parts, firstIsTold),
  },
  {
    name: 'what is taken back still counts',
    promises: ['orderFree', 'voices'],
    alter: (parts) => withEngine(parts, (engine) => adding(engine, ({ item }) => item.k !== 'withdraw')),
  },
  {
    name: 'an equivocator still counts where it was seen late',
    promises: ['convergence', 'noFault', 'orderFree'],
    alter: (parts, node) => (node === 'n2' ? withEngine(parts, (engine) => ({ ...engine, exclude: () => undefined })) : parts),
  },
  {
    name: 'one author counts twice',
    promises: ['voices'],
    alter: (parts) =>
      withEngine(parts, (engine) => ({ ...engine, standings: (reading) => engine.standings(reading).map(twice) })),
  },
  {
    name: 'dissent is dropped',
    promises: ['voices'],
    alter: (parts) =>
      withEngine(parts, (engine) => ({
        ...engine,
        standings: (reading) => engine.standings(reading).filter(({ status }) => status !== 'rejected'),
      })),
  },
  {
    name: 'a way out is dropped',
    promises: ['forksKept'],
    alter: (parts) =>
      withEngine(parts, (engine) => ({
        ...engine,
        components: () => engine.components().map((component) => ({ ...component, forks: component.forks.slice(0, 1) })),
      })),
  },
  {
    name: 'negative claims are taken for positive ones on one node',
    promises: ['convergence', 'noFault', 'voices', 'orderFree'],
    alter: (parts, node) => (node === 'n1' ? withEngine(parts, (engine) => mapping(engine, positive)) : parts),
  },
  {
    name: 'timers are late by a minute',
    promises: ['convergence', 'liveness', 'nothingLost'],
    alter: (parts) => ({
      ...parts,
      clock: { ...parts.clock, after: (delayMs, run) => parts.clock.after(delayMs > 100 ? 60_000 : delayMs, run) },
    }),
  },
  {
    name: 'beacons come ten times too often',
    promises: ['noStorm'],
    alter: (parts) => ({ ...parts, beaconMs: 100 }),
  },
  {
    name: 'beacons come ten times too rarely',
    promises: ['rounds'],
    alter: (parts) => ({ ...parts, beaconMs: 10_000 }),
  },
  {
    name: 'what is lost is not asked for while the storm lasts',
    promises: ['likeness'],
    scenario: losing,
    alter: (parts) => ({ ...parts, beaconMs: 60_000 }),
  },
  {
    name: 'the latest claim is not read yet',
    promises: ['reading'],
    alter: (parts) => withEngine(parts, oneLate),
  },
  {
    name: 'a disk that failed once is given up',
    promises: ['liveness', 'memory', 'shadows', 'convergence', 'nothingLost'],
    alter: (parts) => withJournal(parts, givenUp),
  },
  {
    name: 'judging throws now and then',
    promises: ['noFault', 'convergence'],
    alter: (parts) =>
      withEngine(parts, (engine) => ({
        ...engine,
        digest() {
          if (parts.random.below(20) === 0) throw new Error('a bug of ours')
          return engine.digest()
        },
      })),
  },
]

/** The canned twins, and a node that ends after it has met both. */
function crashingTwins(seed: string): Scenario {
  const { scenario } = equivocation
  const crash = { type: 'crash', atMs: 5_000, downMs: 500, node: 'n2', isPowerLoss: false } as const
  return { ...scenario, seed, faults: { ...scenario.faults, events: [crash] } }
}

/** Five nodes in a line, and wires that lose one message in eight. */
function losing(seed: string): Scenario {
  const drawn = drawScenario(seed, { nodes: 5, storm: 'wires', shape: 'line' })
  return { ...drawn, faults: { ...drawn.faults, wire: { ...drawn.faults.wire, lossPermille: 125, corruptPermille: 0 } } }
}

function withJournal(parts: CoreParts, change: (journal: Journal) => Journal): CoreParts {
  return { ...parts, journal: change(parts.journal) }
}

function withEngine(parts: CoreParts, change: (engine: Engine) => Engine): CoreParts {
  const make = parts.createEngine
  return make === undefined ? parts : { ...parts, createEngine: (law) => change(make(law)) }
}

function isProof({ log }: JournalRow): boolean {
  return log.startsWith('["fork"')
}

function adding(engine: Engine, isTaken: (said: Said) => boolean): Engine {
  return { ...engine, add: (said) => engine.add(said.filter(isTaken)) }
}

/** Takes in what it is told when it is told the next thing. */
function oneLate(engine: Engine): Engine {
  let waiting: readonly Said[] = []
  return {
    ...engine,
    add(said) {
      engine.add(waiting)
      waiting = said
    },
  }
}

function mapping(engine: Engine, change: (item: Item) => Item): Engine {
  return { ...engine, add: (said) => engine.add(said.map((one) => ({ ...one, item: change(one.item) }))) }
}

function positive(item: Item): Item {
  if (item.k !== 'claim') return item
  const { not: _not, ...rest } = item
  return rest
}

/** Keeps a claim out whose slot has another value already. */
function firstComeFirstServed(engine: Engine): Engine {
  const values = new Map<string, string>()
  return adding(engine, ({ item }) => {
    if (item.k !== 'claim') return true
    const key = `${item.frame} ${item.slot}`
    const value = JSON.stringify(item.value)
    if (!values.has(key)) values.set(key, value)
    return values.get(key) === value
  })
}

/** Its digest holds which of two statements of a frame came first. */
function firstIsTold(engine: Engine): Engine {
  const first = new Map<string, string>()
  const watched = adding(engine, ({ id, item }) => {
    if (item.k === 'claim' && !first.has(item.frame)) first.set(item.frame, id)
    return true
  })
  return { ...watched, digest: () => `${engine.digest()} ${[...first.values()].sort().join()}` }
}

function twice(standing: Standing): Standing {
  return standing.by.length === 0 ? standing : { ...standing, weight: String(2n * 1_000_000n * BigInt(standing.by.length)) }
}

/** After one failure every further commit fails. */
function givenUp(journal: Journal): Journal {
  let failed: Parameters<Parameters<Journal['append']>[1]>[0] | null = null
  return {
    ...journal,
    append(rows, done) {
      journal.append(failed === null ? rows : [], (result) => {
        if (!result.ok) failed = result
        done(failed ?? result)
      })
    },
  }
}
