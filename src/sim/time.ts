/** Time: a virtual clock and the heap of what is to happen; events of one instant happen in the order they were planned. */

/** What a simulated world calls the year 2026: no result depends on it. */
export const WORLD_BEGINS_MS = 1_767_225_600_000

/** Virtual time, in ms since the world began. */
export interface Time {
  now(): number
  /** Plans `run`; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void
  /** Runs everything planned up to `untilMs`, then stands there. */
  runUntil(untilMs: number): void
  /** Runs the next thing planned up to `untilMs`; false, and standing there, when there is none. */
  step(untilMs: number): boolean
  /** Events run so far. */
  count(): number
}

interface Planned {
  readonly at: number
  readonly order: number
  run: (() => void) | null
}

/** A world's time, at 0. */
export function createTime(): Time {
  const heap: Planned[] = []
  let now = 0
  let order = 0
  let ran = 0
  const step = (untilMs: number): boolean => {
    for (let first = heap[0]; first !== undefined && first.at <= untilMs; first = heap[0]) {
      pop(heap)
      now = first.at
      if (first.run === null) continue
      ran += 1
      first.run()
      return true
    }
    now = untilMs
    return false
  }
  return {
    now: () => now,
    count: () => ran,
    after(delayMs, run) {
      const planned: Planned = { at: now + Math.max(0, Math.floor(delayMs)), order: order++, run }
      push(heap, planned)
      return () => {
        planned.run = null
      }
    },
    runUntil(untilMs) {
      while (step(untilMs));
    },
    step,
  }
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Planned[], planned: Planned): void {
  let at = heap.length
  heap.push(planned)
  while (at > 0) {
    const parentAt = (at - 1) >> 1
    const parent = heap[parentAt]
    if (parent === undefined || !isBefore(planned, parent)) break
    heap[at] = parent
    at = parentAt
  }
  heap[at] = planned
}

function pop(heap: Planned[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let at = 0
  for (;;) {
    const leftAt = 2 * at + 1
    const left = heap[leftAt]
    if (left === undefined) break
    const right = heap[leftAt + 1]
    const [child, childAt] = right !== undefined && isBefore(right, left) ? [right, leftAt + 1] : [left, leftAt]
    if (!isBefore(child, last)) break
    heap[at] = child
    at = childAt
  }
  heap[at] = last
}
