import type { Upload } from '@holdall/client/react'
import { useState } from 'react'
import { announcement } from './upload-summary.ts'

/** Reads results out to screen readers: the eye sees them in the tray. */
export function UploadAnnouncer({ uploads }: { uploads: readonly Upload[] }) {
  const [seen, setSeen] = useState(uploads)
  const [text, setText] = useState('')
  if (seen !== uploads) {
    setSeen(uploads)
    setText(announcement(seen, uploads) ?? text)
  }
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  )
}
