/** The decisions of a room as a test says they are on record. */
import type { ConversationFormat, IDecisionsPage, IRoomAudit, RecordFormat } from '../../core/api';
import type { IDecisionRecord } from '../../core/types';

export class FakeAudit implements IRoomAudit {
  pages: IDecisionsPage[] = [];
  records: { [poll: string]: IDecisionRecord } = {};
  readonly calls: string[] = [];

  decided(before?: number): Promise<IDecisionsPage> {
    this.calls.push(`before ${before}`);
    return Promise.resolve(this.pages.shift() ?? { polls: [], names: new Map(), hasMore: false });
  }
  record(poll: string): Promise<IDecisionRecord> {
    this.calls.push(`record ${poll}`);
    return Promise.resolve(this.records[poll]);
  }
  file(format: RecordFormat): Promise<Blob> {
    this.calls.push(`file ${format}`);
    return Promise.resolve(new Blob([format]));
  }
  conversation(format: ConversationFormat): Promise<Blob> {
    this.calls.push(`conversation ${format}`);
    return Promise.resolve(new Blob([format]));
  }
}
