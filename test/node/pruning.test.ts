/** Pruning on cores: what was pruned counts for nothing everywhere, with its text and without, and every node certifies the same. */
import { describe, expect, test } from 'vitest'
import { cidOf, sha256, type Hash } from '../../src/base/hash.ts'
import { openRange, sealEntry } from '../../src/frames/chain.ts'
import type { Range } from '../../src/frames/entry.ts'
import type { Item } from '../../src/frames/item.ts'
import { logKeyOf, type Log, type LogKey } from '../../src/frames/log.ts'
import type { Prune } from '../../src/frames/prune.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { Core } from '../../src/node/core/core.ts'
import { createMemoryDisk } from '../../src/node/memory-journal.ts'
import { boot, connect, createVirtualClock, door, writing, type VirtualClock } from './world.ts'

const digestOf = (core: Core): string => core.certificate().digest
const SETTLE_MS = 20_000

/** Signs that the first entries of a log may go. */
function prune(clock: VirtualClock, core: Core, log: Log, ids = core.ids(logKeyOf(log), 0, 10_000), from = 0): void {
  const item: Prune = { k: 'prune', kind: 'frames', epoch: log.epoch, from, ids }
  core.writePrunes(log.domain, [item], (result) => {
    if (!result.ok) throw result.error
  })
  clock.pass(10)
}

function drop(clock: VirtualClock, core: Core, key: LogKey): number | string {
  let answer: number | string = 'none'
  core.dropText(key, (result) => (answer = result.ok ? result.value : result.error.code))
  clock.pass(10)
  return answer
}

const framesOf = (core: Core): Log => [...core.logs()].find(({ log }) => log.kind === 'frames' && log.author === core.author)?.log as Log

/** Writes each claim in an entry of its own. */
function say(clock: VirtualClock, core: Core, ...states: readonly string[]): void {
  for (const state of states) {
    writing(core, [door(`d-${state}`, state)])
    clock.pass(10)
  }
}

