import { useState, type ReactNode } from 'react';
import { IconButton } from './Button';
import { Floating } from './Floating';
import { Icon, type IconName } from './Icon';

export interface MenuEntry {
  icon: IconName;
  name: string;
  danger?: boolean;
  act: () => void;
}

interface Props {
  label: string;
  anchor: DOMRect;
  close: () => void;
  entries: readonly (MenuEntry | false | null | undefined)[];
  /** Above the entries. */
  children?: ReactNode;
}

export function Menu({ label, anchor, close, entries, children }: Props) {
  return (
    <Floating role="menu" label={label} anchor={anchor} close={close} className="md:w-60">
      {children}
      <div className="p-1.5">
        {entries.map(
          (entry) =>
            entry && (
              <button
                key={entry.name}
                type="button"
                role="menuitem"
                tabIndex={-1}
                onClick={() => {
                  close();
                  entry.act();
                }}
                className={`flex w-full items-center gap-3 rounded-lg px-3 py-2 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2 max-md:py-3 max-md:text-base ${entry.danger ? 'text-danger' : ''}`}
              >
                <Icon name={entry.icon} className={`size-5 ${entry.danger ? '' : 'text-muted'}`} />
                <span className="truncate">{entry.name}</span>
              </button>
            ),
        )}
      </div>
    </Floating>
  );
}

interface ButtonProps {
  label: string;
  icon?: IconName;
  className?: string;
  entries: Props['entries'];
}

/** A button with a menu. */
export function MenuButton({ label, icon = 'more', className, entries }: ButtonProps) {
  const [anchor, setAnchor] = useState<DOMRect | null>(null);
  return (
    <>
      <IconButton
        icon={icon}
        label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        className={className}
        onClick={(event) => {
          event.stopPropagation();
          setAnchor(event.currentTarget.getBoundingClientRect());
        }}
      />
      {anchor && <Menu label={label} anchor={anchor} close={() => setAnchor(null)} entries={entries} />}
    </>
  );
}
