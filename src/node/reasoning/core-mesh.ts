/** Core mesh: the way to the other members through a node's own core. */
import type { AuthorKey } from '../../identity/signature.ts'
import type { Core } from '../core/core.ts'
import type { MemberSeen, Mesh } from './mesh.ts'

/** The members that `core` knows, and questions by way of it. In a closed realm who may not write counts as gone: nobody hears it. */
export function coreMesh(core: Pick<Core, 'members' | 'ask' | 'membership'>): Mesh {
  const mayWrite = (author: AuthorKey): boolean => {
    const membership = core.membership()
    const member = membership?.members.get(author)
    return membership === null || (member?.cuts === null && member.roles.includes('write'))
  }
  return {
    members: () =>
      core.members().map(({ presence, profile, live, latencyMs }): MemberSeen => {
        const { author, load } = presence
        const { name = null, domains = null, modules = null, meaning = [] } = profile ?? {}
        return { id: author, name, isLive: live && mayWrite(author), load, latencyMs, domains, modules, meaning }
      }),
    ask: (to, question, deadlineMs, done) => core.ask(to, question, deadlineMs, done),
  }
}
