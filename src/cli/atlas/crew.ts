/** Crew of the atlas: a node for each source on its side. */
import { callCrew, type Cast, type Crew, type Member } from '../stage/crew.ts'
import { ATLAS } from './law.ts'
import type { MemberCalls, MemberNews } from './member.ts'
import { SOURCES } from './source.ts'

/** One source's process. */
export type AtlasMember = Member<MemberCalls, MemberNews>

/** All of them. */
export type AtlasCrew = Crew<MemberCalls, MemberNews>

const CAST: Cast<MemberNews> = {
  founding: ATLAS,
  script: new URL('./member.js', import.meta.url),
  members: SOURCES,
  noNews: { entries: 0, written: 0, online: false },
}

/** Starts everything below `dir`. */
export function callAtlas(dir: string, stop: AbortSignal): Promise<AtlasCrew> {
  return callCrew<MemberCalls, MemberNews>(CAST, dir, stop)
}
