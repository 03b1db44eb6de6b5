/** Numbers: a set of local numbers that is filled and emptied over and over: it keeps its space and is emptied at once. */
import { addRow, cell, createRows, createSheet, setCell } from './rows.ts'

/** Local numbers, each once. */
export interface Numbers {
  readonly size: number
  has(number: number): boolean
  [Symbol.iterator](): Iterator<number>
}

/** A set that grows. */
export interface GrowingNumbers extends Numbers {
  add(number: number): void
  clear(): void
}

/** A set of numbers, empty. */
export function createNumbers(): GrowingNumbers {
  const [list, rounds] = [createRows(1), createSheet(0)]
  let round = 1 // a number is held when it was added in this round
  return {
    get size() {
      return list.length
    },
    has: (number) => rounds.get(number) === round,
    add(number) {
      if (rounds.get(number) === round) return
      rounds.set(number, round)
      setCell(list, addRow(list), 0, number)
    },
    clear() {
      list.length = 0
      round++
    },
    *[Symbol.iterator]() {
      for (let at = 0; at < list.length; at++) yield cell(list, at, 0)
    },
  }
}
