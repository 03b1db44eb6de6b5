/** Domains: a node holds a part of the realm, judges that, says what it could not judge, and changes its mind while everything runs. */
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hash.ts'
import { createRandom } from '../../src/base/random.ts'
import { sealEntry } from '../../src/frames/chain.ts'
import type { Range } from '../../src/frames/entry.ts'
import type { Item } from '../../src/frames/item.ts'
import type { Log } from '../../src/frames/log.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { Core } from '../../src/node/core/core.ts'
import { fc } from '../seeded.ts'
import { createNode } from '../../src/node/create.ts'
import { boot, connect, createVirtualClock, foundingOf, writing, type VirtualClock } from './world.ts'

const founding = foundingOf({
  slots: { state: [{ k: 'atMost', n: 1 }] },
  rules: [':- state(D, "closed"), via(R, D).'],
})
const claim = (frame: string, slot: string, value: string | { readonly ref: string }): Item => ({ k: 'claim', frame, slot, value })

function hold(core: Core, clock: VirtualClock, domains: readonly string[] | null): void {
  const done: boolean[] = []
  core.hold(domains, (result) => done.push(result.ok))
  clock.pass(200)
  expect(done).toEqual([true])
}

const framesOf = (core: Core): readonly string[] => core.engine.frames()

describe('a node of some domains', () => {
  test('[NOD185] holds and judges these, names what it could not judge, and certifies like its equals', () => {
    const clock = createVirtualClock()
    const all = boot(clock, 'all', undefined, { founding }).core
    const [doors, twin] = ['doors', 'twin'].map((name) => boot(clock, name, undefined, { founding, domains: ['doors'] }).core)
    if (doors === undefined || twin === undefined) throw new Error('two nodes')
    connect(clock, all, doors)
    connect(clock, all, twin)
    writing(all, [claim('doors/d1', 'state', 'closed')])
    writing(all, [claim('routes/r7', 'via', { ref: 'doors/d1' })])
    writing(all, [claim('doors/d2', 'via', { ref: 'routes/r9' })])
    clock.pass(5_000)
    expect([framesOf(all), framesOf(doors)]).toEqual([['doors/d1', 'doors/d2', 'routes/r7'], ['doors/d1', 'doors/d2']])
    expect(all.engine.conflicts()).toHaveLength(1)
    expect(doors.engine.conflicts()).toHaveLength(0)
    expect(doors.engine.unjudged()).toMatchObject([{ frame: 'routes/r9', domain: 'routes' }])
    expect(doors.certificate()).toMatchObject({ domains: ['doors'], unjudged: 1, entries: 1 })
    expect(all.certificate().domains).toBeUndefined()
    expect(twin.certificate().digest).toBe(doors.certificate().digest)
    expect(doors.certificate().digest).not.toBe(all.certificate().digest)
    writing(all, [claim('routes/r8', 'via', { ref: 'doors/d1' })])
    clock.pass(5_000)
    expect(doors.status().entries).toBe(1)
    expect(doors.offer({ log: { ...logIn(all, 'routes') }, from: 0, prev: null, bodies: ['x'] }, 'x')).toBe('refused')
  })

  test('[NOD186] refuses to write elsewhere, and names that are none', async () => {
    const node = await createNode({ domains: ['doors', 'doors'] })
    expect(node.domains()).toEqual(['doors'])
    const foreign = { code: 'BAD_INPUT', message: expect.stringContaining('hold()') as string }
    await expect(node.claim('routes/r7', { via: 'x' })).rejects.toMatchObject(foreign)
    await node.claim('doors/d1', { via: { ref: 'routes/r7' } })
    expect(node.unjudged()).toEqual([])
    expect(() => node.frame('routes/r7')).toThrow('does not hold the domain routes')
    expect(node.frame('doors/d9')).toEqual({})
    for (const bad of [['a/b'], [''], [7], 'doors', ['\ud800']])
      await expect(node.hold(bad as readonly string[])).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(node.hold(Array.from({ length: 300 }, (_, at) => `d${at}`))).rejects.toMatchObject({ code: 'TOO_LARGE' })
    await expect(node.hold(null, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
    await node.hold(null)
    await node.claim('routes/r7', { via: 'x' })
    expect([node.domains(), node.certificate().domains]).toEqual([null, undefined])
    await node.close()
    await expect(createNode({ domains: [7] as unknown as string[] })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test('[NOD187] lets go and takes up again while it runs: from its journal alone, and the rest from peers', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a', undefined, { founding }), boot(clock, 'b', undefined, { founding })]
    const link = connect(clock, a.core, b.core)
    writing(a.core, [claim('x/1', 'state', 'open')])
    writing(b.core, [claim('y/1', 'state', 'open')])
    writing(b.core, [claim('x/2', 'state', 'open')])
    clock.pass(3_000)
    const pending = writing(b.core, [claim('x/3', 'state', 'open')])
    hold(b.core, clock, ['y'])
    expect(pending.claimed?.ids).toHaveLength(1)
    expect(framesOf(b.core)).toEqual(['y/1'])
    expect(b.core.status()).toMatchObject({ entries: 1 })
    writing(a.core, [claim('x/4', 'state', 'open')])
    clock.pass(3_000)
    expect(framesOf(b.core)).toEqual(['y/1'])
    link.cut()
    hold(b.core, clock, null)
    expect(framesOf(b.core)).toEqual(['x/1', 'x/2', 'x/3', 'y/1'])
    writing(b.core, [claim('x/5', 'state', 'open')])
    connect(clock, a.core, b.core)
    clock.pass(3_000)
    expect(framesOf(b.core)).toEqual(['x/1', 'x/2', 'x/3', 'x/4', 'x/5', 'y/1'])
    expect(b.core.certificate().digest).toBe(a.core.certificate().digest)
    const again = boot(clock, 'b', b.disk, { founding, domains: ['x'] }).core
    expect(framesOf(again)).toEqual(['x/1', 'x/2', 'x/3', 'x/4', 'x/5'])
    hold(again, clock, null)
    expect(again.certificate().digest).toBe(a.core.certificate().digest)
  })

  test('[NOD257] who signed twice in a domain that is let go counts in the others again, and no more once it is held again', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a', undefined, { founding }).core, boot(clock, 'b', undefined, { founding }).core]
    const liar = nodeSignatures.keyPairFromSeed(sha256('seed of a liar'))
    const signed = (domain: string, state: string): Range => {
      const log: Log = { realm: a.realm, domain, kind: 'frames', author: liar.author, epoch: 1 }
      return { log, from: 0, prev: null, bodies: [sealEntry(log, 0, null, 1, [claim(`${domain}/1`, 'state', state)], liar).text] }
    }
    a.offer(signed('x', 'open'), 'test')
    a.offer(signed('x', 'closed'), 'test')
    a.offer(signed('y', 'open'), 'test')
    const spoken = (): readonly string[] => a.engine.standings().map(({ frame }) => frame)
    expect(spoken()).toEqual([])
    a.hold(['y'], () => undefined)
    clock.pass(100)
    expect(spoken()).toEqual(['y/1'])
    const fresh = boot(clock, 'fresh', undefined, { founding, domains: ['y'] }).core
    fresh.offer(signed('y', 'open'), 'test')
    expect(fresh.certificate().digest).toBe(a.certificate().digest)
    a.hold(null, () => undefined)
    clock.pass(100)
    expect(spoken()).toEqual([])
    connect(clock, a, b)
    clock.pass(5_000)
    expect(b.certificate().digest).toBe(a.certificate().digest)
  })

  test('[NOD188] is, however domains came and went, like one that held these from the beginning', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const clock = createVirtualClock()
        const random = createRandom(`domains ${seed}`)
        const names = ['x', 'y', 'z']
        const some = (): readonly string[] | null => (random.below(4) === 0 ? null : names.filter(() => random.below(2) === 0))
        const [a, b] = [boot(clock, 'a', undefined, { founding }).core, boot(clock, 'b', undefined, { founding }).core]
        connect(clock, a, b)
        let domains: readonly string[] | null = null
        for (let at = 0; at < 30; at += 1) {
          const core = random.below(3) === 0 ? b : a
          const domain = names[random.below(3)] ?? 'x'
          const kind = random.below(4)
          if (kind === 0) b.hold((domains = some()), () => undefined)
          const value = kind === 1 ? { ref: `${names[random.below(3)]}/1` } : (['open', 'closed'][random.below(2)] ?? '')
          writing(core, [claim(`${domain}/${random.below(3)}`, kind === 1 ? 'via' : 'state', value)])
          clock.pass(random.below(300))
        }
        clock.pass(5_000)
        const fresh = boot(clock, 'fresh', undefined, { founding, ...(domains === null ? {} : { domains }) }).core
        connect(clock, a, fresh)
        connect(clock, b, fresh)
        clock.pass(8_000)
        expect(b.engine.standings()).toEqual(fresh.engine.standings())
        expect(b.certificate().digest).toBe(fresh.certificate().digest)
        expect([...b.logs()].every(({ log }) => domains === null || domains.includes(log.domain))).toBe(true)
      }),
      { numRuns: 12 },
    )
  })
})

function logIn(core: Core, domain: string): Parameters<Core['offer']>[0]['log'] {
  const [found] = [...core.logs()].filter(({ log }) => log.domain === domain)
  if (found === undefined) throw new Error(`nothing of ${domain}`)
  return found.log
}
