/** Names: frame ids, slots, types and domains; what may be written, and how a frame's domain is read off its id. */
import { NAME_LENGTH_MAX } from '../base/limits.ts'

/** The domain of frames whose id has no slash. */
export const MAIN_DOMAIN = 'main'

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/u

/** Why `name` cannot be a frame, slot, type or author name; undefined when it can. NFC is the writer's duty, not checked here (R7). */
export function nameFault(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'must be a string'
  if (name.length === 0) return 'must not be empty'
  if (name.length > NAME_LENGTH_MAX) return `must be at most ${NAME_LENGTH_MAX} characters, not ${name.length}`
  if (!name.isWellFormed()) return 'has a lone surrogate'
  return CONTROL.test(name) ? 'has a control character' : undefined
}

/** As {@link nameFault}, for a frame id `domain/name`: neither side of its first slash may be empty. */
export function frameFault(id: unknown): string | undefined {
  const fault = nameFault(id)
  if (fault !== undefined || typeof id !== 'string') return fault
  const slash = id.indexOf('/')
  if (slash === 0) return 'has an empty domain before its slash'
  return slash === id.length - 1 ? 'has no name after its slash' : undefined
}

/** The domain of a frame id: what stands before its first slash, else {@link MAIN_DOMAIN}. */
export function domainOf(frame: string): string {
  const slash = frame.indexOf('/')
  return slash === -1 ? MAIN_DOMAIN : frame.slice(0, slash)
}
