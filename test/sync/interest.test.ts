/** Domains: nodes that hold different parts of a realm agree on what both hold, and leave each other in peace about the rest. */
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import { logKeyOf } from '../../src/frames/log.ts'
import { encodeMessage, decodeMessage } from '../../src/sync/codec.ts'
import { fc } from '../seeded.ts'
import { createNet, logOf, type Net } from './toy.ts'

const pairOf = (seed: string): Net => createNet({ seed, names: ['a', 'b'], links: [['a', 'b']] })

/** Domains of the logs that a node's vector names. */
function domainsAt(net: Net, name: string): readonly string[] {
  const lines = [...(net.toys.get(name)?.sync.lines() ?? [])]
  return lines.map(([key]) => (JSON.parse(key) as string[])[1] ?? '').sort()
}

function entriesAt(net: Net, name: string, author: string, domain: string): number {
  return net.toys.get(name)?.sync.held(logKeyOf(logOf(author, 0, domain))).count ?? 0
}

describe('domains', () => {
  test('[SYN61] [SYN62] what both hold is exchanged, the rest is not; then only beacons pass', () => {
    const net = pairOf('common')
    net.hold('a', ['x', 'y'])
    net.hold('b', ['y', 'z'])
    for (const [name, domain] of [['a', 'x'], ['a', 'y'], ['b', 'y'], ['b', 'z']] as const) {
      for (let at = 0; at < 5; at += 1) net.write(name, `${name} ${domain} ${at}`, domain)
    }
    net.run(5_000)
    expect(domainsAt(net, 'a')).toEqual(['x', 'y', 'y'])
    expect(domainsAt(net, 'b')).toEqual(['y', 'y', 'z'])
    const before = net.sent()
    net.run(30_000)
    const { beacon = 0, ...others } = net.sent()
    expect(others).toEqual({ ...before, beacon: undefined })
    expect(beacon).toBeGreaterThan(before['beacon'] ?? 0)
  })

  test('[SYN61] logs of the realm concern everybody, and what is pushed of another domain is left', () => {
    const net = pairOf('realm')
    net.hold('b', ['y'])
    net.write('a', 'before', 'x')
    net.run(3_000)
    const a = net.toys.get('a')
    const log = { ...logOf('a', 0, 'main'), kind: 'realm' } as const
    const range = { log, from: 0, prev: null, bodies: ['law'] }
    a?.logs.set(logKeyOf(log), { log, bodies: ['law'], ids: [logOf('a').realm], durable: 1 })
    const effects = a?.sync.step({ type: 'grown', log, held: { count: 1, head: logOf('a').realm }, from: null, range }, net.now()) ?? []
    expect(effects).toMatchObject([{ type: 'send', message: { t: 'entries' } }])
    const pushed = { type: 'message', peer: 'a', message: { t: 'entries', range: { ...range, log: logOf('a', 0, 'x') } } } as const
    expect(net.toys.get('b')?.sync.step(pushed, net.now())).toEqual([])
    expect(domainsAt(net, 'b')).toEqual([])
  })

  test('[SYN63] they change while everything runs: fetched, let go, fetched again', () => {
    const net = pairOf('change')
    net.hold('b', ['y'])
    net.write('a', '1', 'x')
    net.write('a', '1', 'y')
    net.run(3_000)
    expect(domainsAt(net, 'b')).toEqual(['y'])
    net.hold('b', ['x', 'y'])
    net.run(6_000)
    expect(domainsAt(net, 'b')).toEqual(['x', 'y'])
    net.hold('b', ['x'])
    net.write('a', '2', 'y')
    net.run(9_000)
    expect(domainsAt(net, 'b')).toEqual(['x'])
    expect(net.toys.get('b')?.logs.get(logKeyOf(logOf('a', 0, 'y')))?.bodies).toEqual(['1'])
    net.hold('b', null)
    net.run(12_000)
    expect(entriesAt(net, 'b', 'a', 'y')).toBe(2)
    expect(net.roots()[0]).toBe(net.roots()[1])
    net.hold('b', ['x'])
    net.crash('b')
    net.write('a', '3', 'y')
    net.write('a', '3', 'x')
    net.restart('b')
    net.run(16_000)
    expect(domainsAt(net, 'b')).toEqual(['x'])
    expect(entriesAt(net, 'b', 'a', 'x')).toBe(2)
  })

  test('[SYN64] whatever is lost on the way, in the end everybody has of each domain what its holders said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const random = createRandom(`interest ${seed}`)
        const names = ['a', 'b', 'c']
        const net = createNet({ seed: String(seed), names, links: [['a', 'b'], ['b', 'c'], ['a', 'c']] })
        const some = (): readonly string[] | null =>
          random.below(4) === 0 ? null : ['x', 'y', 'z'].filter(() => random.below(2) === 0)
        net.setFate((_from, _to, own) => {
          if (own.below(3) === 0) return []
          return own.below(5) === 0 ? [own.below(900), own.below(300)] : [own.below(60)]
        })
        for (let at = 0; at < 30; at += 1) {
          const name = names[random.below(3)] ?? 'a'
          const [kind, domain] = [random.below(5), ['x', 'y', 'z'][random.below(3)] ?? 'x']
          const held = net.toys.get(name)?.domains
          if (kind === 0) net.hold(name, some())
          else if (held === null || held?.includes(domain) === true) net.write(name, `${at}`, domain)
          net.run(net.now() + random.below(400))
        }
        net.setFate(() => [5])
        net.run(net.now() + 12_000)
        for (const domain of ['x', 'y', 'z']) {
          const holders = names.filter((name) => net.toys.get(name)?.domains?.includes(domain) !== false)
          const lines = holders.map((name) => {
            const all = [...(net.toys.get(name)?.sync.lines() ?? [])]
            return all.filter(([key]) => key.includes(`"${domain}"`)).map(([key, count, head]) => `${key} ${count} ${head}`).sort()
          })
          for (const line of lines) expect(line).toEqual(lines[0])
        }
        const before = net.sent()
        net.run(net.now() + 5_000)
        expect({ ...net.sent(), beacon: 0 }).toEqual({ ...before, beacon: 0 })
      }),
      { numRuns: 60 },
    )
  })

  test('[SYN65] an alarm needs equal domains; equal roots confirm only what both hold', () => {
    const net = pairOf('alarm')
    net.hold('a', ['x', 'y'])
    net.hold('b', ['y'])
    net.write('a', '1', 'x')
    net.write('a', '1', 'y')
    net.run(4_000)
    for (const name of ['a', 'b']) {
      const { sync } = net.toys.get(name)!
      sync.step({ type: 'verdict', verdict: { root: sync.root(), digest: name, terms: 'semantics 4' } }, net.now())
    }
    net.run(9_000)
    const effects = net.toys.get('a')?.effects ?? []
    expect(effects.filter(({ type }) => type === 'alarm')).toEqual([])
    const confirmed = effects.flatMap((effect) => (effect.type === 'confirmed' ? [effect.log] : []))
    expect([...new Set(confirmed)]).toEqual([logKeyOf(logOf('a', 0, 'y'))])
  })

  test('[SYN66] what peers may name is bounded, and changing it all the time is heard now and then', () => {
    const names = Array.from({ length: 257 }, (_, at) => `d${at}`)
    expect(decodeMessage(encodeMessage({ t: 'interest', domains: names })).ok).toBe(false)
    expect(decodeMessage(encodeMessage({ t: 'interest', domains: names.slice(1) })).ok).toBe(true)
    const links = ['a', 'b', 'c'].map((name) => [name, 'hub'] as const)
    const net = createNet({ seed: 'bounds', names: ['hub', 'a', 'b', 'c'], links, limits: { views: 2 } })
    net.run(100)
    for (const name of ['a', 'b', 'c']) net.hold(name, [name])
    net.run(200)
    const dropped = (net.toys.get('hub')?.effects ?? []).filter(({ type }) => type === 'drop')
    expect(dropped).toMatchObject([{ peer: 'c', why: expect.stringContaining('sets of domains') }])
    const { sync } = net.toys.get('hub')!
    const answers = Array.from({ length: 50 }, (_, at) => {
      const message = { t: 'interest', domains: [`flap ${at}`] } as const
      return sync.step({ type: 'message', peer: 'a', message }, net.now() + at).length
    })
    expect(answers.reduce((sum, count) => sum + count, 0)).toBe(0)
  })
})
