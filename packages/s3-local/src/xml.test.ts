import { describe, expect, test } from 'vitest'
import { S3Error } from './errors.ts'
import { all, document, element, optionalText, parseXml, requiredText } from './xml.ts'

describe('reading', () => {
  test('keeps text as it is: entities, references, CDATA, spaces', () => {
    const root = parseXml(
      Buffer.from(
        '<?xml version="1.0"?><s:A xmlns:s="x"><K> a&amp;b&#xD;&#13;&#x1F600; </K><K><![CDATA[<x>]]></K></s:A>',
      ),
      'A',
    )
    expect(all(root, 'K').map(({ text }) => text)).toEqual([' a&b\r\r😀 ', '<x>'])
  })

  test.each([
    ['nothing', ''],
    ['no XML', 'x'],
    ['an open element', '<A>'],
    ['two roots', '<A/><A/><B/>'],
    ['another root', '<B/>'],
    ['a document type', '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>'],
    ['a dangerous name', '<A><__proto__/></A>'],
  ])('%s is MalformedXML', (_, text) => {
    expect(() => parseXml(Buffer.from(text), 'A')).toThrow(expect.objectContaining({ code: 'MalformedXML' }))
  })

  test('bytes that aren’t UTF-8 are MalformedXML', () => {
    expect(() => parseXml(Buffer.from('<A>\xff</A>', 'latin1'), 'A')).toThrow(S3Error)
  })

  test('a second element where one is meant is MalformedXML, and so is a missing one', () => {
    const root = parseXml(Buffer.from('<A><K>1</K><K>2</K></A>'), 'A')
    expect(() => requiredText(root, 'K')).toThrow(S3Error)
    expect(() => requiredText(root, 'L')).toThrow(S3Error)
    expect(optionalText(root, 'L')).toBeUndefined()
  })

  test('whatever is cut from or changed in a document, the answer is a tree or MalformedXML', () => {
    const good = '<?xml version="1.0"?><A><K a="b">x&amp;y</K><!-- c --><L><![CDATA[z]]></L></A>'
    for (let i = 0; i < good.length; i++) {
      for (const text of [
        good.slice(0, i),
        good.slice(i),
        `${good.slice(0, i)}<${good.slice(i)}`,
        `${good.slice(0, i)}&${good.slice(i)}`,
      ]) {
        try {
          parseXml(Buffer.from(text), 'A')
        } catch (error) {
          expect(error, text).toMatchObject({ code: 'MalformedXML' })
        }
      }
    }
  })
})

test('what is written reads back', () => {
  const text = '<>&"\r\u0001\u{1f600} é\n\t'
  expect(document(element('A', element('K', text), element('E', ''), null, element('N', 0)))).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<A><K>&lt;&gt;&amp;&quot;&#xd;&#x1;😀 é\n\t</K><E/><N>0</N></A>',
  )
})
