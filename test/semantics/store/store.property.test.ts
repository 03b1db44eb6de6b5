/** The pieces of the store against plain maps, lists and sets, and how much a single insertion may cost. */
import { afterEach, expect, test, vi } from 'vitest'
import { createFacts, HOLDS, NO_FACT, type Fact, type Facts } from '../../../src/semantics/store/facts.ts'
import { createNumbers } from '../../../src/semantics/store/numbers.ts'
import { createPredicates } from '../../../src/semantics/store/predicates.ts'
import { addRow, cell, createRows, createSheet, createStack, setCell } from '../../../src/semantics/store/rows.ts'
import { createShards } from '../../../src/semantics/store/shards.ts'
import { createTable, mix, NO_RECORD, type Table } from '../../../src/semantics/store/table.ts'
import { createTerms } from '../../../src/semantics/store/terms.ts'
import { createTexts, NO_TEXT } from '../../../src/semantics/store/texts.ts'
import { fc } from '../../seeded.ts'

const CHECK = { numRuns: 60 }

afterEach(() => {
  vi.unstubAllGlobals()
})

function allAt(table: Table, hash: number): number[] {
  const found: number[] = []
  for (let record = table.first(hash); record !== NO_RECORD; record = table.next(hash, record)) found.push(record)
  return found.sort((a, b) => a - b)
}

test('[SEM31] a table finds every record at its hash and no other, however many share one', () => {
  const hash = fc.oneof(fc.integer(), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 9 }).map((low) => low << 20))
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 900 }), (hashes) => {
      const [table, records] = [createTable(), new Map<number, number[]>()]
      for (const [record, key] of hashes.entries()) {
        table.add(key, record)
        records.set(key, [...(records.get(key) ?? []), record])
      }
      for (const [key, expected] of records) expect(allAt(table, key)).toEqual(expected)
      expect(allAt(table, 4)).toEqual(records.get(4) ?? [])
    }),
    CHECK,
  )
})

test('[SEM31] thousands of records at one hash, and hashes that differ in few bits, are all found', () => {
  const table = createTable()
  for (let record = 0; record < 3_000; record++) table.add(7, record)
  for (let record = 3_000; record < 6_000; record++) table.add((record % 8) << 29, record)
  expect(allAt(table, 7)).toHaveLength(3_000)
  expect(allAt(table, 5 << 29)).toHaveLength(375)
})

/** The most 32-bit integers that were reserved at once while `act` ran. */
function largestReserved(act: () => void): number {
  let largest = 0
  const Real = Int32Array
  class Counted extends Real {
    constructor(length: number) {
      super(length)
      largest = Math.max(largest, length)
    }
  }
  vi.stubGlobal('Int32Array', Counted)
  act()
  vi.unstubAllGlobals()
  return largest
}

test('[SEM32] no insertion reserves, copies or deals out more than a few thousand numbers, however much is held', () => {
  const reserved = largestReserved(() => {
    const [rows, sheet, table] = [createRows(6), createSheet(-1), createTable()]
    for (let record = 0; record < 200_000; record++) {
      setCell(rows, addRow(rows), 0, record)
      sheet.set(record, record)
      table.add(mix(record, 0, 0), record)
    }
    expect([cell(rows, 99_999, 0), sheet.get(99_999), table.first(mix(99_999, 0, 0))]).toEqual([99_999, 99_999, 99_999])
  })
  expect(reserved).toBeGreaterThan(0)
  expect(reserved).toBeLessThanOrEqual(6 * 1_024)
})

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('', 'a', 'aa', '\u{feff}x', 'é', '漢字', '😀'))

test('[SEM33] every text comes back as it was, and equal texts have one number', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), (list) => {
      const [texts, numbers] = [createTexts(), new Map<string, number>()]
      for (const one of list) {
        expect(texts.find(one)).toBe(numbers.get(one) ?? NO_TEXT)
        const number = numbers.get(one) ?? numbers.size
        expect(texts.of(one)).toBe(number)
        numbers.set(one, number)
      }
      for (const [one, number] of numbers) expect(texts.at(number)).toBe(one)
    }),
    CHECK,
  )
})

