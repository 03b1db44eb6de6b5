/** Brute: every repair of a small problem by trying all subsets; shares no code with the solver. */
import type { Problem } from '../../../src/semantics/solver/problem.ts'

export interface BruteRepair {
  /** Bit per member index. */
  readonly out: number
  readonly cost: bigint
}

/** All minimal repairs, in no order: nothing dropped in vain, nothing paid in vain, and no drop that a payment it spares would replace. */
export function allRepairs(problem: Problem): BruteRepair[] {
  const count = problem.members.length
  const nogoods = problem.nogoods.filter(({ members, price }) => members.length > 0 && price !== 0n)
  const bits = (members: readonly number[]): number => members.reduce((sum, member) => sum | (1 << member), 0)
  const masks = nogoods.map(({ members, price }) => ({ mask: bits(members), price }))
  const groups = problem.groups.map(({ n, members, guards }) => ({ mask: bits(members), guards: bits(guards), n }))
  const repairs: BruteRepair[] = []
  for (let out = 0; out < 1 << count; out++) {
    const hardMet = masks.every(({ mask, price }) => price !== null || (mask & out) !== 0)
    if (!hardMet || !groups.every((group) => isMet(group, out))) continue
    if (!isMinimal(out, count, masks, groups)) continue
    const dropped = problem.members.reduce((sum, { weight }, at) => ((out >> at) & 1 ? sum + weight : sum), 0n)
    const paid = masks.reduce((sum, { mask, price }) => (price !== null && (mask & out) === 0 ? sum + price : sum), 0n)
    repairs.push({ out, cost: dropped + paid })
  }
  return repairs
}

interface Mask {
  readonly mask: number
}

interface GroupMask extends Mask {
  readonly guards: number
  readonly n: number
}

const isMet = ({ mask, guards, n }: GroupMask, out: number): boolean => (guards & out) !== 0 || ones(mask & ~out) <= n

/** Each dropped member is alone in meeting some constraint, soft ones included. */
function isMinimal(out: number, count: number, nogoods: readonly Mask[], groups: readonly GroupMask[]): boolean {
  for (let member = 0; member < count; member++) {
    const bit = 1 << member
    if ((out & bit) === 0) continue
    const alone = nogoods.some(({ mask }) => (mask & out) === bit)
    const counted = groups.some((group) => isMet(group, out) && !isMet(group, out & ~bit))
    if (!alone && !counted) return false
  }
  return true
}

/** How many bits are set. */
export function ones(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}
