/** Matches `*` (any run of characters, none too) and `?` (one character). Case counts. */
export function matchWildcard(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p
      resume = t
      p += 1
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1
      t += 1
    } else if (star >= 0) {
      // Let the last star take one more character: never more than pattern × text steps.
      resume += 1
      p = star + 1
      t = resume
    } else return false
  }
  while (pattern[p] === '*') p += 1
  return p === pattern.length
}

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern)
}
