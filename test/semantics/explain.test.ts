/** Explanations: that what they say of sides, proofs, sums and settlements is so. */
import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY, type Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import type { Explanation } from '../../src/semantics/explain/explanation.ts'
import { worlds } from '../reference/draw.ts'
import type { World } from '../reference/world.ts'
import { fc } from '../seeded.ts'
import { knowledge, laws } from './arbitrary.ts'
import { told } from './properties/judgement.ts'

const law = (part: Partial<Law>): Law => ({ types: [], slots: {}, rules: [], policy: DEFAULT_POLICY, ...part })
const claim = (id: string, by: string, frame: string, slot: string, value: Value, more: object = {}): Said => ({
  id,
  by,
  item: { k: 'claim', frame, slot, value, ...more },
})
const withdrawal = (by: string, of: string): Said => ({ id: `w-${of}`, by, item: { k: 'withdraw', claim: of } })

function engineOf(part: Partial<Law>, said: readonly Said[]): Engine {
  const engine = createEngine(law(part))
  engine.add(said)
  return engine
}

const explained = (engine: Engine): readonly Explanation[] => engine.conflicts().map(({ id }) => engine.explain({ conflict: id }))

const reasoned = worlds({ reasons: true, changes: true }, 10)

describe('sums', () => {
  test('[SEM76] what a way out costs is the sum of its lines, and the margin their difference', () => {
    fc.assert(
      fc.property(laws, knowledge(10), (some, said) => {
        const engine = createEngine(some, new Set(['p', 'q', 'r']))
        engine.add(said)
        const components = new Map(engine.components().map((component) => [component.id, component]))
        for (const { sums } of explained(engine)) {
          for (const { component, best, other, margin, window } of sums) {
            for (const way of other === null ? [best] : [best, other]) {
              const lines = way.out.map(({ weight }) => BigInt(weight))
              expect(String(lines.reduce((sum, line) => sum + line, BigInt(way.pays)))).toBe(way.cost)
              for (const { weight, votes } of way.out) expect(String(votes.reduce((sum, { vote }) => sum + vote, 0))).toBe(weight)
            }
            if (other !== null) expect(String(BigInt(other.cost) - BigInt(best.cost))).toBe(margin)
            const whole = components.get(component)!
            if (window[0] === null && window[1] === null) expect(whole.forks[0]?.cost).toBe(best.cost)
          }
        }
      }),
    )
  })

  test('[SEM77] more weight than the margin for what is given up turns it', () => {
    let turned = 0
    fc.assert(
      fc.property(reasoned, (world: World) => {
        const engine = told(world)
        for (const { settle, sides } of explained(engine)) {
          for (const { flip } of settle) {
            const side = sides.find(({ says, statement }) => statement !== null && flip?.add.includes(says) === true)
            if (flip === null || side === undefined || side.statement === null || Number(flip.weight) >= 1_000_000) continue
            const confidence = Math.floor(Number(flip.weight) / 1_000) + 1
            const { frame, slot, value, not } = side.statement
            const more = not ? { confidence, not: true } : { confidence }
            const after = told(world, [...world.said, claim('more', 'zed', frame, slot, value, more)])
            expect(after.explain(side.statement).statement?.status).toBe('consensus')
            turned++
          }
        }
      }),
      { numRuns: 400 },
    )
    expect(turned).toBeGreaterThan(20)
  })

  test('[SEM80] when all claims that an explanation names for one side are taken back, the conflict is gone', () => {
    fc.assert(
      fc.property(reasoned, (world: World) => {
        const engine = told(world)
        for (const { id } of engine.conflicts()) {
          for (const { claims } of engine.explain({ conflict: id }).withdraw) {
            const after = told(world, [...world.said, ...claims.map((one) => withdrawal(one.by, one.claim))])
            expect(after.conflicts().map((conflict) => conflict.id)).not.toContain(id)
          }
        }
      }),
    )
  })

  test('[SEM76] a tie is told as one, and a soft rule left broken is paid for', () => {
    const tie = engineOf({ slots: { p: [{ k: 'atMost', n: 1 }] } }, [claim('1', 'a', 'x', 'p', 1), claim('2', 'b', 'x', 'p', 2)])
    expect(explained(tie)[0]).toMatchObject({ sums: [{ margin: '0' }], settle: [{ flip: { weight: '0' } }] })
    expect(explained(tie)[0]?.text).toContain('both weigh the same: undecided')
    const soft = engineOf({ rules: [':~ p(X, 1), q(X, 1). [300]'] }, [claim('1', 'a', 'x', 'p', 1), claim('2', 'b', 'x', 'q', 1)])
    expect(explained(soft)[0]?.sums[0]?.best).toEqual({ out: [], pays: '300000', cost: '300000' })
  })
})

