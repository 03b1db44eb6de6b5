/** Domains: of which frames all that is said is held here; what is said of others may be missing, so it is not judged (R17). */
import { domainOf } from '../frames/name.ts'

/** Which domains are held. */
export interface Domains {
  /** From now on only the frames of these domains are held; null: of all, as at first. */
  hold(domains: readonly string[] | null): void
  /** Whether all that is said of a frame is held here. */
  isHeld(frame: string): boolean
  /** Whether there is any domain that is not held. */
  isPartial(): boolean
}

/** All domains; `onChange` is told when that changes. */
export function createDomains(onChange: () => void): Domains {
  let held: ReadonlySet<string> | null = null
  return {
    hold(domains) {
      held = domains === null ? null : new Set(domains)
      onChange()
    },
    isHeld: (frame) => held === null || held.has(domainOf(frame)),
    isPartial: () => held !== null,
  }
}