test('[SEM33] long texts, and more of them than a chunk holds, come back too', () => {
  const texts = createTexts()
  const list = Array.from({ length: 300 }, (_, at) => `${'漢'.repeat(at * 11)}${at}`)
  for (const [at, one] of list.entries()) expect(texts.of(one)).toBe(at)
  for (const [at, one] of list.entries()) expect([texts.find(one), texts.at(at)]).toEqual([at, one])
})

test('[SEM33] shards are a map', () => {
  fc.assert(
    fc.property(fc.array(text), (list) => {
      const [shards, map] = [createShards(), new Map<string, number>()]
      for (const [at, one] of list.entries()) {
        expect(shards.get(one)).toBe(map.get(one))
        shards.set(one, at)
        map.set(one, at)
      }
      for (const [one, at] of map) expect(shards.get(one)).toBe(at)
    }),
    CHECK,
  )
})

function chainOf(first: Fact, next: (fact: Fact) => Fact): Fact[] {
  const chain: Fact[] = []
  for (let fact = first; fact !== NO_FACT; fact = next(fact)) chain.push(fact)
  return chain.sort((a, b) => a - b)
}

function factsWith(indexed: boolean): Facts {
  const facts = createFacts(createTerms(), createPredicates())
  for (let pred = 0; pred < 4; pred++) {
    if (indexed) facts.indexA(pred)
    facts.indexB(pred)
  }
  return facts
}

test('[SEM34] facts are found by each argument, whether or not they have a chain of their own', () => {
  const atom = fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  fc.assert(
    fc.property(fc.array(atom, { maxLength: 120 }), fc.boolean(), (atoms, indexed) => {
      const [facts, known] = [factsWith(indexed), new Map<string, Fact>()]
      for (const [pred, a, b] of atoms) {
        const fact = facts.of(pred, a, b)
        expect(fact).toBe(known.get(`${pred},${a},${b}`) ?? known.size)
        known.set(`${pred},${a},${b}`, fact)
        facts.mark(fact, HOLDS)
      }
      const expected = (pick: (pred: number, a: number, b: number) => boolean): Fact[] =>
        [...known].filter(([key]) => pick(...(key.split(',').map(Number) as [number, number, number]))).map(([, fact]) => fact)
      for (let pred = 0; pred < 4; pred++) {
        expect(chainOf(facts.firstOf(pred), facts.nextOf)).toEqual(expected((p) => p === pred))
        for (let term = 1; term <= 6; term++) {
          expect(chainOf(facts.firstByA(pred, term), facts.nextByA)).toEqual(expected((p, a) => p === pred && a === term))
          expect(chainOf(facts.firstByB(pred, term), facts.nextByB)).toEqual(expected((p, _, b) => p === pred && b === term))
          expect(chainOf(facts.firstAbout(term), facts.nextAbout)).toEqual(expected((_, a) => a === term))
        }
      }
      expect(facts.count()).toBe(known.size)
    }),
    CHECK,
  )
})

test('[SEM35] a set of numbers that was emptied holds nothing of before', () => {
  const round = fc.array(fc.nat(4_000), { maxLength: 30 })
  fc.assert(
    fc.property(fc.array(round, { maxLength: 6 }), (rounds) => {
      const numbers = createNumbers()
      for (const added of rounds) {
        numbers.clear()
        const expected = new Set<number>()
        for (const number of added) {
          numbers.add(number)
          expected.add(number)
        }
        expect([...numbers]).toEqual([...expected])
        expect(numbers.size).toBe(expected.size)
        for (const number of rounds.flat()) expect(numbers.has(number)).toBe(expected.has(number))
      }
    }),
    CHECK,
  )
})

test('[SEM35] a stack gives back in reverse what was put on it since it was cleared', () => {
  const stack = createStack()
  expect(stack.pop()).toBe(-1)
  for (let at = 0; at < 3_000; at++) stack.push(at)
  stack.clear()
  stack.push(5)
  stack.push(0)
  expect([stack.pop(), stack.pop(), stack.pop()]).toEqual([0, 5, -1])
})
