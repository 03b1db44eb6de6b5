/** Rules: every promise of a SPEC.md is proven by a test that carries its id, and no test proves a promise nobody made. */
import ts from 'typescript-api'
import { walk, type Complaint, type Source } from './source.ts'

/** A specification's path and text. */
export interface Spec {
  readonly path: string
  readonly text: string
}

const SPEC_LINE = /^- \*\*([A-Z]{3}\d+)\*\*/gm
const TITLE_IDS = /^\[[A-Z]{3}\d+[^\]]*\](\s*\[[A-Z]{3}\d+[^\]]*\])*/
const ID = /[A-Z]{3}\d+/g

/** Complaints about rules without a test, tests without a rule, and ids given twice. */
export function judgeRules(specs: readonly Spec[], tests: readonly Source[]): readonly Complaint[] {
  const promised = new Map<string, string>()
  const complaints: Complaint[] = []
  for (const { path, text } of specs) {
    for (const [, id = ''] of text.matchAll(SPEC_LINE)) {
      const earlier = promised.get(id)
      if (earlier !== undefined) complaints.push(`${path}: rule ${id} stands already in ${earlier}`)
      promised.set(id, path)
    }
  }
  const proven = provenIds(tests)
  for (const [id, path] of promised) if (!proven.has(id)) complaints.push(`${path}: no test title carries [${id}]`)
  for (const [id, path] of proven)
    if (!promised.has(id)) complaints.push(`${path}: a title carries [${id}], which no SPEC.md promises`)
  return complaints
}

/** Ids at the head of the first argument of any call: `test('[SEM1] ...')`, also under another runner's name. */
function provenIds(tests: readonly Source[]): ReadonlyMap<string, string> {
  const proven = new Map<string, string>()
  for (const source of tests) {
    walk(source.tree, (node) => {
      if (!ts.isCallExpression(node)) return
      for (const id of idsOf(node.arguments[0])) proven.set(id, source.path)
    })
  }
  return proven
}

function idsOf(title: ts.Expression | undefined): readonly string[] {
  if (title === undefined) return []
  const isText = ts.isStringLiteralLike(title)
  const text = isText ? title.text : ts.isTemplateExpression(title) ? title.head.text : ''
  return TITLE_IDS.exec(text)?.[0].match(ID) ?? []
}
