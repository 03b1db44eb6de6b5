/** Conduct by hand and at random: who falls below a floor, what that turns, how it ends, and that only what was said matters. */
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import type { Law } from '../../../src/frames/facet.ts'
import type { Said } from '../../../src/frames/item.ts'
import { readLaw } from '../../../src/frames/read-law.ts'
import { showValue } from '../../../src/frames/value.ts'
import { judgeCase, readCase, type JudgementOut } from '../../../src/semantics/case.ts'
import { writeCase } from '../../../src/semantics/case/write.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import type { Measured } from '../../../src/semantics/learn/measured.ts'
import type { Trace } from '../../../src/traces/trace.ts'
import { fc } from '../../seeded.ts'
import { itemsOf } from '../reasoning/published.ts'
import { caseOf, crowdedLaw, crowdedSaid, unevenCrowd } from './crowded.ts'

const FLOOR = { quality: 800_000, weight: 500_000, block: 1, window: 4 }
const lawOf = (policy: object): Law => {
  const law = readLaw({ slots: { state: [{ k: 'atMost', n: 1 }] }, policy })
  if (!law.ok) throw new Error(law.error.why)
  return law.value
}
const FLOORED = lawOf({ floor: FLOOR })

const claim = (id: string, by: string, frame: string, value: string): Said => {
  return { id, by, item: { k: 'claim', frame, slot: 'state', value } }
}
const takeBack = (id: string, by: string, of: string): Said => ({ id, by, item: { k: 'withdraw', claim: of } })
/** Entries of one log, in the order of its places. */
const logOf = (author: string, ids: readonly string[], epoch = 1): readonly Measured[] =>
  ids.map((id, seq) => ({ id: id.slice(0, id.indexOf('#')), author, epoch, seq }))
const standing = (engine: Engine): readonly string[] =>
  engine.standingsOf('d').map(({ value, status, weight }) => `${showValue(value)} ${status} ${weight}`)
const judged = (body: object): JudgementOut => {
  const read = readCase(JSON.stringify({ tracord: 'case/1', slots: { state: [{ k: 'atMost', n: 1 }] }, ...body }))
  if (!read.ok) throw new Error(`${read.error.path}: ${read.error.why}`)
  return judgeCase(read.value)
}

const CLAIMS = ['a', 'b'].flatMap((by) => [
  { id: `${by}1`, by, frame: 'd', slot: 'state', value: by },
  { id: `${by}2`, by, frame: `own ${by}`, slot: 'state', value: 'open' },
])

describe('a case', () => {
  test('[SEM560] names who took back more than the floor allows, and the tie turns', () => {
    const case_ = { claims: CLAIMS, withdraw: [{ by: 'b', claim: 'b2' }] }
    const plain = judged(case_)
    expect(plain.standings.filter(({ frame }) => frame === 'd').map(({ status }) => status)).toEqual(['undecided', 'undecided'])
    expect(plain).not.toHaveProperty('fallen')
    const floored = judged({ ...case_, policy: { floor: FLOOR } })
    const b = { author: 'b', quality: 500_000, weight: 500_000, items: 2, withdrawn: 1, incoherent: 0, learned: null }
    expect(floored.fallen).toEqual([b])
    expect(floored.quality).toEqual({ a: 1_000_000, b: 500_000 })
    expect(floored.standings.filter(({ status }) => status === 'consensus').map(({ value }) => value)).toEqual(['a'])
    expect(judged({ ...case_, policy: { floor: { ...FLOOR, block: 3 } } }).fallen).toEqual([])
  })

  test('[SEM560] names who publishes traces that do not hold; what others say of him does not matter', () => {
    const step = { id: 's1', text: 'a sum', check: { k: 'arith', expr: '1+1', value: 3 } }
    const trace = { id: 't1', by: 'b', goal: 'g', steps: [step], concludes: { frame: 'e', slot: 'state', value: 'open' } }
    const against = ['x', 'y', 'z'].map((by) => ({ id: by, by, frame: 'own a', slot: 'state', value: 'shut' }))
    const { fallen } = judged({ claims: [...CLAIMS, ...against], traces: [trace], policy: { floor: FLOOR } })
    expect(fallen).toMatchObject([{ author: 'b', quality: 666_666, items: 3, incoherent: 1 }])
  })

  test('[SEM564] a floor that is none is refused with its place', () => {
    const faultOf = (floor: unknown): string => {
      const law = readLaw({ policy: { floor } })
      return law.ok ? '' : law.error.path
    }
    expect([3, null, [], {}].map(faultOf)).toEqual(['policy.floor', 'policy.floor', 'policy.floor', 'policy.floor.quality'])
    expect(faultOf({ ...FLOOR, block: 257 })).toBe('policy.floor.block')
    expect(faultOf({ ...FLOOR, weight: -1 })).toBe('policy.floor.weight')
    expect(faultOf({ ...FLOOR, window: 1.5 })).toBe('policy.floor.window')
    expect(faultOf({ ...FLOOR, latency: 1 })).toBe('policy.floor.latency')
    expect(lawOf({ floor: { quality: 1, weight: 0 } }).policy.floor).toEqual({ quality: 1, weight: 0, block: 256, window: 4_096 })
  })
})

