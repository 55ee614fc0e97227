import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ChatPane } from '../chat/ChatPane';
import { totalUnread } from '../chat/conversation';
import { ConversationList } from '../chat/inbox/ConversationList';
import { SearchPane } from '../chat/search/SearchPane';
import { AccountBars } from '../account/AccountBars';
import { AdminPage } from '../admin/AdminPage';
import { FriendsPane } from '../friends/FriendsPane';
import { PersonCard } from '../friends/PersonCard';
import { useRequests } from '../friends/useFriends';
import { Flash } from '../design/Flash';
import { CountBadge, Empty } from '../design/Notices';
import { Icon, type IconName } from '../design/Icon';
import { Header } from './Header';
import { useLive } from './live';
import { go, useRoute, type Route } from './route';
import { Toast } from '../notifications/Toast';
import { ReauthenticationDialog } from '../session/ReauthenticationDialog';
import { SettingsPage } from '../settings/SettingsPage';

export function Shell() {
  const route = useRoute();
  useTitle();
  return (
    <div className="flex h-dvh flex-col">
      <Header compact={route.page === 'conversation' || route.page === 'search'} />
      <AccountBars />
      {route.page === 'settings' ? (
        <SettingsPage section={route.section} />
      ) : route.page === 'admin' ? (
        <AdminPage section={route.section} />
      ) : (
        <Panes route={route} />
      )}
      <Toast />
      <Flash />
      <PersonCard />
      <ReauthenticationDialog />
    </div>
  );
}

/**
 * Three panes side by side on a wide screen, a list and the conversation on a middling one, one pane at a time on a phone.
 */
function Panes({ route }: { route: Exclude<Route, { page: 'settings' | 'admin' }> }) {
  const open = route.page === 'conversation' ? route.id : null;
  const [tab, setTab] = useState<'chats' | 'friends'>(route.page === 'friends' ? 'friends' : 'chats');
  const searching = route.page === 'search';
  const beside = open !== null || searching;
  const shownTab = route.page === 'chats' || route.page === 'friends' ? route.page : tab;
  useEffect(() => setTab(shownTab), [shownTab]);

  return (
    <>
      <a
        href="#conversation"
        className="sr-only z-50 rounded-lg bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the conversation
      </a>
      <main className="group/panes flex min-h-0 flex-1">
        {!beside && <h1 className="sr-only">OneVOne</h1>}
        <div className={`flex w-full flex-col md:w-80 md:shrink-0 xl:w-auto xl:flex-row ${beside ? 'max-md:hidden' : ''}`}>
          {/* A panel beside the messages needs the place of the friends, unless the screen is very wide. */}
          <FriendsPane
            className={`${shownTab === 'friends' ? 'flex' : 'hidden'} xl:flex xl:max-2xl:group-has-data-side/panes:hidden`}
          />
          <ConversationList selected={open} className={`${shownTab === 'chats' ? 'flex' : 'hidden'} xl:flex`} />
          <Tabs selected={shownTab} inConversation={beside} onSelect={setTab} />
        </div>
        <section
          id="conversation"
          aria-label={searching ? 'Search' : 'Conversation'}
          tabIndex={-1}
          className={`min-w-0 flex-1 flex-col border-line bg-raised outline-none md:flex md:border-l ${beside ? 'flex' : 'hidden'}`}
        >
          {route.page === 'conversation' ? (
            <ChatPane key={route.id} id={route.id} thread={route.thread} at={route.at} />
          ) : searching ? (
            <SearchPane key={route.within} query={route.query} within={route.within} />
          ) : (
            <NothingOpen />
          )}
        </section>
      </main>
    </>
  );
}

function Tabs(props: {
  selected: 'chats' | 'friends';
  inConversation: boolean;
  onSelect: (tab: 'chats' | 'friends') => void;
}) {
  const { chat } = useLive();
  const unread = totalUnread(useQuery(chat.inbox.query).data ?? []);
  const requests = useRequests('incoming').first?.total ?? 0;
  const tab = (page: 'chats' | 'friends', icon: IconName, name: string, count: number, of: string) => (
    <button
      type="button"
      aria-current={props.selected === page ? 'page' : undefined}
      // Beside an open conversation a tab only changes the list.
      onClick={() => (props.inConversation ? props.onSelect(page) : go({ page }))}
      className={`flex flex-1 items-center justify-center gap-2 py-3 text-sm font-medium ${props.selected === page ? 'text-accent-text' : 'text-muted hover:text-text'}`}
    >
      <Icon name={icon} />
      {name}
      <CountBadge count={count} label={`${count} ${of}`} />
    </button>
  );
  return (
    <nav aria-label="Lists" className="flex shrink-0 border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] xl:hidden">
      {tab('chats', 'chat', 'Chats', unread, 'unread messages')}
      {tab('friends', 'people', 'Friends', requests, 'friend requests')}
    </nav>
  );
}

function NothingOpen() {
  return (
    <div className="grid flex-1 place-items-center">
      <Empty icon="chat" title="Pick a conversation">
        <p className="max-w-xs">Say hello in the Lobby, or choose a friend to talk to in private.</p>
      </Empty>
    </div>
  );
}

/** Unread messages show in the tab of the browser too. */
function useTitle() {
  const { chat } = useLive();
  const unread = totalUnread(useQuery(chat.inbox.query).data ?? []);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) OneVOne` : 'OneVOne';
  }, [unread]);
}
