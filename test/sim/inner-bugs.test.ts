/** Bugs inside the core, where no part can be handed in: a module is patched, and the simulator that uses it must name it. */
import { expect, test, vi } from 'vitest'
import type * as Canonical from '../../src/base/canonical.ts'
import type { FaultEvent } from '../../src/sim/faults.ts'
import { openRange } from '../../src/frames/chain.ts'
import { logKeyOf, type Log } from '../../src/frames/log.ts'
import type * as Compare from '../../src/sync/compare.ts'
import type * as Ranges from '../../src/sync/range.ts'
import type * as Epochs from '../../src/node/core/epochs.ts'
import type * as Intake from '../../src/node/core/intake.ts'
import type * as Draw from '../../src/sim/draw/draw.ts'
import type * as Simulate from '../../src/sim/simulate.ts'

const SEEDS_MAX = 50

/** Runs storms with the modules as they are patched now, until one of `promises` is broken. */
async function seedsUntil(promises: readonly string[], events: readonly FaultEvent[]): Promise<number> {
  const { simulate }: typeof Simulate = await import('../../src/sim/simulate.ts')
  const { drawScenario }: typeof Draw = await import('../../src/sim/draw/draw.ts')
  for (let at = 0; at < SEEDS_MAX; at += 1) {
    const scenario = drawScenario(`inner ${at}`, { stormMs: 10_000 })
    const faults = events.length === 0 ? scenario.faults : { ...scenario.faults, events }
    const { violations } = simulate({ scenario: { ...scenario, faults } })
    if (violations.some(({ promise }) => promises.includes(promise))) return at + 1
  }
  return Infinity
}

interface Patched {
  readonly name: string
  readonly promises: readonly string[]
  /** What happens in the storms in which it is looked for; absent: what is drawn. */
  readonly events?: readonly FaultEvent[]
  /** Module -> what it is instead. */
  readonly modules: Readonly<Record<string, (real: unknown) => object>>
}

/** n1 tells others what its disk has not kept yet, ends, and is alone when it writes again. */
const LOSING: readonly FaultEvent[] = [
  { type: 'diskSlow', atMs: 500, lastMs: 3_000, node: 'n1', commitMs: 2_500 },
  { type: 'crash', atMs: 3_000, downMs: 300, node: 'n1', isPowerLoss: false },
  { type: 'partition', atMs: 3_000, lastMs: 4_000, groups: [['n1'], ['n2', 'n3', 'n4', 'n5', 'h1', 'h2']], isSilent: false },
]

const PATCHED: readonly Patched[] = [
  {
    name: 'the canonical form is not checked',
    promises: ['chains', 'noForgery'],
    modules: { '../../src/base/canonical.js': (real) => ({ ...(real as typeof Canonical), isCanonicalText: () => true }) },
  },
  {
    name: 'a range is accepted behind a gap',
    promises: ['chains', 'convergence', 'nothingLost', 'noFault'],
    modules: {
      '../../src/sync/range.js': (real) => ({ ...(real as typeof Ranges), takeEntries: admitAnything }),
      '../../src/node/core/intake.js': (real) => ({ ...(real as typeof Intake), examine: placeAnywhere(real as typeof Intake) }),
    },
  },
  {
    name: 'a log goes on after a failed commit and after a restart',
    promises: ['noFault', 'convergence', 'nothingLost'],
    events: LOSING,
    modules: { '../../src/node/core/epochs.js': (real) => ({ createEpochs: oneEpoch(real as typeof Epochs) }) },
  },
  {
    name: 'two roots that differ are not compared',
    promises: ['convergence', 'liveness', 'nothingLost'],
    modules: { '../../src/sync/compare.js': (real) => ({ ...(real as typeof Compare), takeBeacon: () => undefined }) },
  },
  {
    name: 'a clock that is set back stops the beat',
    promises: ['liveness', 'convergence', 'nothingLost', 'memory', 'shadows'],
    modules: { '../../src/node/core/steady.js': () => ({ createSteadyClock: (clock: unknown) => clock }) },
  },
]

const admitAnything: typeof Ranges.takeEntries = (machine, peer, { range }) => {
  machine.out.push({ type: 'admit', peer: peer.id, range })
}

function placeAnywhere({ examine }: typeof Intake): typeof Intake.examine {
  return (parts, range, peer) => {
    const opened = openRange(range, parts.signatures)
    const isBehind = range.from > (parts.holdings.get(logKeyOf(range.log))?.ids.length ?? 0)
    return isBehind && opened.ok ? { type: 'admitted', log: range.log, links: opened.value.links } : examine(parts, range, peer)
  }
}

function oneEpoch({ createEpochs }: typeof Epochs): typeof Epochs.createEpochs {
  return (parts) => {
    const { realm, author } = parts
    const logOf = ({ domain, kind }: Pick<Log, 'domain' | 'kind'>): Log => ({ realm, domain, kind, author, epoch: 1 })
    return { ...createEpochs(parts), renew: () => undefined, logOf }
  }
}

test.each(PATCHED)('[SIM14] it is found when $name', async ({ modules, promises, events = [] }) => {
  vi.resetModules()
  for (const [module, patch] of Object.entries(modules)) vi.doMock(module, async (importOriginal) => patch(await importOriginal()))
  const seeds = await seedsUntil(promises, events)
  for (const module of Object.keys(modules)) vi.doUnmock(module)
  expect(seeds).toBeLessThanOrEqual(SEEDS_MAX)
})