describe('proofs', () => {
  const CHAIN = { slots: { part: [{ k: 'transitive' }] }, rules: [':- part(X, X). % nothing is part of itself'] } as const
  const ring = ['a', 'b', 'c', 'd'].map((frame, at, all) => claim(`c${at}`, 'ann', frame, 'part', { ref: all[(at + 1) % 4]! }))

  test('[SEM78] what a step uses comes before it, and the claims of a proof suffice for it', () => {
    fc.assert(
      fc.property(reasoned, (world: World) => {
        const engine = told(world)
        const asked = [...explained(engine), ...engine.standings().map((standing) => engine.explain(standing))]
        for (const { steps, says, more } of asked.flatMap(({ proofs }) => proofs)) {
          expect(steps.at(-1)?.says).toBe(says)
          for (const [at, { uses }] of steps.entries()) expect(uses.every((use) => use < at)).toBe(true)
          const ids = steps.flatMap(({ by }) => ('said' in by ? by.said : 'claim' in by ? [by.claim] : []))
          const top = steps.at(-1)?.statement
          const alone = told(
            world,
            world.said.filter(({ id }) => ids.includes(id)),
          )
          if (more === 0 && top !== undefined && top !== null) expect(alone.explain(top).statement).toBeDefined()
        }
      }),
    )
  })

  test('[SEM78] the shortest proof is told, leaves first, and a long one is cut with a count', () => {
    const rules = ['r(X, V) :- p(X, V).', 's(X, V) :- r(X, V).', 's(X, V) :- q(X, V).']
    const engine = engineOf({ rules }, [claim('1', 'a', 'x', 'p', 1), claim('2', 'b', 'x', 'q', 1)])
    const { proofs, text } = engine.explain({ frame: 'x', slot: 's', value: 1, not: false })
    expect(proofs[0]?.steps.map(({ says }) => says)).toEqual(['x.q = 1', 'x.s = 1'])
    expect(text).toContain('2. x.s = 1 from 1, by the rule "s(X, V) :- q(X, V)."')
    const long = Array.from({ length: 40 }, (_, at) => `p${at + 1}(X, V) :- p${at}(X, V).`)
    const deep = engineOf({ rules: long }, [claim('1', 'a', 'x', 'p0', 1)])
    const [proof] = deep.explain({ frame: 'x', slot: 'p40', value: 1, not: false }).proofs
    expect([proof?.steps.length, proof?.more]).toEqual([9, 32])
  })

  test('[SEM78] a conflict shows how its derived members follow from its own claims', () => {
    const [conflict] = explained(engineOf(CHAIN, ring))
    expect(conflict?.proofs).toHaveLength(1)
    expect(conflict?.proofs[0]?.steps.filter(({ by }) => 'said' in by)).toHaveLength(4)
    expect(conflict?.text).toContain('by the facet transitive of part')
  })

  test('[SEM78] no explanation depends on the order in which things were said', () => {
    const cases = fc
      .tuple(laws, knowledge(10))
      .chain(([some, said]) =>
        fc.tuple(
          fc.constant(some),
          fc.constant(said),
          fc.shuffledSubarray([...said], { minLength: said.length, maxLength: said.length }),
        ),
      )
    const all = (engine: Engine): unknown => [explained(engine), engine.standings().map((standing) => engine.explain(standing))]
    fc.assert(
      fc.property(cases, ([some, said, shuffled]) => {
        const [one, other] = [createEngine(some, new Set(['p', 'q', 'r'])), createEngine(some, new Set(['p', 'q', 'r']))]
        one.add(said)
        for (const item of shuffled) other.add([item])
        expect(all(other)).toEqual(all(one))
      }),
    )
  })
})

