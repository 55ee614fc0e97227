import { useEffect, useState } from 'react';
import { usePages } from '../../api/pages';
import { useLive } from '../../app/live';
import { go, goInstead } from '../../app/route';
import { useSettled } from '../../app/useSettled';
import { IconButton } from '../../design/Button';
import { Empty } from '../../design/Notices';
import { PagedList } from '../../design/PagedList';
import { SearchField } from '../../design/SearchField';
import { useQuery } from '@tanstack/react-query';
import { titleOf } from '../conversation';
import { FoundMessage } from './FoundMessage';
import { searchApi, type Found, type Order } from './searchApi';

/** Messages by their words, everywhere or in one conversation. */
export function SearchPane({ query, within }: { query: string; within: string | null }) {
  const { chat } = useLive();
  const conversation = useQuery(chat.inbox.query).data?.find((c) => c.id === within);
  const [typed, setTyped] = useState(query);
  const [order, setOrder] = useState<Order>('time');
  const settled = useSettled(typed.trim());
  useEffect(() => {
    // The way back from a result leads to the same results.
    goInstead({ page: 'search', query: settled, within });
  }, [settled, within]);
  return (
    <>
      <div className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-panel px-2 md:px-4">
        <IconButton
          icon="back"
          label="Back"
          onClick={() => go(within ? { page: 'conversation', id: within } : { page: 'chats' })}
        />
        <h1 className="sr-only">Search messages</h1>
        <div className="min-w-0 flex-1">
          <SearchField label="Search messages" value={typed} onChange={setTyped} autoFocus />
        </div>
      </div>
      <div className="flex shrink-0 flex-wrap items-center gap-2 px-4 pt-3 text-sm">
        {within && (
          <span className="inline-flex items-center gap-1 rounded-full bg-accent-soft py-0.5 pr-1 pl-3 text-accent-text">
            In {conversation ? titleOf(conversation) : 'one conversation'}
            <IconButton icon="close" label="Search everywhere" className="size-6" onClick={() => goInstead({ page: 'search', query: typed, within: null })} />
          </span>
        )}
        <span className="flex-1" />
        <span role="group" aria-label="Order" className="flex rounded-lg bg-hover p-0.5">
          {(['time', 'rank'] as const).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={order === each}
              onClick={() => setOrder(each)}
              className={`h-7 rounded-md px-2.5 font-medium ${order === each ? 'bg-raised shadow-sm' : 'text-muted'}`}
            >
              {each === 'time' ? 'Newest' : 'Best'}
            </button>
          ))}
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 py-2 md:px-3">
        {settled === '' ? <Help add={(filter) => setTyped(`${typed.trim()} ${filter}`.trim())} /> : <Results query={settled} within={within} order={order} />}
      </div>
    </>
  );
}

function Results({ query, within, order }: { query: string; within: string | null; order: Order }) {
  const list = usePages<Found>({
    key: ['chat', 'search', query, within, order],
    get: (cursor) => searchApi.find(query, within, order, cursor),
  });
  return (
    <PagedList
      list={list}
      label="Messages found"
      className="space-y-1"
      empty={
        <Empty icon="search" title="Nothing found">
          <p className="text-sm">All words must stand in the message. Try fewer, or the beginning of one.</p>
        </Empty>
      }
    >
      {(found) => <FoundMessage key={found.message.id} found={found} />}
    </PagedList>
  );
}

const filters = [
  ['"two words"', 'exactly so, one after the other'],
  ['-word', 'without this word'],
  ['from:', 'by whom: from:ann'],
  ['in:', 'where: in:lobby'],
  ['has:link', 'also has:mention, has:reply, has:reaction, has:pin'],
  ['after:', 'from a day on: after:2026-01-31'],
  ['before:', 'before a day'],
] as const;

function Help({ add }: { add: (filter: string) => void }) {
  return (
    <section aria-label="How to search" className="mx-auto max-w-md p-4">
      <h2 className="mb-2 font-semibold">Find what was said</h2>
      <p className="mb-3 text-sm text-muted">Words that all stand in the message, and these:</p>
      <ul className="space-y-1">
        {filters.map(([filter, meaning]) => (
          <li key={filter}>
            <button
              type="button"
              onClick={() => add(filter)}
              className="flex w-full items-baseline gap-3 rounded-lg px-2 py-1.5 text-left text-sm hover:bg-hover"
            >
              <code className="w-28 shrink-0 font-mono text-accent-text">{filter}</code>
              <span className="text-muted">{meaning}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
