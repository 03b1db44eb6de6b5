/** Core mesh: the way to the other members through a node's own core, and whose word counts there. */
import type { AuthorKey } from '../../identity/signature.ts'
import type { Core } from '../core/core.ts'
import type { MemberSeen, Mesh } from './mesh.ts'

/**
 * Whether what an author writes counts, in `domain` or in some: nothing does of one who signed two entries for one place (R5), and in a
 * closed realm nothing of one who may not write.
 */
export function isHeardIn({ engine, membership }: Pick<Core, 'engine' | 'membership'>, author: AuthorKey, domain?: string): boolean {
  if (engine.isExcluded(author)) return false
  const members = membership()?.members
  if (members === undefined) return true
  const member = members.get(author)
  if (member === undefined || member.cuts !== null || !member.roles.includes('write')) return false
  return domain === undefined || (member.domains?.includes(domain) ?? true)
}

/** The members that `core` knows, and questions by way of it. Whose word does not count is as good as gone: nobody hears it. */
export function coreMesh(core: Pick<Core, 'members' | 'ask' | 'engine' | 'membership'>): Mesh {
  return {
    members: () =>
      core.members().map(({ presence, profile, live, latencyMs }): MemberSeen => {
        const { author, load } = presence
        const { name = null, domains = null, modules = null, meaning = [] } = profile ?? {}
        return { id: author, name, isLive: live && isHeardIn(core, author), load, latencyMs, domains, modules, meaning }
      }),
    ask: (to, question, deadlineMs, done) => core.ask(to, question, deadlineMs, done),
  }
}