describe('voices', () => {
  const said = [
    claim('c1', 'ann', 'd1', 'state', 'open', { confidence: 900 }),
    claim('c2', 'bob', 'd1', 'state', 'open', { because: ['c1'] }),
    claim('c3', 'ann', 'd1', 'state', 'open', { confidence: 100 }),
    claim('c4', 'cyd', 'd1', 'state', 'open', { because: ['c404'] }),
    claim('c5', 'dan', 'd1', 'state', 'open'),
    withdrawal('dan', 'c5'),
    claim('c6', 'eve', 'd1', 'state', 'open'),
    claim('c7', 'fay', 'd1', 'state', 'open', { confidence: 800 }),
    { id: 'u1', by: 'gil', item: { k: 'undercut' as const, claim: 'c7', confidence: 300 } },
  ]
  const heard = (): Engine => {
    const engine = engineOf({}, said)
    engine.exclude('eve')
    return engine
  }

  test('[SEM79] whoever is not counted is named with the reason', () => {
    const { sides, text } = heard().explain({ frame: 'd1', slot: 'state', value: 'open', not: false })
    expect(sides[0]?.voices.map(({ claim: id, vote, silent, missing }) => [id, vote, silent, missing])).toEqual([
      ['c1', 900_000, null, []],
      ['c7', 800_000, null, []],
      ['c2', 900_000, 'repeats', []],
      ['c3', 100_000, 'repeats', []],
      ['c4', 0, 'premises', ['c404']],
      ['c5', 0, 'withdrawn', []],
      ['c6', 0, 'excluded', []],
    ])
    expect(sides[0]?.voices[1]?.undercut).toEqual([{ claim: 'u1', by: 'gil', vote: 300_000 }])
    expect(text).toContain('bob says so in c2, because of c1: repeats ann, and adds nothing')
    expect(text).toContain('ann says so in c3: adds nothing, since it said so already')
    expect(text).toContain('cyd says so in c4, because of c404: waits for c404, not held here or taken back')
    expect(text).toContain('dan says so in c5: taken back')
    expect(text).toContain('eve says so in c6: counts for nothing')
    expect(text).toContain('gil undercuts it in u1: 0.3 votes')
  })

  test('[SEM79] a claim is explained by its own fate', () => {
    const engine = heard()
    expect(engine.explain({ claim: 'c5' }).text).toMatch(/^dan claimed in c5 that d1.state = "open"\nc5 was taken back by dan\n/)
    expect(engine.explain({ claim: 'c6' }).text).toContain('eve counts for nothing')
    expect(engine.explain({ claim: 'u1' }).text).toMatch(/^gil undercuts c7 in u1/)
    expect(engine.explain({ claim: 'c404' })).toMatchObject({ text: 'no claim c404 is held', claims: [] })
    expect(engine.explain({ frame: 'd1', slot: 'state', value: 'shut', not: false }).text).toBe(
      'nobody says that d1.state = "shut"',
    )
    expect(engine.explain({ conflict: 'none' }).text).toBe('there is no conflict none now')
  })

  test('[SEM79] time is told as people tell it', () => {
    const windows = engineOf({ slots: { at: [{ k: 'atMost', n: 1 }] } }, [
      claim('1', 'a', 'r', 'at', 'x', { valid: [Date.UTC(2026, 0, 1, 10, 2), Date.UTC(2026, 0, 1, 10, 8)] }),
      claim('2', 'b', 'r', 'at', 'y', { valid: [null, Date.UTC(2026, 0, 1, 10, 5)] }),
    ])
    const [conflict] = explained(windows)
    expect(conflict?.text.split('\n')[1]).toBe('between 10:02 and 10:05 on 2026-01-01 (UTC)')
    expect(conflict?.text).toContain('until 2026-01-01 10:05 (UTC)')
  })

  test('[SEM79] a law that breaks by itself says so', () => {
    const paradox = engineOf({ types: [{ id: 'Thing', disjoint: ['Thing'] }] }, [])
    expect(explained(paradox)[0]?.text).toContain('the law breaks by itself')
  })
})
