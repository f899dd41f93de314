import { describe, expect, test } from 'vitest'
import { oneOf, parseSearch, stringifySearch, textOf } from './search-params.ts'

describe('search params', () => {
  test('a search that looks like JSON stays the text that was typed', () => {
    for (const q of ['123', 'true', 'null', '"quoted"', '{"a":1}', 'a&b=c', 'ü 100%']) {
      expect(parseSearch(stringifySearch({ q }))).toEqual({ q })
    }
  })

  test('what is empty or undefined stays out of the URL', () => {
    expect(stringifySearch({ q: '', kind: undefined, sort: null })).toBe('')
    expect(stringifySearch({ q: 'x', kind: undefined })).toBe('?q=x')
  })

  test('a value that is not among the allowed ones counts as none', () => {
    expect(oneOf(['asc', 'desc'], 'asc')).toBe('asc')
    expect(oneOf(['asc', 'desc'], 'sideways')).toBeUndefined()
    expect(oneOf(['asc', 'desc'], undefined)).toBeUndefined()
  })

  test('text is trimmed and cut to what the server takes', () => {
    expect(textOf('  a  ')).toBe('a')
    expect(textOf('   ')).toBeUndefined()
    expect(textOf('x'.repeat(300))).toHaveLength(255)
    expect(textOf(['a'])).toBeUndefined()
  })
})
