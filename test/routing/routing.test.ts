/** Routing: meanings, the rank of members, and the four models as functions of what is seen. */
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../src/base/hash.ts'
import type { AuthorKey } from '../../src/identity/signature.ts'
import { dot, hashingEmbedder, nearness, NO_MEANING } from '../../src/routing/embedder.ts'
import { MEANING_MAX, MEANING_SIZE, SWARM_MAX } from '../../src/routing/limits.ts'
import { candidatesOf, MODELS } from '../../src/routing/models.ts'
import { canAnswer, type Peer, type RoutedGoal } from '../../src/routing/peer.ts'
import { fc } from '../seeded.ts'

const { embed } = hashingEmbedder
const key = (name: string): AuthorKey => name as AuthorKey
const peer = (name: string, more: Partial<Peer> = {}): Peer => ({
  ...{ id: key(name), isLive: true, load: 0, latencyMs: null, domains: null, modules: ['rules@1'], meaning: NO_MEANING },
  ...more,
})
const goalOf = (text: string, domain = 'main'): RoutedGoal => ({ text, domain, meaning: embed(text) })

const texts = fc.string({ unit: 'grapheme', maxLength: 40 })
const peers = fc.uniqueArray(
  fc.record({
    id: fc.nat(20).map((at) => key(`peer-${at}`)),
    isLive: fc.boolean(),
    load: fc.nat(1_000),
    latencyMs: fc.option(fc.nat(500)),
    domains: fc.option(fc.subarray(['main', 'doors', 'maps'])),
    modules: fc.option(fc.subarray(['rules@1', 'recall@1'])),
    meaning: fc.oneof(texts.map(embed), fc.constant(NO_MEANING)),
  }),
  { selector: ({ id }) => id, maxLength: 16 },
)

describe('meaning', () => {
  test('[RTE1] is bounded integers, the same for the same text, and none for no words', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const meaning = embed(text)
        expect(meaning).toEqual(embed(text))
        if (meaning.length > 0) expect(meaning).toHaveLength(MEANING_SIZE)
        expect(meaning.every((part) => Number.isInteger(part) && Math.abs(part) <= MEANING_MAX)).toBe(true)
        expect(nearness(meaning, meaning)).toBe(meaning.length > 0 ? 1_000 : 0)
      }),
    )
    expect([embed(' .,'), embed('')]).toEqual([NO_MEANING, NO_MEANING])
    expect(sha256Hex(embed('path to bay 4').join())).toBe('061d39c3dd696b62081f851b74bd0e483898e900ddd82362223f96e18957e5cb')
  })

  test('[RTE1] texts that share words are nearer than those that share none', () => {
    const goal = embed('shortest path to bay four')
    expect(nearness(goal, embed('paths between bays'))).toBeGreaterThan(nearness(goal, embed('price of copper in London')))
    expect(dot([1, 2], [3, 4])).toBe(11)
    expect(nearness(goal, NO_MEANING)).toBe(0)
  })
})

describe('models', () => {
  test('[RTE2] [RTE3] candidates depend on no order, and hold only who is alive and able, once', () => {
    fc.assert(
      fc.property(peers, texts, fc.constantFrom('main', 'doors'), (seen, text, domain) => {
        const goal = goalOf(text, domain)
        const self = peer('self')
        for (const model of MODELS) {
          const found = candidatesOf(model)(goal, seen, self)
          expect(candidatesOf(model)(goal, seen.toReversed(), self)).toEqual(found)
          expect(new Set(found).size).toBe(found.length)
          const able = seen.filter((one) => (model === 'master' ? one.isLive && one.modules?.length !== 0 : canAnswer(one, goal)))
          const expected = [...able.map(({ id }) => id), self.id]
          if (model === 'swarm') expect(found.length).toBe(Math.min(SWARM_MAX, expected.length))
          else expect([...found].sort()).toEqual(expected.sort())
          expect(expected).toEqual(expect.arrayContaining([...found]))
        }
      }),
    )
  })

  test('[RTE4] the centre is the same for all goals, and dies into the next by rank', () => {
    const members = ['a', 'b', 'c', 'd'].map((name) => peer(name))
    const self = peer('self')
    const ranked = candidatesOf('master')(goalOf('one'), members, self)
    expect(candidatesOf('master')(goalOf('two'), members, peer('a'))).toEqual(ranked.filter((id) => id !== 'self'))
    const without = members.map((one) => (one.id === ranked[0] ? { ...one, isLive: false } : one))
    expect(candidatesOf('master')(goalOf('one'), without, self)).toEqual(ranked.filter((id) => id !== ranked[0] || id === 'self'))
    expect(candidatesOf('master', { centre: key('c') })(goalOf('one'), members, self)[0]).toBe('c')
    const dead = members.map((one) => (one.id === 'c' ? { ...one, isLive: false } : one))
    expect(candidatesOf('master', { centre: key('c') })(goalOf('one'), dead, self)).toEqual(ranked.filter((id) => id !== 'c'))
  })

  test('[RTE5] who names the domain comes first, who does not hold it is left out', () => {
    const members = [peer('all'), peer('doors', { domains: ['doors'] }), peer('maps', { domains: ['maps'] })]
    const found = candidatesOf('division')(goalOf('which door', 'doors'), members, peer('self'))
    expect(found[0]).toBe('doors')
    expect([...found].sort()).toEqual(['all', 'doors', 'self'])
  })

  test('[RTE6] a swarm is others for each goal, and loses only who dies', () => {
    const members = Array.from({ length: 20 }, (_, at) => peer(`m${at}`))
    const [one, two] = ['first goal', 'second goal'].map((text) => candidatesOf('swarm')(goalOf(text), members, peer('self')))
    expect(one).not.toEqual(two)
    const without = members.filter(({ id }) => id !== one![0])
    expect(candidatesOf('swarm')(goalOf('first goal'), without, peer('self')).slice(0, -1)).toEqual(one!.slice(1))
  })

  test('[RTE7] the nearest in meaning is first, until it is loaded or slow', () => {
    const maps = { meaning: embed('maps, paths and bays') }
    const order = (more: Partial<Peer>): readonly AuthorKey[] =>
      candidatesOf('nearest')(goalOf('paths to the bays'), [peer('maps', { ...maps, ...more }), peer('other')], peer('self', { load: 10 }))
    expect(order({})[0]).toBe('maps')
    expect(order({ load: 1_000, latencyMs: 150 })[0]).not.toBe('maps')
    expect(order({ latencyMs: 201 }).at(-1)).toBe('maps')
  })
})
