import type { ReactNode } from 'react';
import { go, pathOf, type Route } from '../app/route';
import { IconButton } from './Button';
import { Icon, type IconName } from './Icon';

interface Section {
  route: Route;
  icon: IconName;
  name: string;
  content: ReactNode;
}

interface Props {
  title: string;
  sections: readonly Section[];
  /** The open one; null shows the list on a phone, and the first one beside the list elsewhere. */
  open: Route;
  /** Where the list itself is. */
  list: Route;
}

/** A page of several sections: list and section side by side, one after the other on a phone. */
export function SectionedPage({ title, sections, open, list }: Props) {
  const chosen = sections.find((section) => pathOf(section.route) === pathOf(open));
  const shown = chosen ?? sections[0];
  return (
    <main className="mx-auto flex min-h-0 w-full max-w-5xl flex-1">
      <nav
        aria-label={title}
        className={`w-full shrink-0 overflow-y-auto p-4 md:w-60 md:border-r md:border-line ${chosen ? 'max-md:hidden' : ''}`}
      >
        <div className="mb-3 flex items-center gap-1">
          <IconButton icon="back" label="Back to the chats" onClick={() => go({ page: 'chats' })} />
          <h1 className="text-lg font-semibold">{title}</h1>
        </div>
        <ul className="space-y-0.5">
          {sections.map((section) => (
            <li key={section.name}>
              <a
                href={pathOf(section.route)}
                aria-current={section === chosen ? 'page' : undefined}
                onClick={(event) => {
                  if (!event.metaKey && !event.ctrlKey && !event.shiftKey) {
                    event.preventDefault();
                    go(section.route);
                  }
                }}
                className={`flex items-center gap-3 rounded-lg px-3 py-2.5 font-medium ${section === shown ? 'md:bg-accent-soft' : ''} hover:bg-hover`}
              >
                <Icon name={section.icon} className="size-5 text-muted" />
                {section.name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <section
        key={shown?.name}
        aria-label={shown?.name}
        className={`min-w-0 flex-1 overflow-y-auto bg-app px-4 pt-4 pb-12 md:px-8 ${chosen ? '' : 'max-md:hidden'}`}
      >
        <div className="mb-3 flex items-center gap-1 md:h-9">
          <IconButton icon="back" label={`Back to ${title.toLowerCase()}`} className="md:hidden" onClick={() => go(list)} />
          <h2 className="text-lg font-semibold">{shown?.name}</h2>
        </div>
        {shown?.content}
      </section>
    </main>
  );
}