describe('an engine', () => {
  test('[SEM561] an author falls by its last items, in the order in which it wrote them, and recovers as it improves', () => {
    const engine = createEngine(FLOORED)
    const say = (said: readonly Said[], log: readonly Measured[]): void => {
      engine.add(said)
      engine.measure(log)
    }
    say([claim('a1#0', 'a', 'd', 'open')], logOf('a', ['a1#0']))
    say([claim('b1#0', 'b', 'd', 'shut'), claim('b2#0', 'b', 'e', 'shut'), takeBack('b3#0', 'b', 'b2#0')], logOf('b', ['b1#0', 'b2#0']))
    expect(engine.fallen()).toEqual([]) // the withdrawal is not measured yet
    const before = engine.digest()
    engine.measure([{ id: 'b3', author: 'b', epoch: 1, seq: 2 }])
    expect(engine.fallen()).toMatchObject([{ author: 'b', quality: 500_000, items: 2, withdrawn: 1 }])
    expect(standing(engine)).toEqual(['"open" consensus 1000000', '"shut" rejected 500000'])
    expect(engine.digest()).not.toBe(before)
    for (const [at, epoch] of [[4, 1], [5, 2], [6, 2]] as const)
      say([claim(`b${at}#0`, 'b', `f${at}`, 'shut')], [{ id: `b${at}`, author: 'b', epoch, seq: at }])
    expect(engine.fallen()).toMatchObject([{ quality: 750_000, items: 4 }])
    say([claim('b7#0', 'b', 'f7', 'shut')], [{ id: 'b7', author: 'b', epoch: 2, seq: 7 }])
    expect(engine.fallen()).toEqual([])
    expect(standing(engine)).toEqual(['"open" undecided 1000000', '"shut" undecided 1000000'])
    engine.unmeasure(['b7'])
    expect(engine.fallen()).toMatchObject([{ quality: 750_000 }])
    engine.exclude('b')
    expect(engine.fallen()).toEqual([])
  })

  test('[SEM561] a published trace that does not hold counts against its author while it counts', () => {
    const trace: Trace = {
      ...{ id: 't1#9', by: 'ann', goal: 'q', concludes: { frame: 'q', slot: 'state', value: 1, not: false } },
      steps: [{ id: 's', text: 'a sum', uses: [], checks: [{ k: 'arith', expr: '1+1', value: '3', round: false }], gives: undefined }],
    }
    const engine = createEngine(FLOORED)
    engine.measure(logOf('ann', ['t1#9', 'c#0']))
    engine.add([...itemsOf(trace, 'one'), claim('c#0', 'ann', 'd', 'open')])
    expect(engine.fallen()).toMatchObject([{ author: 'ann', quality: 500_000, incoherent: 1 }])
    engine.discount(['t1'])
    expect(engine.fallen()).toEqual([])
    engine.recount(['t1'])
    expect(engine.fallen()).toHaveLength(1)
  })

  test('[SEM565] an explanation says who counts less, how much, and for what', () => {
    const engine = createEngine(FLOORED)
    engine.add([claim('a#0', 'a', 'd', 'open'), claim('b#0', 'b', 'd', 'shut')])
    engine.add([claim('b2#0', 'b', 'e', 'shut'), takeBack('b3#0', 'b', 'b2#0')])
    engine.measure(logOf('b', ['b#0', 'b2#0', 'b3#0']))
    const { sides, text } = engine.explain({ conflict: engine.conflicts()[0]!.id })
    const voices = sides.flatMap((side) => side.voices)
    const sums = { items: 2, withdrawn: 1, incoherent: 0, learned: null }
    expect(voices.find(({ by }) => by === 'b')?.fallen).toEqual({ quality: 500_000, weight: 500_000, ...sums })
    expect(voices.find(({ by }) => by === 'a')).not.toHaveProperty('fallen')
    expect(text).toContain('b counts 50 %, since its quality of 50 % is below the floor: of its last 2 items it took back 1')
  })
})

