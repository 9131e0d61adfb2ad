CREATE EXTENSION IF NOT EXISTS hstore;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE every_type (
  id int PRIMARY KEY, i2 smallint, i4 int, i8 bigint, n numeric(10,2), nv numeric, m money, f4 real, f8 double precision,
  b boolean, c char(4), v varchar(20), t text, by bytea, bi1 bit(1), bi8 bit(8), vb bit varying(10), d date, ti time(3), ti6 time(6),
  tz timetz, ts3 timestamp(3), ts6 timestamp(6), tstz timestamptz, iv interval, u uuid, j json, jb jsonb, x xml, ine inet, ci cidr,
  ma macaddr, e mood, p point, ir int4range, hs hstore, ct citext, lt ltree, tsv tsvector, ai int[], at text[], ad date[], o oid, big text);
CREATE TABLE full_type (LIKE every_type INCLUDING ALL);
ALTER TABLE full_type REPLICA IDENTITY FULL;
INSERT INTO every_type VALUES (1, -2, 3, 9007199254740993, 1234.50, 0.001230, 99.95, 1.5, -2.25,
  true, 'ab', 'Zürich', E'line\n"quoted"', '\x00ff10', B'1', B'10100001', B'101', '2024-02-29', '12:34:56.789', '23:59:59.123456',
  '10:00:00.5+02', '2024-02-29 12:34:56.789', '2024-02-29 12:34:56.789123', '2024-02-29 12:34:56.789123+02', '1 year 2 mons 3 days 04:05:06.78',
  'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": 1}', '{"b": [1, 2]}', '<a>x</a>', '10.0.0.1', '10.0.0.0/8', '08:00:2b:01:02:03', 'happy',
  '(1.5,-2)', '[1,5)', 'k=>v', 'CiText', 'a.b.c', 'a fat cat', '{1,2,NULL}', '{"x","y"}', '{2024-02-29}', 42, 'small');
INSERT INTO every_type (id) VALUES (2);
INSERT INTO full_type SELECT * FROM every_type WHERE id = 1;
