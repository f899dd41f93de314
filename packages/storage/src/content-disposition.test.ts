import { expect, test } from 'vitest'
import { fileNameIn } from './contract/parse-disposition.ts'
import { contentDisposition } from './index.ts'

const attachment = (fileName: string) => contentDisposition({ disposition: 'attachment', fileName })

test('a plain name needs one parameter', () => {
  expect(attachment('report 2026.pdf')).toBe('attachment; filename="report 2026.pdf"')
})

test('without a name only the disposition is said', () => {
  expect(contentDisposition({ disposition: 'inline' })).toBe('inline')
  expect(attachment('')).toBe('attachment')
})

test('a name beyond ASCII comes twice: for old clients with gaps, and whole', () => {
  expect(attachment('naïve – 年.txt')).toBe(
    `attachment; filename="na_ve _ _.txt"; filename*=UTF-8''na%C3%AFve%20%E2%80%93%20%E5%B9%B4.txt`,
  )
})

test('quotes and percent signs come back as they were', () => {
  for (const name of [
    `say "hi".txt`,
    `%22%0d.txt`,
    `a;b=c.txt`,
    `it's (1)*.txt`,
    `it's ü (1)*.txt`,
    '"',
    '%',
  ]) {
    expect(fileNameIn(attachment(name))).toBe(name)
  }
})

test('a name cannot end the header, the parameter or the folder', () => {
  const hostile = 'a"\r\nSet-Cookie: x=1\r\n\r\n<script>\u0000\u0085../../etc\\passwd'
  const header = attachment(hostile)
  expect(header).toMatch(/^[ -~]*$/)
  expect(fileNameIn(header)).toBe('a"__Set-Cookie: x=1____<script>__.._.._etc_passwd')
})

test('overrides of the writing direction are taken out, marks that names need stay', () => {
  expect(fileNameIn(attachment('invoice\u202Efdp.exe'))).toBe('invoice_fdp.exe')
  expect(fileNameIn(attachment('ab\u2067cd\u2069'))).toBe('ab_cd_')
  expect(fileNameIn(attachment('می\u200Cخواهم.txt'))).toBe('می\u200Cخواهم.txt')
})

test('half a surrogate pair becomes the replacement character', () => {
  expect(fileNameIn(attachment('a\ud83d.txt'))).toBe('a\ufffd.txt')
  expect(fileNameIn(attachment('\udc00'))).toBe('\ufffd')
})

test('every character of the basic plane gives a header that parses, in ASCII', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const header = attachment(`a${String.fromCharCode(code)}b`)
    expect(header).toMatch(/^[ -~]*$/)
    expect(fileNameIn(header)).toMatch(/^a.b$/u)
  }
})
