/**
 * Whether any object in a JSON text has one key twice. `JSON.parse` keeps the last and drops the others without
 * a word, which in a policy would drop a condition. The text must be valid JSON.
 */
export function hasDuplicateKeys(json: string): boolean {
  const scopes: Array<Set<string> | null> = []
  const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/gs
  for (const [token, text, colon] of json.matchAll(tokens)) {
    if (token === '{') scopes.push(new Set())
    else if (token === '[') scopes.push(null)
    else if (token === '}' || token === ']') scopes.pop()
    else if (text !== undefined && colon !== undefined) {
      const key = String(JSON.parse(text))
      const scope = scopes.at(-1)
      if (scope?.has(key)) return true
      scope?.add(key)
    }
  }
  return false
}
