/** Roll: a list sorted by id that follows changes without being sorted anew. */

/** A sorted list. */
export interface Roll<T> {
  /** By id; the same array until something changes. */
  all(): readonly T[]
  /** Takes out `gone`, entry by entry as they are, and puts in `made`. */
  update(gone: ReadonlySet<T>, made: readonly T[]): void
}

/** A roll of nothing; `idOf` gives distinct texts. */
export function createRoll<T>(idOf: (entry: T) => string): Roll<T> {
  let held: readonly T[] = []
  /** The place of the first entry whose id is not before `id`. */
  const placeOf = (id: string): number => {
    let [low, high] = [0, held.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (idOf(held[middle]!) < id) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    all: () => held,
    update(gone, made) {
      if (gone.size === 0 && made.length === 0) return
      const cuts = [...gone].map((entry) => ({ at: placeOf(idOf(entry)), id: idOf(entry), put: [] as T[], skip: 1 }))
      const puts = made.map((entry) => ({ at: placeOf(idOf(entry)), id: idOf(entry), put: [entry], skip: 0 }))
      const edits = [...cuts, ...puts].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
      const merged: T[] = []
      let from = 0
      for (const { at, put, skip } of edits) {
        for (; from < at; from++) merged.push(held[from]!)
        for (const entry of put) merged.push(entry)
        from = Math.max(from, at + skip)
      }
      for (; from < held.length; from++) merged.push(held[from]!)
      held = merged
    },
  }
}
