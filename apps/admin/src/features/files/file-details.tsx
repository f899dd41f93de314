import { formatDateTime } from '@holdall/ui/format'
import { Link } from '@tanstack/react-router'
import { Copyable } from '../../shared/copyable.tsx'
import { Facts } from '../../shared/facts.tsx'
import type { AdminFile } from './use-files.ts'

/** Everything else that is known about a file, for those who look into a case. */
export function FileDetails({ file }: { file: AdminFile }) {
  return (
    <Facts
      label={`Details of ${file.name}`}
      facts={[
        ['Object key', <Copyable key="k" label="object key" value={file.objectKey} />],
        ['File id', <Copyable key="i" label="file id" value={file.id} />],
        ['SHA-256', file.sha256 ? <Copyable key="s" label="SHA-256" value={file.sha256} /> : 'not declared'],
        ['Type', file.contentType],
        ['Visibility', file.url ? <Copyable key="u" label="public URL" value={file.url} /> : file.visibility],
        ['Uploaded', formatDateTime(file.uploadedAt)],
        ['Owner', `${file.owner.name ?? 'unknown'} (${file.owner.id})`],
        ...trashFacts(file),
        [
          'History',
          <Link
            key="h"
            to="/audit"
            search={{ targetId: file.id }}
            className="font-medium text-accent underline underline-offset-4"
          >
            Show its audit trail
          </Link>,
        ],
      ]}
    />
  )
}

function trashFacts(file: AdminFile): [string, string][] {
  if (file.trashedAt === null) return []
  return [
    [file.trashedBy === 'admin' ? 'Deleted' : 'Put in the trash', formatDateTime(file.trashedAt)],
    ...(file.trashReason ? [['Reason', file.trashReason] as [string, string]] : []),
    ...(file.purgesAt ? [['Gone for good', formatDateTime(file.purgesAt)] as [string, string]] : []),
  ]
}
