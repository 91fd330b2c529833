/** Choosing somebody by name: a field with a list below it, for the keyboard as for the pointer. */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { IPerson } from '../../core/types';
import type { IWords } from '../host';
import { useWords } from '../hooks/host';
import { usePeopleSearch } from '../hooks/usePeopleSearch';
import { listKey } from '../model/keys';
import { Avatar } from '../parts/Avatar';
import { Refusal } from '../parts/Refusal';

interface IPersonFieldProps {
  chosen: IPerson | null;
  onChoose: (person: IPerson | null) => void;
}

export function PersonField({ chosen, onChoose }: IPersonFieldProps): ReactElement {
  const words = useWords();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const { items, refusal } = usePeopleSearch(typed);
  const people = chosen === null ? (items ?? []) : [];
  const marked = Math.min(active, people.length - 1);
  const choose = (index: number): void => onChoose(people[index] ?? null);
  const onChange = (text: string): void => {
    setTyped(text);
    setActive(0);
    onChoose(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = (step: number): void => setActive((marked + step + people.length) % people.length);
    if (people.length > 0) {
      listKey(event, { move, choose: () => choose(marked) });
    }
  };
  const list = { id, marked: people.length > 0 ? optionId(id, marked) : undefined };
  return (
    <>
      <label>
        {words.__('Who')}
        <SearchField list={list} value={chosen?.name ?? typed} onChange={onChange} onKeyDown={onKeyDown} />
      </label>
      <PeopleList id={id} people={people} marked={marked} onChoose={choose} />
      <small role="status">{chosen === null && items?.length === 0 && nobodyWords(typed, words)}</small>
      <Refusal sentence={refusal} />
    </>
  );
}

interface ISearchFieldProps {
  /** The list below: its id, and the id of its marked option while it has any. */
  list: { id: string; marked: string | undefined };
  value: string;
  onChange: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function SearchField({ list, value, onChange, onKeyDown }: ISearchFieldProps): ReactElement {
  const words = useWords();
  return (
    <input
      className="cc-Input"
      role="combobox"
      autoFocus
      autoComplete="off"
      maxLength={80}
      aria-expanded={list.marked !== undefined}
      aria-controls={list.id}
      aria-autocomplete="list"
      aria-activedescendant={list.marked}
      placeholder={words.__('Type a name')}
      value={value}
      onChange={event => onChange(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}

function nobodyWords(typed: string, words: IWords): string {
  return typed.trim() === ''
    ? words.__('There is nobody else to invite: people appear here once they have opened their rooms on this server.')
    : words.__('Nobody here goes by “%1”, or they are in the room already.', typed.trim());
}

interface IPeopleListProps {
  id: string;
  people: readonly IPerson[];
  marked: number;
  onChoose: (index: number) => void;
}

/** Below the field and not over it: the panel scrolls, and nothing floats over what one reads. */
function PeopleList({ id, people, marked, onChoose }: IPeopleListProps): ReactElement | null {
  const words = useWords();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[marked]?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  return people.length === 0 ? null : (
    <ul ref={list} className="cc-People" role="listbox" id={id} aria-label={words.__('People on this server')}>
      {people.map((person, index) => (
        <li
          key={person.id}
          id={optionId(id, index)}
          role="option"
          title={`${person.name}, ${accountOf(person)}`}
          aria-selected={index === marked}
          onMouseDown={event => {
            event.preventDefault(); // the field keeps the focus
            onChoose(index);
          }}
        >
          <Avatar id={person.id} name={person.name} />
          <b>{person.name}</b>
          <span>{accountOf(person)}</span>
        </li>
      ))}
    </ul>
  );
}

function accountOf({ id }: IPerson): string {
  return id.slice(id.indexOf(':') + 1);
}

function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}
