/** Switches: nogoods that are met while a member stays, as covering: of that member and its switch ("it stays") exactly one goes. */
import type { Constraint, Instance } from './instance.ts'

/** Members gone for which every way of putting some back is tried; more than that are not judged. */
const MEMBERS_MAX = 10

/**
 * Whether a cover is a minimal repair: no switch goes with its member, and no members put back leave everything met. Without
 * switches every minimal cover is. `undefined`: too many of these members go to be sure.
 */
export function isMinimalRepair({ switches, constraints }: Instance, gone: readonly number[]): boolean | undefined {
  const out = new Set(gone)
  if (switches.some(({ member, stays }) => out.has(member) && out.has(stays))) return false
  const back = switches.filter(({ member }) => out.has(member))
  if (back.length > MEMBERS_MAX) return undefined
  for (let chosen = 1; chosen < 1 << back.length; chosen++) {
    const fewer = new Set(out)
    back.forEach(({ member, stays }, at) => {
      if (((chosen >> at) & 1) === 0) return
      fewer.delete(member)
      fewer.add(stays)
    })
    if (constraints.every((constraint) => isMet(constraint, fewer))) return false
  }
  return true
}

function isMet({ elements, guards, need }: Constraint, gone: ReadonlySet<number>): boolean {
  if (guards.some((element) => gone.has(element))) return true
  let count = 0
  for (const element of elements) if (gone.has(element)) count++
  return count >= need
}
