/** Herald: what this node tells all others of itself; its owner's word is checked before it is said. */
import type { Ms } from '../../base/clock.ts'
import type { Input } from '../../sync/machine.ts'
import { writeProfile, type Profile, type WrittenProfile } from '../../sync/presence.ts'
import { LOAD_MAX } from './limits.ts'

/** Says at each beat who and how busy this node is. */
export interface Herald {
  /** The journal had been opened `starts` times before; nothing is said earlier. */
  begin(starts: number): void
  /** Asks the owner again, and hands on what he says. */
  tell(): void
}

/** What a herald works with. */
export interface HeraldParts {
  readonly profile: () => Profile
  /** Added to the profile. */
  readonly address: string | undefined
  /** How long it takes at most from one beat to the next, added to the profile. */
  readonly beatMs: Ms
  readonly load: () => number
  run(input: Input): void
  /** What the owner says is no profile: the one before stands. */
  onFault(why: string): void
}

/** A herald that has not begun. */
export function createHerald({ profile, address, beatMs, load, run, onFault }: HeraldParts): Herald {
  let start: number | null = null
  let given: Profile | null = null
  let written: WrittenProfile | null = null
  let fault: string | null = null

  const read = (): void => {
    const latest = profile()
    if (latest === given) return
    given = latest
    const checked = writeProfile({ ...latest, ...(address === undefined ? {} : { address }), beatMs })
    const before = fault
    fault = checked.ok ? null : `the profile's ${checked.error.path} ${checked.error.why}`
    if (checked.ok) written = checked.value
    else if (fault !== null && fault !== before) onFault(`${fault}: correct it; until then the one before is told`)
  }
  const tell = (): void => {
    if (start === null) return
    read()
    if (written !== null) run({ type: 'self', start, load: permille(load()), profile: written })
  }
  return {
    begin(starts) {
      start = starts
      tell()
    },
    tell,
  }
}

function permille(load: number): number {
  return Number.isFinite(load) ? Math.min(LOAD_MAX, Math.max(0, Math.round(load))) : LOAD_MAX
}