describe('pruning', () => {
  test('[NOD240] what was pruned counts as taken back on every node at once, whoever still has its text', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a').core, boot(clock, 'b').core]
    connect(clock, a, b)
    say(clock, a, 'open', 'shut')
    say(clock, b, 'red')
    clock.pass(SETTLE_MS)
    expect(b.engine.frames()).toEqual(['d-open', 'd-red', 'd-shut'])
    prune(clock, a, framesOf(a))
    clock.pass(SETTLE_MS)
    for (const core of [a, b]) expect(core.engine.standings().filter(({ status }) => status === 'clear')).toHaveLength(1)
    expect(digestOf(a)).toBe(digestOf(b))
    expect(a.certificate().entries).toBe(4)
  })

  test('[NOD241] who lacks the text holds the log by the ids that its author signed, and certifies the same as who has it', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a').core, boot(clock, 'b').core]
    connect(clock, a, b)
    say(clock, a, 'open', 'shut', 'ajar')
    clock.pass(SETTLE_MS)
    const log = framesOf(a)
    prune(clock, a, log)
    expect(drop(clock, a, logKeyOf(log))).toBe(3)
    say(clock, b, 'red')
    clock.pass(SETTLE_MS)
    const newcomer = boot(clock, 'c').core
    connect(clock, newcomer, a)
    clock.pass(SETTLE_MS)
    expect(newcomer.certificate()).toMatchObject({ entries: 5, digest: digestOf(b) })
    expect(digestOf(a)).toBe(digestOf(b))
    expect(newcomer.engine.frames()).toEqual(['d-red'])
    expect(newcomer.held(logKeyOf(log))).toEqual(a.held(logKeyOf(log)))
  })

  test('[NOD242] between nodes with the text and without, quiet means quiet', () => {
    const clock = createVirtualClock()
    const [a, b, c] = [boot(clock, 'a').core, boot(clock, 'b').core, boot(clock, 'c').core]
    connect(clock, a, b)
    const link = connect(clock, b, c)
    say(clock, a, 'open', 'shut')
    const messages = (): number => {
      clock.pass(SETTLE_MS)
      const before = link.count.messages
      clock.pass(10_000)
      return link.count.messages - before
    }
    const atRest = messages()
    link.cut()
    prune(clock, a, framesOf(a))
    drop(clock, a, logKeyOf(framesOf(a)))
    const d = boot(clock, 'd').core
    const again = connect(clock, b, d)
    clock.pass(SETTLE_MS)
    expect(digestOf(d)).toBe(digestOf(a))
    const before = again.count.messages
    clock.pass(10_000)
    // beacons and presences, of one member more than before
    expect(again.count.messages - before).toBeLessThanOrEqual(atRest + 12)
  })

  test('[NOD243] after a start everything is as before, with the text and without', () => {
    const clock = createVirtualClock()
    const disk = createMemoryDisk()
    const first = boot(clock, 'a', disk).core
    say(clock, first, 'open', 'shut')
    const log = framesOf(first)
    prune(clock, first, log)
    const certified = digestOf(first)
    first.close(() => undefined)
    clock.pass(10)
    const second = boot(clock, 'a', disk).core
    expect(digestOf(second)).toBe(certified)
    expect(drop(clock, second, logKeyOf(log))).toBe(2)
    expect(JSON.stringify(disk.rows)).not.toContain('d-open')
    expect(drop(clock, second, logKeyOf(log))).toBe(0)
    second.close(() => undefined)
    clock.pass(10)
    const third = boot(clock, 'a', disk).core
    expect(digestOf(third)).toBe(certified)
    expect(third.logsAsPruned()).toMatchObject([{ entries: 2, pruned: 2, bare: 2 }])
  })

  test('[NOD244] a log that is pruned while it is written goes on behind what was pruned', () => {
    const clock = createVirtualClock()
    const disk = createMemoryDisk()
    const a = boot(clock, 'a').core
    const b = boot(clock, 'b', disk).core
    say(clock, a, 'open', 'shut')
    prune(clock, a, framesOf(a))
    drop(clock, a, logKeyOf(framesOf(a)))
    say(clock, a, 'ajar')
    const link = connect(clock, a, b)
    clock.pass(SETTLE_MS)
    expect(digestOf(b)).toBe(digestOf(a))
    expect(b.engine.frames()).toEqual(['d-ajar'])
    link.cut()
    b.close(() => undefined)
    clock.pass(10)
    expect(digestOf(boot(clock, 'b', disk).core)).toBe(digestOf(a))
  })

  /** A member that signs what it likes, and the nodes that hear it. */
  const author = nodeSignatures.keyPairFromSeed(sha256('seed of a liar'))
  const logOf = ({ realm }: Core, kind: Log['kind'], epoch: number): Log => {
    return { realm, domain: 'main', kind, author: author.author, epoch }
  }
  const chained = (log: Log, ...entries: readonly (readonly Item[])[]): Range => {
    const bodies: string[] = []
    let prev: Hash | null = null
    for (const [seq, items] of entries.entries()) {
      const link = sealEntry(log, seq, prev, 1_700_000_000_000, items, author)
      bodies.push(link.text)
      prev = link.id
    }
    return { log, from: 0, prev: null, bodies }
  }
  const idsOf = (range: Range): readonly Hash[] => {
    const opened = openRange(range, nodeSignatures)
    return opened.ok ? opened.value.links.map(({ id }) => id) : []
  }
  const naming = (from: number, ids: readonly Hash[], epoch = 1): Prune => ({ k: 'prune', kind: 'frames', epoch, from, ids })
  const MADE_UP = cidOf('nothing')

  /** Every order in which two nodes can be told these ranges, then they meet, and a newcomer meets one of them. */
  function everywhere(ranges: (core: Core) => readonly Range[], check: (core: Core) => void): void {
    const early = createVirtualClock()
    const counted = boot(early, 'b').core
    say(early, counted, 'red')
    const count = ranges(counted).length
    const orders = permutations(Array.from({ length: count }, (_, at) => at))
    for (const order of orders) {
      const clock = createVirtualClock()
      const [b, c, d] = [boot(clock, 'b').core, boot(clock, 'c').core, boot(clock, 'd').core]
      say(clock, b, 'red')
      const told = ranges(b)
      for (const [turn, at] of order.entries()) (turn % 2 === 0 ? b : c).offer(told[at] as Range, 'test')
      connect(clock, b, c)
      clock.pass(SETTLE_MS)
      connect(clock, c, d)
      clock.pass(SETTLE_MS)
      for (const core of [b, c, d]) {
        expect(digestOf(core)).toBe(digestOf(b))
        check(core)
      }
    }
  }
  const isVoid = (core: Core): boolean => !core.engine.standings().some(({ by }) => by.includes(author.author))

  test('[NOD245] a prune names logs of its own author alone: ids of others in it change nothing of theirs', () => {
    everywhere(
      (core) => {
        const claims = chained(logOf(core, 'frames', 1), [door('x', 'open')])
        const theirs = core.ids(logKeyOf(framesOf(core)), 0, 1)
        return [claims, chained(logOf(core, 'prunes', 2), [naming(1, theirs)], [naming(0, theirs, 7)])]
      },
      (core) => expect(core.engine.standings().map(({ frame }) => frame).sort()).toEqual(['d-red', 'x']),
    )
  })

  test('[NOD246] a prune whose ids are not those of the entries proves that its author signed both, like two entries', () => {
    everywhere(
      (core) => {
        const claims = chained(logOf(core, 'frames', 1), [door('x', 'open')], [door('y', 'open')])
        return [claims, chained(logOf(core, 'prunes', 2), [naming(1, [MADE_UP])]), chained(logOf(core, 'frames', 3), [door('z', 'open')])]
      },
      (core) => expect(isVoid(core)).toBe(true),
    )
  })

  test('[NOD246] so do two prunes that name different ids for one place, though nobody has the text', () => {
    everywhere(
      (core) => {
        const other = idsOf(chained(logOf(core, 'frames', 1), [door('x', 'open')]))
        return [
          chained(logOf(core, 'prunes', 2), [naming(0, [MADE_UP])]),
          chained(logOf(core, 'prunes', 4), [naming(0, other)]),
          chained(logOf(core, 'frames', 3), [door('z', 'open')]),
        ]
      },
      (core) => expect(isVoid(core)).toBe(true),
    )
  })

  test('[NOD247] a log of prunes that forks counts up to its fork: what a branch of it names is not held without text', () => {
    everywhere(
      (core) => {
        const [log, claims] = [logOf(core, 'prunes', 2), chained(logOf(core, 'frames', 1), [door('x', 'open')])]
        const ids = idsOf(claims)
        return [
          chained(log, [naming(0, ids)], [naming(0, [MADE_UP], 5)]),
          chained(log, [naming(0, ids)], [naming(0, [MADE_UP], 6)]),
          chained(log, [naming(0, ids)], [naming(0, [MADE_UP], 7)], [naming(0, [MADE_UP], 8)]),
        ]
      },
      (core) => {
        expect(isVoid(core)).toBe(true)
        expect(core.logsAsPruned(author.author)).toMatchObject([{ entries: 1, bare: 1 }])
      },
    )
  })

  test('[NOD248] what proves that an author signed twice outlives the pruning of it', () => {
    everywhere(
      (core) => {
        const log = logOf(core, 'frames', 1)
        const [one, other] = [chained(log, [door('x', 'open')]), chained(log, [door('x', 'shut')])]
        return [one, other, chained(logOf(core, 'prunes', 2), [naming(0, idsOf(one))])]
      },
      (core) => expect(isVoid(core)).toBe(true),
    )
  })

  test('[NOD249] prunes for places that a log does not have are held like entries; an entry that comes there is a second one', () => {
    everywhere(
      (core) => {
        const log = logOf(core, 'frames', 1)
        const ids = idsOf(chained(log, [door('x', 'open')]))
        return [chained(logOf(core, 'prunes', 2), [naming(0, [...ids, MADE_UP])]), chained(log, [door('x', 'open')], [door('y', 'open')])]
      },
      (core) => expect(isVoid(core)).toBe(true),
    )
  })
})

function permutations<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length <= 1) return [list]
  return list.flatMap((one, at) => permutations(list.toSpliced(at, 1)).map((rest) => [one, ...rest]))
}
