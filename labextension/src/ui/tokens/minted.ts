/** What the form of a new token hands on: the one moment in which the page knows its secret. */
export interface IMinted {
  secret: string;
  room: string;
}