describe('with learning', () => {
  const FLOORS = { floor: { quality: 600_000, weight: 0, block: 1, window: 65_536 } }
  test('[SEM563] who is often wrong by what was learned falls, and what is learned does not depend on that', () => {
    const said = crowdedSaid(unevenCrowd('floored'), 'floored').filter(({ item }) => item.k !== 'withdraw')
    const [plain, floored] = [{}, FLOORS].map((more) => judgeCase(caseOf(crowdedLaw({ learn: true, ...more }), said)))
    const low = floored!.fallen!.filter(({ learned }) => learned !== null && learned < 600_000).map(({ author }) => author)
    expect(low.length).toBeGreaterThan(3)
    for (const [author, quality] of Object.entries(plain!.quality))
      expect(floored!.quality[author]).toBe(floored!.fallen!.some((one) => one.author === author) ? 0 : quality)
    for (const { author, learned } of floored!.fallen!) expect(learned).toBe(plain!.quality[author])
  })
})

const AUTHORS = ['a', 'b', 'c']
interface Told {
  readonly said: readonly Said[]
  readonly log: readonly Measured[]
}

/** What three authors say, take back, conclude falsely; entries of one item or two, in logs of several starts. */
function toldBy(seed: string): Told {
  const random = createRandom(seed)
  const said: Said[] = []
  const log: Measured[] = []
  for (let at = 0; at < 40; at++) {
    const by = AUTHORS[random.below(3)]!
    const id = `e${at}`
    log.push({ id, author: by, epoch: 1 + random.below(3), seq: at })
    const own = said.filter((one) => one.by === by && one.item.k === 'claim')
    const former = own[random.below(Math.max(1, own.length))]
    if (former !== undefined && random.below(3) === 0) said.push(takeBack(`${id}#0`, by, former.id))
    else said.push(claim(`${id}#0`, by, `d${random.below(4)}`, `v${random.below(2)}`))
    said.push(claim(`${id}#1`, by, `d${random.below(4)}`, `v${random.below(2)}`))
  }
  return { said, log }
}

const reportOf = (engine: Engine): unknown => [engine.fallen(), engine.standings(), engine.digest()]

describe('whatever came first', () => {
  test('[SEM562] an engine told in any order, read in between, reports what a new one reports', () => {
    let fell = 0
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = createRandom(`order ${seed}`)
        const { said, log } = toldBy(`${seed}`)
        const measured = log.slice(0, 10 + random.below(31))
        const former = random.below(2) === 0 ? FLOORED : lawOf({ floor: { ...FLOOR, block: 2 } })
        const [from, other] = [createEngine(FLOORED), createEngine(former)]
        from.add(said)
        from.measure(measured)
        const keyed = [...said, ...log].map((one): [number, Said | Measured] => [random.below(1_000_000), one])
        for (const [, one] of keyed.sort(([a], [b]) => a - b)) {
          if ('item' in one) other.add([one])
          else other.measure([one])
          if (random.below(8) === 0) other.fallen()
          if (random.below(20) === 0) other.discount([`e${random.below(40)}`])
        }
        other.unmeasure(log.slice(measured.length).map(({ id }) => id))
        other.recount(log.map(({ id }) => id))
        if (other.block() !== 1) {
          other.adopt(FLOORED)
          other.measure(measured)
        }
        expect(reportOf(other)).toEqual(reportOf(from))
        fell += from.fallen().length
      }),
      { numRuns: 20 },
    )
    expect(fell).toBeGreaterThan(8)
  })

  test('[SEM566] the case written from an engine with a floor judges as the engine does', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { said, log } = toldBy(`case ${seed}`)
      const engine = createEngine(FLOORED)
      engine.add(said)
      engine.measure(log)
      const { body } = writeCase({ law: FLOORED, said, excluded: new Set(), names: new Map(), fallen: engine.fallen() })
      const read = readCase(JSON.stringify(body))
      if (!read.ok) throw new Error(read.error.why)
      const shown = (standings: readonly { frame: string; value: unknown; status: string; weight: string }[]): readonly string[] =>
        standings.map(({ frame, value, status, weight }) => JSON.stringify([frame, value, status, weight])).sort()
      expect(shown(judgeCase(read.value).standings)).toEqual(shown(engine.standings()))
    }
  })
})
