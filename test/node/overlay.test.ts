/** Overlay: who keeps connections to whom; rings by arithmetic, and thirty-two whole nodes over wires in memory. */
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../src/base/hash.ts'
import type { AuthorKey } from '../../src/identity/signature.ts'
import type { Core } from '../../src/node/core/core.ts'
import { chooseLinks, neighboursOf } from '../../src/sync/overlay.ts'
import { fc } from '../seeded.ts'
import { createTown } from './town.ts'
import { door, writing } from './world.ts'

const authors = (count: number): AuthorKey[] => Array.from({ length: count }, (_, at) => sha256Hex(`author ${at}`) as AuthorKey)

/** The longest way from `from` to anybody, over these links; Infinity when some cannot be reached. */
function reach(from: AuthorKey, all: readonly AuthorKey[], links: ReadonlyMap<AuthorKey, ReadonlySet<AuthorKey>>): number {
  const seen = new Set([from])
  let edge = [from]
  let steps = 0
  for (;;) {
    edge = edge.flatMap((at) => [...(links.get(at) ?? [])]).filter((at) => all.includes(at) && !seen.has(at) && seen.add(at))
    if (edge.length === 0) return seen.size === all.length ? steps : Infinity
    steps += 1
  }
}

describe('the ring', () => {
  test('[SYN31] all who see the same choose the same links, three to five each, and stay connected when any one dies', () => {
    for (const count of [2, 3, 5, 6, 7, 8, 12, 20, 32, 33, 41, 100]) {
      const all = authors(count)
      const links = new Map(all.map((author) => [author, neighboursOf(author, all, true)]))
      for (const [author, neighbours] of links) {
        expect(neighbours.size, `${count}`).toBeGreaterThanOrEqual(Math.min(3, count - 1))
        expect(neighbours.size).toBeLessThanOrEqual(4)
        for (const neighbour of neighbours) expect(links.get(neighbour)?.has(author), `${count}`).toBe(true)
      }
      const dead = all[count >> 1]
      const rest = all.filter((author) => author !== dead)
      expect(reach(rest[0] as AuthorKey, rest, links), `${count} less one`).toBeLessThan(Infinity)
      if (count <= 41) expect(reach(all[0] as AuthorKey, all, links), `${count}`).toBeLessThanOrEqual(count <= 32 ? 5 : 6)
    }
  })

  test('[SYN31] of each link one end opens it; who cannot be reached opens its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(), (count, pick) => {
        const all = authors(count)
        const places = all.map((author) => ({ author, address: `at ${author}` }))
        const opened = all.map((self) => {
          const view = { self, isReachable: true, places: places.filter(({ author }) => author !== self), overdue: new Set<AuthorKey>() }
          return chooseLinks({ ...view, unmet: [] }).dial.map((address) => [self, address.slice(3)].sort().join(' '))
        })
        expect(new Set(opened.flat()).size).toBe(opened.flat().length)
        const links = all.reduce((sum, author) => sum + neighboursOf(author, all, true).size, 0)
        expect(opened.flat().length).toBe(links / 2)
        const hidden = sha256Hex(`hidden ${pick}`) as AuthorKey
        const { dial } = chooseLinks({ self: hidden, isReachable: false, places, overdue: new Set(), unmet: ['x', 'y', 'z'] })
        expect(dial).toHaveLength(neighboursOf(hidden, all, false).size + 2)
      }),
    )
  })
})

const degrees = (links: readonly string[], count: number): number[] =>
  Array.from({ length: count }, (_, at) => new Set(links.filter((link) => link.split('-').includes(String(at)))).size)

describe('thirty-two nodes', () => {
  const everybody = Array.from({ length: 32 }, (_, at) => `ws://node-${at}`)

  test('[NOD137] that know all addresses keep three to five connections each; a claim costs a few messages a connection', () => {
    const { clock, cores, count, links, add } = createTown()
    add(() => everybody, 32)
    clock.pass(20_000)
    const counted = degrees(links(), 32)
    expect(Math.min(...counted)).toBeGreaterThanOrEqual(3)
    expect(Math.max(...counted)).toBeLessThanOrEqual(5)
    expect(new Set(links()).size).toBe(links().length)
    for (const core of cores) expect(core.members().filter(({ live }) => live)).toHaveLength(31)

    const quiet = count.messages
    clock.pass(3_000)
    const beats = count.messages - quiet
    const before = count.messages
    for (let claim = 0; claim < 30; claim += 1) {
      writing(cores[claim] as Core, [door(`d${claim}`, 'open')])
      clock.pass(100)
    }
    const perClaim = (count.messages - before - beats) / 30
    expect(new Set(cores.map((core) => core.certificate().digest)).size).toBe(1)
    // Each link carries the entry at most twice, and an acknowledgement for each: linear in the nodes.
    expect(perClaim).toBeLessThan(4 * links().length)
    expect(perClaim).toBeGreaterThan(31)
  })

  test('[NOD138] one known address is enough, and when members die the others close the gap', () => {
    const { clock, cores, links, add, kill } = createTown()
    add((at) => (at === 0 ? [] : ['ws://node-0']), 12)
    clock.pass(30_000)
    expect(cores[11]?.members()).toHaveLength(11)
    for (const at of [0, 5]) kill(at)
    clock.pass(40_000)
    const alive = cores.filter((_, at) => at !== 0 && at !== 5)
    writing(alive[0] as Core, [door('d', 'open')])
    clock.pass(2_000)
    for (const core of alive) expect(core.engine.frames()).toEqual(['d'])
    const counted = degrees(links(), 12).filter((_, at) => at !== 0 && at !== 5)
    expect(Math.min(...counted)).toBeGreaterThanOrEqual(3)
    expect(Math.max(...counted)).toBeLessThanOrEqual(5)
  })
})
