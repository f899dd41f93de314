/** Runs `work` at once, then at most every `everyMs` milliseconds, the last call included. */
export function coalesce(work: () => void, everyMs: number): () => void {
  let resting = false
  let again = false
  function rest() {
    resting = true
    setTimeout(() => {
      resting = false
      if (!again) return
      again = false
      work()
      rest()
    }, everyMs)
  }
  return () => {
    if (resting) {
      again = true
      return
    }
    work()
    rest()
  }
}
