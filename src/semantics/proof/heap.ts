/** Heap: takes out the smallest first. */

/** A collection that gives out its smallest first. */
export interface Heap<T> {
  push(entry: T): void
  pop(): T | undefined
}

/** An empty heap in the order of `compare`. */
export function createHeap<T>(compare: (a: T, b: T) => number): Heap<T> {
  const entries: T[] = []
  const swap = (a: number, b: number): void => void ([entries[a], entries[b]] = [entries[b]!, entries[a]!])
  const isBefore = (a: number, b: number): boolean => b < entries.length && compare(entries[a]!, entries[b]!) < 0
  return {
    push(entry) {
      let at = entries.push(entry) - 1
      for (let above = (at - 1) >> 1; at > 0 && isBefore(at, above); above = (at - 1) >> 1) {
        swap(at, above)
        at = above
      }
    },
    pop() {
      const top = entries[0]
      const last = entries.pop()
      if (entries.length === 0 || last === undefined) return top
      entries[0] = last
      for (let at = 0; ;) {
        const [left, right] = [at * 2 + 1, at * 2 + 2]
        if (left >= entries.length) return top
        const least = right < entries.length && isBefore(right, left) ? right : left
        if (!isBefore(least, at)) return top
        swap(at, least)
        at = least
      }
    },
  }
}
