/** Purity: the pure folders have no clock, no chance and no outside; whatever they need is handed to them. */
import ts from 'typescript-api'
import { complaintAt, walk, type Complaint, type Source } from './source.ts'

const PURE_PATH = /^src\/(base|identity|frames|traces|semantics|routing|sync)\//

const BANNED_NAMES = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'process',
  'console',
  'performance',
  'fetch',
])
const BANNED_MEMBERS = new Set(['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues'])

/** Complaints about words that a pure folder may not say. Comments and strings may. */
export function judgePurity(sources: readonly Source[]): readonly Complaint[] {
  return sources.filter(({ path }) => PURE_PATH.test(path)).flatMap(judgeSource)
}

function judgeSource(source: Source): readonly Complaint[] {
  const complaints: Complaint[] = []
  walk(source.tree, (node) => {
    const word = bannedWord(node)
    if (word !== undefined)
      complaints.push(complaintAt(source, node.getStart(), `a pure folder says ${word}; take it as a parameter`))
  })
  return complaints
}

function bannedWord(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const text = `${node.expression.getText()}.${node.name.text}`
    return BANNED_MEMBERS.has(text) ? text : undefined
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) return 'new Date()'
  if (!ts.isIdentifier(node) || !BANNED_NAMES.has(node.text)) return undefined
  return isUseOfGlobal(node) ? node.text : undefined
}

/** Whether an identifier is used as a value of its own, and is not a member, a property's or a parameter's name. */
function isUseOfGlobal(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isCallExpression(parent)) return true
  return ts.isVariableDeclaration(parent) && parent.initializer === node
}
