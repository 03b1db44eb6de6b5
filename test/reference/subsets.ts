/** Subsets: every choice of a number of things. */

/** The subsets of `entries` with `size` elements. */
export function subsets<T>(entries: readonly T[], size: number): T[][] {
  if (size === 0) return [[]]
  return entries.flatMap((entry, at) => subsets(entries.slice(at + 1), size - 1).map((rest) => [entry, ...rest]))
}
