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
  const compare = (a: T, b: T): number => (idOf(a) < idOf(b) ? -1 : 1)
  let held: readonly T[] = []
  return {
    all: () => held,
    update(gone, made) {
      if (gone.size === 0 && made.length === 0) return
      const added = [...made].sort(compare)
      const merged: T[] = []
      let at = 0
      for (const entry of held) {
        if (gone.has(entry)) continue
        while (at < added.length && compare(added[at]!, entry) < 0) merged.push(added[at++]!)
        merged.push(entry)
      }
      held = [...merged, ...added.slice(at)]
    },
  }
}
