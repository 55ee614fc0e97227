import { Component, type ReactNode } from 'react';
import { Button } from '../design/Button';
import { Empty } from '../design/Notices';

/** A defect in one component must not leave a white page. */
export class Failsafe extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? (
      <main className="grid h-full place-items-center">
        <Empty icon="alert" title="Something broke in this page">
          <p>Nothing that you sent is lost.</p>
          <Button look="primary" onClick={() => location.reload()}>
            Load again
          </Button>
        </Empty>
      </main>
    ) : (
      this.props.children
    );
  }
}
