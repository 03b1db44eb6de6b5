/** Brute: every repair of a small problem by trying all subsets; shares no code with the solver. */
import type { Problem } from '../../../src/semantics/solver/problem.ts'

export interface BruteRepair {
  /** Bit per member index. */
  readonly out: number
  readonly cost: bigint
}

/** All minimal repairs, in no order: without a part of what it drops something would be broken, or more would have to be paid. */
export function allRepairs(problem: Problem): BruteRepair[] {
  const count = problem.members.length
  const nogoods = problem.nogoods.filter(({ members, price }) => members.length > 0 && price !== 0n)
  const bits = (members: readonly number[]): number => members.reduce((sum, member) => sum | (1 << member), 0)
  const masks = nogoods.map(({ members, price, unless = [] }) => ({ mask: bits(members), price, unless: bits(unless) }))
  const groups = problem.groups.map(({ n, members, guards }) => ({ mask: bits(members), guards: bits(guards), n }))
  const isOpen = (nogood: NogoodMask, out: number): boolean => (nogood.mask & out) === 0 && (nogood.unless & ~out) === 0
  const isRepair = (out: number): boolean =>
    masks.every((nogood) => nogood.price !== null || !isOpen(nogood, out)) && groups.every((group) => isMet(group, out))
  const paidBy = (out: number): string => masks.map((nogood) => nogood.price !== null && isOpen(nogood, out)).join()
  const outs = Array.from({ length: 1 << count }, (_, out) => out).filter(isRepair)
  const paid = new Map(outs.map((out) => [out, paidBy(out)]))
  const isMinimal = (out: number): boolean => {
    for (let part = (out - 1) & out; out !== 0; part = (part - 1) & out) {
      if (paid.get(part) === paid.get(out)) return false
      if (part === 0) break
    }
    return true
  }
  return outs.filter(isMinimal).map((out) => {
    const dropped = problem.members.reduce((sum, { weight }, at) => ((out >> at) & 1 ? sum + weight : sum), 0n)
    return { out, cost: masks.reduce((sum, nogood) => (nogood.price !== null && isOpen(nogood, out) ? sum + nogood.price : sum), dropped) }
  })
}

interface NogoodMask {
  readonly mask: number
  readonly price: bigint | null
  /** Zero bits: no condition. */
  readonly unless: number
}

interface GroupMask {
  readonly mask: number
  readonly guards: number
  readonly n: number
}

const isMet = ({ mask, guards, n }: GroupMask, out: number): boolean => (guards & out) !== 0 || ones(mask & ~out) <= n

/** How many bits are set. */
export function ones(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}
