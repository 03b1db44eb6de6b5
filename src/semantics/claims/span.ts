/** Spans: stretches of time in milliseconds, half open; infinities stand for open ends and never leave this layer. */
import type { Span } from '../judgement.ts'

/** From (inclusive) and until (exclusive). */
export interface Stretch {
  readonly from: number
  readonly until: number
}

/** All of time. */
export const ALWAYS: Stretch = { from: -Infinity, until: Infinity }

/** The stretch of a window as written. */
export function stretchOf([from, until]: Span<number>): Stretch {
  return { from: from ?? -Infinity, until: until ?? Infinity }
}

/** The window of a stretch as written. */
export function spanOf({ from, until }: Stretch): Span<number> {
  return [Number.isFinite(from) ? from : null, Number.isFinite(until) ? until : null]
}

/** Whether the whole of `inner`, which no boundary of `outer` cuts, lies in `outer`. */
export function covers(outer: Stretch, inner: Stretch): boolean {
  return outer.from <= inner.from && inner.until <= outer.until
}

/** The union as disjoint stretches in order; touching ones become one. */
export function unite(stretches: readonly Stretch[]): Stretch[] {
  const sorted = stretches
    .filter(({ from, until }) => from < until)
    .sort((a, b) => a.from - b.from || a.until - b.until)
  const united: Stretch[] = []
  for (const stretch of sorted) {
    const last = united.at(-1)
    if (last === undefined || stretch.from > last.until) united.push(stretch)
    else if (stretch.until > last.until) united[united.length - 1] = { from: last.from, until: stretch.until }
  }
  return united
}

/** What two unions share. */
export function intersect(left: readonly Stretch[], right: readonly Stretch[]): Stretch[] {
  const shared: Stretch[] = []
  for (const a of left) {
    for (const b of right) {
      const [from, until] = [Math.max(a.from, b.from), Math.min(a.until, b.until)]
      if (from < until) shared.push({ from, until })
    }
  }
  return unite(shared)
}

/** What is left of a union outside another. */
export function without(left: readonly Stretch[], right: readonly Stretch[]): Stretch[] {
  const outside: Stretch[] = []
  let from = -Infinity
  for (const stretch of right) {
    if (from < stretch.from) outside.push({ from, until: stretch.from })
    from = stretch.until
  }
  if (from < Infinity) outside.push({ from, until: Infinity })
  return intersect(left, outside)
}

/** The whole of time, cut at every boundary of `stretches`. */
export function segmentsOf(stretches: Iterable<Stretch>): Stretch[] {
  const cuts = new Set<number>()
  for (const { from, until } of stretches) {
    if (Number.isFinite(from)) cuts.add(from)
    if (Number.isFinite(until)) cuts.add(until)
  }
  const points = [...cuts].sort((a, b) => a - b)
  return [...points, Infinity].map((until, at) => ({ from: at === 0 ? -Infinity : points[at - 1]!, until }))
}
